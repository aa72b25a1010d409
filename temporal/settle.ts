import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../domain/clock';
import type { Db } from '../prisma/client';
import { deleteRows, dropMootRows, refuseRows, releaseRows, type LeasedRow } from '../prisma/outbox-lease';
import type { Fate } from './deliver';

/** What a relay has done since it was made. `moot` rows were dropped because the run that they were for had ended. */
export interface RelayCounts {
  readonly delivered: number;
  readonly moot: number;
  /** Failed attempts that were Temporal's fault. */
  readonly unreachable: number;
  /** Failed attempts that were the row's own fault, of which `parked` were the last. */
  readonly refused: number;
  readonly parked: number;
}

/** A row and what became of it; `untried`: it was given back as it was. */
interface Settled {
  readonly row: LeasedRow;
  readonly fate: Fate | { readonly kind: 'untried' };
}

/** Writes down what became of rows. */
export interface Settler {
  /** Resolves when it is written (or could not be: then the lease lapses and the row is delivered once more). */
  settle(row: LeasedRow, fate: Settled['fate']): Promise<void>;
  counts(): RelayCounts;
}

interface SettlerOptions {
  readonly db: Db;
  readonly log: Logger;
  readonly now: Clock;
  readonly attempts: number;
  readonly restMs: number;
}

/** How long a batch collects while other rows are on their way. */
const COLLECT_MS = 5;

/**
 * Collects rows into batches, so that many of them take one statement: while the batch before is being written, and a moment
 * longer while `moreToCome`. A row that is alone is written at once.
 */
export function createSettler(options: SettlerOptions, moreToCome: () => boolean): Settler {
  const { log } = options;
  const counts = { delivered: 0, moot: 0, unreachable: 0, refused: 0, parked: 0 };
  let collecting: { readonly batch: Settled[]; readonly written: Promise<void> } | undefined;
  let last = Promise.resolve();

  function collect(): NonNullable<typeof collecting> {
    const batch: Settled[] = [];
    last = last.then(async () => {
      if (moreToCome()) await pause(COLLECT_MS);
      collecting = undefined;
      try {
        count(counts, batch, await write(options, batch));
      } catch (error) {
        log.error(
          { rows: batch.length, err: error },
          'the outbox could not be written: these rows will be delivered once more',
        );
      }
    });
    return { batch, written: last };
  }

  return {
    settle(row, fate) {
      collecting ??= collect();
      collecting.batch.push({ row, fate });
      return collecting.written;
    },
    counts: () => ({ ...counts }),
  };
}

/** Returns how many rows were parked. */
async function write({ db, log, now, attempts, restMs }: SettlerOptions, batch: readonly Settled[]): Promise<number> {
  const ids = (...kinds: Settled['fate']['kind'][]) =>
    batch.filter(({ fate }) => kinds.includes(fate.kind)).map(({ row }) => row.id);
  const [delivered, moot, waiting, untried] = [
    ids('delivered'),
    ids('moot'),
    ids('unreachable', 'early'),
    ids('untried'),
  ];
  const refusals = batch.flatMap(({ row, fate }) =>
    fate.kind === 'refused' ? [{ id: row.id, error: fate.reason }] : [],
  );
  let parked = 0;

  if (delivered.length > 0) await deleteRows(db, delivered);
  if (moot.length > 0) {
    const { orphans, deserted } = await dropMootRows(db, moot, now());
    parked += orphans;
    if (deserted.length > 0)
      log.error({ workflowIds: deserted }, 'these runs are gone from Temporal, but their enrollments have not ended');
  }
  if (waiting.length > 0) await releaseRows(db, waiting, restMs);
  if (refusals.length > 0) {
    const given = await refuseRows(db, refusals, { attempts, restMs, at: now() });
    for (const { id, error } of refusals.filter((refusal) => given.includes(refusal.id))) {
      log.error({ outboxId: String(id), reason: error }, 'an outbox row is parked: see "perennial outbox"');
    }
    parked += given.length;
  }
  if (untried.length > 0) await releaseRows(db, untried, 0);
  return parked;
}

function count(
  counts: { -readonly [K in keyof RelayCounts]: number },
  batch: readonly Settled[],
  parked: number,
): void {
  for (const { fate } of batch) {
    if (fate.kind !== 'untried' && fate.kind !== 'early') counts[fate.kind] += 1;
  }
  counts.parked += parked;
}
