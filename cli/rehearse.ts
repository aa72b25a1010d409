import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { isColorSupported } from 'picocolors';
import { DAY_MS } from '../domain/duration';
import { InvalidInput } from '../domain/errors';
import type { JourneyHeader } from '../domain/journey';
import { progressLines } from '../embedded/progress';
import type { CliDeps } from './command';
import { FORMATS, insistOnFile, readingOf, type ReadingOptions } from './import/formats';
import { findingsOf } from './rehearse/findings';
import { readLog, type Log } from './rehearse/log';
import { asJson, asText } from './rehearse/report';
import { rehearse } from './rehearse/run';
import { interruptible } from './simulate/interruptible';
import { journeyNamed } from './simulate/journey-named';

interface Options extends ReadingOptions {
  readonly log?: string;
  readonly journey?: readonly string[];
  readonly customers: string;
  readonly days?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

const MOST_DAYS = 3_650;

/**
 * `perennial rehearse --log F --journey J`: a log of real behaviour played through the product on a virtual clock, and what it would have come
 * to. Only the report goes to standard output. Throws InvalidInput when the words make no sense.
 */
export function rehearseCommand({ config }: Pick<CliDeps, 'config'>): Command {
  return new Command('rehearse')
    .description('play a log of real behaviour through journeys on a virtual clock')
    .option('--log <file>', 'the log')
    .addOption(new Option('--format <format>', 'how it is written (default: by its ending)').choices(FORMATS))
    .option('--map <mapping>', 'which column is what, as for import')
    .option('--delimiter <character>', 'CSV: what separates columns')
    .option('--no-header', 'CSV: the first line is data, not names')
    .option('--journey <name>', 'a journey to rehearse; repeatable, and no other runs', collect)
    .option('--customers <n>', 'how many customers of the log take part', '200')
    .option('--seed <text>', 'take others than the first ones, always the same for one seed')
    .option('--days <n>', 'how long to look on (default: as long as the log)')
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      await run(options, config().timeSkippingServer);
    });
}

const HELP = `
The first event of the log is day 0; all others come at their own distances from it. Absences and dates are looked for at the end
of each day. Each customer has an invented address at example.com and has agreed to be written to; messages are captured
and nothing leaves this machine. No person is there to complete tasks: they end when the customer acts, or expire.

Formats and mappings are those of import (perennial import --help).

Example:
  perennial rehearse --log cdnow-sample.txt --format cdnow --journey at-risk --customers 200`;

async function run(options: Options, server: string | undefined): Promise<void> {
  const started = performance.now();
  const { log: file, seed } = options;
  if (!file) throw new InvalidInput('Which log? Name it by --log.');
  insistOnFile(file);
  const [first, ...more] = options.journey ?? [undefined];
  const journeys = [journeyNamed(first), ...more.map((name) => journeyNamed(name))];
  const customers = wholeNumber('--customers', options.customers, 1_000_000);
  const log = await readLog(file, readingOf(file, options), { customers, ...(seed !== undefined && { seed }) });
  const days = options.days === undefined ? lengthOf(log) : wholeNumber('--days', options.days, MOST_DAYS);

  const say = (line: string) => void process.stderr.write(`${line}\n`);
  if (log.unread > 0) say(`Note: ${log.unread} lines could not be read (perennial import says why).`);
  if (customers > log.known) say(`Note: the log has ${log.known} customers.`);
  const play = (abort: AbortSignal) => playLog({ log, journeys, days, server, abort, say });
  const findings = await interruptible(play);

  const rehearsal = {
    log: path.basename(file),
    journeys: journeys.map(({ name }) => name),
    customers: log.userIds.length,
    events: log.events.length,
    days,
    from: log.from,
    findings,
    wallMs: performance.now() - started,
  };
  const { isTTY } = process.stdout;
  console.log(options.json ? JSON.stringify(asJson(rehearsal)) : asText(rehearsal, Boolean(isTTY) && isColorSupported));
}

interface Play {
  readonly log: Log;
  readonly journeys: readonly JourneyHeader[];
  readonly days: number;
  readonly server: string | undefined;
  readonly abort: AbortSignal;
  readonly say: (line: string) => void;
}

async function playLog({ log, journeys, days, server, abort, say }: Play) {
  // Loaded when the words have made sense, because it takes a second.
  const { withWorld } = require('../testkit') as typeof import('../testkit');
  const bar = new SingleBar({
    format: 'day {value} of {total} [{bar}] {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
    clearOnComplete: true,
  });
  try {
    return await withWorld(
      async (world) => {
        bar.start(days, 0);
        const birth = await rehearse(world, log, days, (day) => bar.update(day));
        return findingsOf(world.db, birth);
      },
      { journeys, alone: true, abort, time: { server, progress: progressLines(say) } },
    );
  } finally {
    bar.stop();
  }
}

function lengthOf({ from, to }: Log): number {
  return Math.min(MOST_DAYS, Math.max(1, Math.ceil((to.getTime() - from.getTime()) / DAY_MS)));
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InvalidInput(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
