import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../prisma/client';

/** How far a run has come. All but `ended` is on its way to nothing. */
export interface Progress {
  readonly begun: number;
  readonly ended: number;
  /** Attempts that nobody knows the fate of. */
  readonly open: number;
  /** Facts on their way to Temporal. */
  readonly rows: number;
  /** Reports of providers that nobody has read. */
  readonly unread: number;
  /** Wishes to be erased that are not met to the end. */
  readonly wishes: number;
}

/** Reads it. Rejects while the database is away. */
export async function readProgress(db: Db): Promise<Progress> {
  const [at] = await db.$queryRaw<[Progress]>`
    SELECT (SELECT count(*)::int FROM enrollments) AS begun,
      (SELECT count(*)::int FROM enrollments WHERE state = 'ended') AS ended,
      (SELECT count(*)::int FROM attempts WHERE state IN ('dispatching', 'ambiguous')) AS open,
      (SELECT count(*)::int FROM outbox) AS rows,
      (SELECT count(*)::int FROM provider_events WHERE processed_at IS NULL) AS unread,
      (SELECT count(*)::int FROM privacy_requests WHERE kind = 'erase' AND done_at IS NULL) AS wishes`;
  return at;
}

const SAYS_EVERY_MS = 20_000;

/** Says now and then how far a run has come. Ends with `stop`. */
export function sayProgress(db: Db, say: (line: string) => void): { readonly stop: () => Promise<void> } {
  const over = new AbortController();
  const began = performance.now();
  const saying = (async () => {
    while (await pause(SAYS_EVERY_MS, true, { signal: over.signal }).catch(() => false)) {
      const seconds = ((performance.now() - began) / 1000).toFixed(0).padStart(6);
      say(`   ${seconds} s  ${await readProgress(db).then(lineOf, () => 'the database is away')}`);
    }
  })();
  return {
    async stop() {
      over.abort();
      await saying;
    },
  };
}

function lineOf({ begun, ended, open, rows, unread, wishes }: Progress): string {
  return `${ended} of ${begun} journeys ended; ${open} attempts open, ${rows} rows and ${unread} reports waiting, ${wishes} erasures to finish`;
}
