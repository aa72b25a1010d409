import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../cli/config';
import { temporalCli } from '../embedded/temporal-cli';
import { progressLines } from '../embedded/progress';
import { costs } from './costs';
import { ingest } from './ingest';
import { interactions } from './interactions';
import { journeys } from './journeys';
import { latency } from './latency';
import { machineLine } from './machine';
import type { Bench, Measure, Row } from './measure';
import { memory } from './memory';
import { pages } from './pages';
import { endServers, withPostgres } from './servers';
import { tableOf } from './table';
import { touch } from './touch';
import { year } from './year';

/* `npm run bench [-- --only <numbers>] [--quick] [--keep] [--json]`: measures the product against its baselines and prints one table. */

const MEASURES: readonly Measure[] = [journeys, ingest, latency, costs, year, memory, touch, pages, interactions];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      keep: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const { quick = false, keep = false, json = false } = values;
  const wanted = measuresOf(values.only);
  const config = readConfig();
  const state = path.join(config.state, 'bench');
  mkdirSync(state, { recursive: true });
  stopOnSignals(state);

  const say = (line: string) => process.stderr.write(`${line}\n`);
  const cli = await temporalCli({ named: config.temporalCli, state: config.state }, progressLines(say));
  await withPostgres({ state, keep }, async (databaseServer) => {
    const servers = { databaseServer, temporalCli: cli, timeServer: config.timeSkippingServer };
    const bench: Bench = { state, ...servers, quick, keep, say };
    const machine = await machineLine(bench);
    say(machine);
    const rows: (Row & { readonly measure: number })[] = [];
    for (const measure of wanted) {
      const started = performance.now();
      say(`${measure.number}. ${measure.name} ...`);
      rows.push(...(await measure.run(bench)).map((row) => ({ measure: measure.number, ...row })));
      say(`   took ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
    process.stdout.write(
      json ? `${JSON.stringify({ machine, quick, rows }, null, 2)}\n` : `${tableOf(rows)}\n${machine}\n`,
    );
  });
}

function measuresOf(only: string | undefined): readonly Measure[] {
  if (only === undefined) return MEASURES;
  const numbers = only.split(',').map(Number);
  const unknown = numbers.find((number) => !MEASURES.some((measure) => measure.number === number));
  if (unknown !== undefined) throw new Error(`--only takes numbers from 1 to ${MEASURES.length}, separated by commas.`);
  return MEASURES.filter(({ number }) => numbers.includes(number));
}

/** Workers and API end by themselves when this process is gone; the servers do not. */
function stopOnSignals(state: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void endServers(state).finally(() => process.exit(130)));
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
