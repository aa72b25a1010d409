import type { Db, Tx } from './client';

/** Thrown inside a transaction that finds its reading out of date: somebody else was faster. `inTransaction` begins again. */
export class Overtaken extends Error {}

const MOST_ATTEMPTS = 6;

/**
 * Runs `work` in a transaction, and again from the beginning when it lost a race: a deadlock, a serialisation failure, a
 * unique row that another transaction wrote first, or Overtaken. `work` must therefore have no effect outside `tx`. The last race lost is thrown.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.$transaction(work);
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isLostRace(error)) throw error;
    }
  }
}

/** SQLSTATEs of lost races: deadlock, serialisation failure, unique violation. */
const RACES = new Set(['40P01', '40001', '23505']);

function isLostRace(error: unknown): boolean {
  if (error instanceof Overtaken) return true;
  const { code, meta } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
  };
  return code === 'P2034' || code === 'P2002' || RACES.has(meta?.driverAdapterError?.cause?.originalCode ?? '');
}
