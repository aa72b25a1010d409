import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../cli/config';
import { progressLines } from '../embedded/progress';
import { temporalCli } from '../embedded/temporal-cli';
import { isGreen, judge } from './checker';
import { controlPlanOf } from './control';
import { planOf } from './plan';
import { recoveries } from './recovery';
import { play } from './run';
import { GUARDS, type Guard } from './sabotage';
import { endServers } from './servers';
import { countsOf, tableOf } from './table';

/* `npm run chaos -- [--seed N] [--journeys N] [--break <guard>] [--plan] [--json]`: see chaos/README.md. Ends with 0 only when all is green. */

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      journeys: { type: 'string', default: '100' },
      break: { type: 'string' },
      plan: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const size = { seed: whole('--seed', values.seed), journeys: whole('--journeys', values.journeys) };
  const guard = guardOf(values.break);
  const plan = guard ? controlPlanOf(guard, size) : planOf(size);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(`seed ${plan.seed}: ${plan.lives.length} customers, ${plan.faults.length} faults`);
  for (const { at, kind, worker } of plan.faults) say(`   ${at.toFixed(1).padStart(6)} s  ${kind} (worker ${worker})`);
  if (values.plan) return true;

  const config = readConfig();
  const state = path.join(config.state, 'chaos');
  await endServers(state);
  rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  stopOnSignals(state);
  const cli = await temporalCli({ named: config.temporalCli, state: config.state }, progressLines(say));
  const began = performance.now();
  const { evidence, machine } = await play({ plan, state, temporalCli: cli, guard, say });
  const verdicts = judge(evidence);
  const recovered = recoveries(evidence);
  const tookS = Math.round((performance.now() - began) / 1000);
  if (values.json) {
    const counts = countsOf(evidence);
    process.stdout.write(
      `${JSON.stringify({ machine, seed: plan.seed, guard, tookS, counts, verdicts, recovered }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`${tableOf(evidence, verdicts, recovered)}\n\n${tookS} s | ${machine}\n`);
  }
  for (const { name, examples } of verdicts.filter(({ bad }) => bad > 0)) say(`${name}:\n   ${examples.join('\n   ')}`);
  return isGreen(verdicts);
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${name} takes a whole number.`);
  return number;
}

function guardOf(name: string | undefined): Guard | undefined {
  if (name === undefined || name in GUARDS) return name as Guard | undefined;
  throw new Error(`--break takes one of ${Object.keys(GUARDS).join(', ')}.`);
}

/** Workers and API end by themselves when this process is gone; the servers do not. */
function stopOnSignals(state: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void endServers(state).finally(() => process.exit(130)));
  }
}

main().then(
  (green) => process.exit(green ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
