import { mkdirSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { hashPassword } from '../api/sign-in/password';
import { addressHashWith } from '../domain/address-hash';
import { InvalidInput } from '../domain/errors';
import { instantOf } from '../domain/instant';
import { elapsed } from '../embedded/progress';
import type { CliDeps } from './command';
import { databaseUrl, reaching } from './connections';
import { seedWorld, type Seeded } from './seed/seed';
import { machineHashKey } from './start/secrets';

interface Options {
  readonly customers: string;
  readonly seed: string;
  readonly now?: string;
  readonly intoExisting?: boolean;
  readonly password?: string;
  readonly json?: boolean;
}

const MOST_CUSTOMERS = 5_000_000;

/** `perennial seed`: writes a believable world into an empty database, to look at pages and to measure. Throws InvalidInput and Conflict. */
export function seedCommand({ config, now }: Pick<CliDeps, 'config' | 'now'>): Command {
  return new Command('seed')
    .description('fill an empty database with a believable world')
    .option(
      '--customers <count>',
      'how many customers; about ten touches and a tenth of a task come with each',
      '10000',
    )
    .option('--seed <words>', 'the same words make the same world', 'perennial')
    .option('--now <time>', 'the present of that world, as an ISO time (default: now)')
    .option('--into-existing', 'add it to a database that has customers already')
    .option(
      '--password <text>',
      'what the people of the house sign in with, as ann@perennial.example (default: they cannot yet)',
    )
    .option('--json', 'print what was written as one JSON object')
    .addHelpText('after', HELP)
    .action(async ({ customers, seed, now: present, intoExisting = false, password, json }: Options) => {
      const settings = config();
      const url = databaseUrl(settings);
      const count = countOf(customers);
      mkdirSync(settings.state, { recursive: true });
      const addressHash = addressHashWith(settings.hashKey ?? machineHashKey(settings.state));
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const started = performance.now();
      const bar = new SingleBar({
        format: BAR,
        stream: process.stderr,
        noTTYOutput: false,
        hideCursor: true,
        clearOnComplete: true,
      });
      const say = (line: string) => process.stderr.isTTY && process.stderr.write(`${line} ...\n`);
      bar.start(count, 0);
      const onPhase = (phase: string) => {
        bar.stop();
        say(phase);
      };
      try {
        const job = {
          databaseUrl: url,
          customers: count,
          seed,
          now: momentOf(present) ?? now(),
          intoExisting,
          addressHash,
          passwordHash,
        };
        const seeded = await reaching(url, () => seedWorld({ ...job, onCustomer: () => bar.increment(), onPhase }));
        console.log(json ? JSON.stringify(seeded) : report(seeded, performance.now() - started));
      } finally {
        bar.stop();
      }
    });
}

const BAR = 'customers [{bar}] {value} of {total} · {eta_formatted} left';

const HELP = `
Companies, customers with consents and events, runs of the four journeys at every stage, their touches and tasks, and conversations in English and
German. Names are made up; addresses end in .example and telephone numbers are of those that are kept for fiction: they reach nobody.

Journeys that have not ended stand in the database only: Temporal does not know them, and they do not go on, whatever people do. An alarm says so.
Whoever is posted about afterwards enters new journeys, which do run.

Examples:
  perennial seed --customers 100000
  perennial seed --customers 200 --seed monday --now 2026-11-30T08:00:00Z`;

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= MOST_CUSTOMERS) return count;
  throw new InvalidInput(`--customers takes a whole number from 1 to ${MOST_CUSTOMERS}, not "${text}".`);
}

function momentOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = instantOf(text);
  if (at) return at;
  throw new InvalidInput(`--now takes an ISO time such as 2026-11-30T08:00:00Z, not "${text}".`);
}

function report({ rows, openRuns }: Seeded, tookMs: number): string {
  const number = (count: number) => count.toLocaleString('en-GB').padStart(10);
  const lines = SHOWN.map(([table, what]) => `${number(rows[table])}  ${what}`);
  return [
    `Written in ${elapsed(tookMs)}:`,
    ...lines,
    '',
    `${openRuns.toLocaleString('en-GB')} journeys that have not ended stand in the database only: Temporal does not know them.`,
  ].join('\n');
}

const SHOWN = [
  ['customers', 'customers'],
  ['accounts', 'companies'],
  ['events', 'events'],
  ['enrollments', 'runs of journeys'],
  ['touches', 'touches'],
  ['tasks', 'tasks'],
  ['conversations', 'conversations'],
  ['utterances', 'things said'],
] as const;
