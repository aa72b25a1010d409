import { Command, InvalidArgumentError } from 'commander';
import type { Clock } from '../domain/clock';
import { InvalidInput, NotFound } from '../domain/errors';
import type { Db } from '../prisma/client';
import { outboxStats, parkedRows, unparkRows } from '../prisma/outbox';

/** What the command needs: the database of this installation for the time of one piece of work, and the time. */
export interface OutboxCommandDeps {
  readonly withDb: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  readonly now: Clock;
}

const MOST_SHOWN = 100;

/**
 * `perennial outbox` shows what waits for Temporal, for how long, and what was parked with its error; `perennial outbox
 * retry` puts one parked row, or all of them, back on their way. Running relays take them up at once.
 */
export function outboxCommand({ withDb, now }: OutboxCommandDeps): Command {
  const outbox = new Command('outbox')
    .description('show what waits for Temporal, and what Temporal refused')
    .option('--json', 'one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const [stats, parked] = await withDb((db) => Promise.all([outboxStats(db, now()), parkedRows(db, MOST_SHOWN)]));
      if (json) {
        console.log(JSON.stringify({ ...stats, rows: parked }));
        return;
      }
      console.log(
        `waiting  ${stats.waiting}${stats.waiting > 0 ? `, the oldest for ${ageOf(stats.oldestAgeMs)}` : ''}`,
      );
      console.log(`parked   ${stats.parked}`);
      for (const { id, kind, workflowId, attempts, parkedAt, error } of parked) {
        console.log(
          `  ${id}  ${kind.padEnd(5)}  ${workflowId}  ${parkedAt.toISOString()}  after ${attempts} attempts  ${error}`,
        );
      }
      if (stats.parked > parked.length) console.log(`  and ${stats.parked - parked.length} more`);
      if (stats.parked > 0) console.error('When the cause is mended: perennial outbox retry --all');
    });

  outbox
    .command('retry')
    .description('put a parked row, or all of them, back on their way')
    .argument('[id]', 'id of the row', rowId)
    .option('--all', 'every parked row')
    .action(async (id: bigint | undefined, { all }: { all?: boolean }) => {
      if ((id === undefined) === !all) throw new InvalidInput('Name one row, or give --all.');
      const count = await withDb((db) => unparkRows(db, id));
      if (id !== undefined && count === 0) throw new NotFound(`Row ${id} is not parked.`);
      console.error(`${count} ${count === 1 ? 'row is' : 'rows are'} on the way again.`);
    });

  return outbox;
}

function ageOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function rowId(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError('It must be the number of a row, as "perennial outbox" shows it.');
}
