import { Command } from 'commander';
import { isColorSupported } from 'picocolors';
import { DAY_MS } from '../domain/duration';
import { elapsed, progressLines } from '../embedded/progress';
import type { CliDeps } from './command';
import { interruptible } from './simulate/interruptible';
import { momentsOf, type Moment } from './simulate/moments';
import { play } from './simulate/play';
import { readScript, type Script, type ScriptOptions } from './simulate/script';
import { tableOf } from './simulate/table';

interface Options extends ScriptOptions {
  readonly json?: boolean;
  readonly timing?: boolean;
}

/**
 * `perennial simulate <journey>`: the real journey, activities, gate and database on a virtual clock, as a timeline. Only the timeline
 * goes to standard output. Throws InvalidInput when the words do not make sense.
 */
export function simulateCommand({ config }: Pick<CliDeps, 'config'>): Command {
  return new Command('simulate')
    .description('play a journey on a virtual clock and print its timeline')
    .argument('[journey]', 'name of the journey')
    .option(
      '--days <n>',
      'how long to look on (default: a year after the last event; ends early when nothing is left to happen)',
    )
    .option('--event <event>', '"<offset> <type> [json]", as in "5d customer.replied"; repeatable', collect)
    .option('--trait <name=value>', 'a trait of the customer, as in owner=ann or plan=pro; repeatable', collect)
    .option('--locale <locale>', 'language of the customer, as in de')
    .option('--no-consent', 'the customer has not agreed to anything')
    .option('--json', 'one JSON object a line')
    .option('--timing', 'say on standard error how long it took')
    .addHelpText('after', HELP)
    .action(async (journey: string | undefined, options: Options) => {
      const script = readScript(journey, options);
      await interruptible((abort) => run(script, options, abort, config().timeSkippingServer));
    });
}

const HELP = `
The customer enters by request at the start, on a Monday at 13:00 UTC, which is their zone too (--trait timezone=America/New_York). They have an email address and a phone, have agreed to every channel (unless
--no-consent), and have the dates that the journey starts from: for renewal, a renewal_date 120 days ahead (or --trait
renewal_date=2027-03-01). Messages are captured; nothing leaves this machine.

Offsets count from the start: 30m, 36h, 5d, 2w, 1d12h. A person completes the open task by
  --event '9d task.completed {"outcome":"reached_resolved"}'

Examples:
  perennial simulate at-risk
  perennial simulate at-risk --event "1d customer.logged_in"
  perennial simulate renewal --event '31d task.completed {"outcome":"wants_to_leave"}' --json`;

async function run(
  script: Script,
  { json, timing }: Options,
  abort: AbortSignal,
  server: string | undefined,
): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  for (const type of unheard(script)) say(`Note: ${script.journey.name} does not hear ${type}.`);
  const time = { server, progress: progressLines(say) };
  // Loaded when the words have made sense, because it takes a second.
  const { withWorld } = require('../testkit') as typeof import('../testkit');
  await withWorld(
    async (world) => {
      const upMs = performance.now();
      const [played] = await play(world, [script], 'simulate');
      if (!played) return;
      const tookMs = performance.now() - upMs;
      print(await momentsOf(world.db, played), json ?? false);
      for (const note of played.notes) say(`Note: ${note}`);
      const days = Math.floor((world.now().getTime() - played.birth.getTime()) / DAY_MS);
      if (timing) say(`Start-up ${elapsed(upMs)}, ${days} days in ${elapsed(tookMs)}.`);
    },
    { journeys: [script.journey], alone: true, abort, time },
  );
}

/** Types that happen and that the journey never asked for. */
function unheard({ journey: { hears, startOn }, events }: Script): Set<string> {
  const known = new Set<string>([...hears, ...startOn, 'task.completed']);
  return new Set(events.map(({ type }) => type).filter((type) => !known.has(type)));
}

function print(moments: readonly Moment[], json: boolean): void {
  const { isTTY, columns } = process.stdout;
  const lines = json
    ? moments.map((moment) => JSON.stringify(moment))
    : tableOf(moments, { colors: Boolean(isTTY) && isColorSupported, ...(isTTY && { width: columns }) });
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
