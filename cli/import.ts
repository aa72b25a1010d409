import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { createColors, isColorSupported } from 'picocolors';
import { InvalidInput } from '../domain/errors';
import { elapsed } from '../embedded/progress';
import type { CliDeps } from './command';
import type { CliConfig } from './config';
import { NO } from './failure';
import { FORMATS, insistOnFile, readingOf, type ReadingOptions } from './import/formats';
import type { FrontDoor } from './import/front-door';
import { importFile, type Import } from './import/run';
import { createTally, type Outcome, type Reason } from './import/tally';

interface Options extends ReadingOptions {
  readonly file?: string;
  readonly url?: string;
  readonly key?: string;
  readonly journeys: Import['journeys'];
  readonly rejects?: string;
  readonly json?: boolean;
}

/**
 * `perennial import --file F`: a log or table of what customers did, posted to `/v1/batch`. The answer is no when
 * lines were rejected. Throws InvalidInput when the words make no sense or the key is refused.
 */
export function importCommand({ config }: Pick<CliDeps, 'config'>): Command {
  return new Command('import')
    .description('import what customers did from a file')
    .option('--file <file>', 'the file')
    .addOption(new Option('--format <format>', 'how it is written (default: by its ending)').choices(FORMATS))
    .option('--map <mapping>', 'which column is what: "userId=0, occurredAt=2:YYYYMMDD, type=order.completed, items=3"')
    .option('--delimiter <character>', 'CSV: what separates columns (default: a comma, in .tsv files a tab)')
    .option('--no-header', 'CSV: the first line is data, not names')
    .addOption(
      new Option('--journeys <which>', 'events that journeys get to know')
        .choices(['recent', 'none', 'all'])
        .default('recent'),
    )
    .option('--url <url>', 'the API (default: the one on this machine)')
    .option('--key <key>', 'an API key that may ingest (default: the one of this machine)')
    .option('--rejects <file>', 'write rejected lines there, one JSON object a line')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const outcome = await run(options, config());
      if (outcome.lines.rejected > 0) process.exitCode = NO;
    });
}

const HELP = `
Formats: csv; ndjson (one JSON object a line; without --map each is a message as POST /v1/batch takes it); columns (separated by
white space); cdnow (the purchase log of that name, which is columns with
"userId=0, occurredAt=2:YYYYMMDD, type=order.completed, items=3, revenue=4").

A mapping is a list of field=column:form.
  field   userId, anonymousId, occurredAt, type (what happened), messageId, traits.<name>; all others are properties of the event
  column  its number, counted from 0, or its name (in NDJSON a key, user.id for one inside another); words go in quotes: plan='pro'.
          A type that is no column is the event's own name.
  form    of occurredAt: iso (default), unix, unixms, or YYYY MM DD HH mm ss, as in DD.MM.YYYY HH:mm; times are UTC. Say the order of dates
          such as 01/02/2024: DD/MM/YYYY or MM/DD/YYYY. Nothing is imported when the file speaks for the other one.
          Of others: text or number, where the value itself does not tell.

What happened more than 72 hours ago is history: it is kept, counts for profiles and absences, and neither starts a journey nor is heard by
one. --journeys none keeps recent events from journeys too; --journeys all lets them have everything.

A line makes one message, or two where it has traits beside an event. It is rejected when any part of it is.

Importing a file again adds nothing: each line has an id made of the file's name, the line's number and its words.

Examples:
  perennial import --file orders.txt --format cdnow
  perennial import --file logins.csv --map "userId=user_id, occurredAt=when:unix, type=customer.logged_in"
  perennial import --file customers.csv --map "userId=id, traits.email=email, traits.plan=plan" --rejects rejected.ndjson`;

async function run(options: Options, config: CliConfig): Promise<Outcome> {
  const { file, journeys, rejects, json } = options;
  if (!file) throw new InvalidInput('Which file? Name it by --file.');
  insistOnFile(file);
  const reading = readingOf(file, options);
  const job = { file, reading, door: doorOf(options, config), journeys };

  const started = performance.now();
  const bar = new SingleBar({
    format: BAR,
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(statSync(file).size, 0, { name: path.basename(file) });
  try {
    const outcome = await importFile(job, createTally(rejects), (bytes) => bar.increment(bytes));
    bar.stop();
    const tookMs = performance.now() - started;
    console.log(json ? JSON.stringify(outcome) : report(outcome, tookMs, rejects));
    return outcome;
  } finally {
    bar.stop();
  }
}

const BAR = '{name} [{bar}] {percentage}% · {eta_formatted} left';

/** The API on this machine and its development key, unless others are named. */
function doorOf({ url, key }: Options, { ports, state }: CliConfig): FrontDoor {
  const at = url ?? `http://localhost:${ports.api}`;
  if (!URL.canParse(at)) throw new InvalidInput(`--url takes an address such as http://localhost:3000, not "${at}".`);
  const file = path.join(state, 'api-key');
  const own = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const secret = key ?? own;
  if (!secret)
    throw new InvalidInput('There is no API key yet: start Perennial once (npm start), or name one by --key.');
  return { url: at, key: secret };
}

function report({ lines, messages, reasons, warnings }: Outcome, tookMs: number, rejects: string | undefined): string {
  const { green, yellow, dim, bold } = createColors(process.stdout.isTTY && isColorSupported);
  const number = (count: number) => count.toLocaleString('en-GB');
  const width = number(Math.max(lines.read, messages.sent)).length;
  const row = (count: number, what: string) => `  ${number(count).padStart(width)}  ${what}`;
  const rejected = `lines rejected${lines.rejected > 0 && rejects ? `, written to ${rejects}` : ''}`;
  const why = (said: readonly Reason[]) =>
    said.map(({ reason, lines: count, first }) => {
      const where = `${count === 1 ? 'line' : 'lines'} ${first.join(', ')}${count > first.length ? ' ...' : ''}`;
      return `  ${number(count).padStart(width)}  ${yellow(reason)}  ${dim(where)}`;
    });
  return [
    bold(`Read in ${elapsed(tookMs)}:`),
    row(lines.read, 'lines read'),
    green(row(lines.accepted, 'lines accepted')),
    lines.rejected > 0 ? yellow(row(lines.rejected, rejected)) : row(0, rejected),
    row(
      messages.sent,
      messages.duplicates > 0 ? `messages sent, ${number(messages.duplicates)} of them here already` : 'messages sent',
    ),
    ...(reasons.length > 0 ? ['', ...why(reasons)] : []),
    ...(warnings.length > 0 ? ['', bold('Accepted, and probably not as it was meant:'), ...why(warnings)] : []),
  ].join('\n');
}
