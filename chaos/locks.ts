import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** A lock in the database that holds others back until it is released. */
export interface Lock {
  /** Whether a connection of this name waits for it, or for any other lock. */
  readonly holdsBack: (applicationName: string) => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** Takes a lock by a statement in a transaction of its own, which is rolled back at the release. */
export async function takeLock(url: string, statement: string, values: readonly unknown[] = []): Promise<Lock> {
  const client = await connected(url);
  await client.query('BEGIN');
  await client.query(statement, [...values]);
  return {
    async holdsBack(name) {
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`;
      return ((await client.query(waiting, [name])).rowCount ?? 0) > 0;
    },
    release: () => client.end().catch(() => undefined),
  };
}

const CONNECTS_WITHIN_MS = 15_000;

/** Tries again while the database is coming back. */
async function connected(url: string): Promise<Client> {
  for (const until = performance.now() + CONNECTS_WITHIN_MS; ; await pause(200)) {
    const client = new Client({ connectionString: url });
    // Whoever cuts all connections also cuts this one: the lock is gone then, and nobody waits for it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
}

/** Looks at each again and again; the first of which it is so, or undefined when none has come within so long. */
export async function comesBy<T>(
  all: readonly T[],
  isSo: (one: T) => Promise<boolean>,
  withinMs: number,
): Promise<T | undefined> {
  for (const until = performance.now() + withinMs; performance.now() < until; await pause(10)) {
    for (const one of all) if (await isSo(one)) return one;
  }
  return undefined;
}
