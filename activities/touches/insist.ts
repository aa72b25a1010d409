import { setTimeout as pause } from 'node:timers/promises';

/** Pauses between tries, in milliseconds: long enough for a database to come back from a restart, well within the attempt's lease. */
const PAUSES_MS = [50, 200, 1_000, 3_000, 5_000];

/**
 * Writes what must not be lost, again and again for a few seconds: once the answer of a provider is forgotten, nobody can ever tell
 * whether a customer was reached. `write` must be harmless to repeat. Throws the last error.
 */
export async function insist<T>(write: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await write();
    } catch {
      await pause(pauseMs);
    }
  }
  return write();
}
