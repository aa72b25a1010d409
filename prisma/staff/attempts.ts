import { createHmac } from 'node:crypto';
import { MINUTE_MS } from '../../domain/duration';
import type { Db } from '../client';

/** How many attempts are let through in a quarter of an hour. */
export interface AttemptLimit {
  readonly kind: string;
  readonly most: number;
}

const WINDOW_MS = 15 * MINUTE_MS;

/**
 * Counts an attempt before it is looked at, so that many at once do not slip through. Returns the seconds after which to come again when it is one too
 * many, else 0. `secret` keys the hash under which the name (an account, an address) is kept. Old counts are swept.
 */
export async function countAttempt(
  db: Db,
  { kind, most }: AttemptLimit,
  { secret, name }: { readonly secret: string; readonly name: string },
  now: Date,
): Promise<number> {
  const key = keyOf(kind, secret, name);
  const over = new Date(now.getTime() - WINDOW_MS);
  const [row] = await db.$queryRaw<{ since: Date; count: number }[]>`
    WITH swept AS (
      DELETE FROM sign_in_attempts WHERE key IN (SELECT key FROM sign_in_attempts WHERE since <= ${over} AND key <> ${key} LIMIT 20 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO sign_in_attempts AS a (key, since, count) VALUES (${key}, ${now}, 1)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN a.since <= ${over} THEN 1 ELSE a.count + 1 END,
      since = CASE WHEN a.since <= ${over} THEN ${now} ELSE a.since END
    RETURNING since, count`;
  if (!row || row.count <= most) return 0;
  return Math.max(1, Math.ceil((row.since.getTime() + WINDOW_MS - now.getTime()) / 1000));
}

/** Forgets what was counted: it was them after all. */
export async function forgetAttempts(
  db: Db,
  kind: string,
  { secret, name }: { readonly secret: string; readonly name: string },
): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { key: keyOf(kind, secret, name) } });
}

function keyOf(kind: string, secret: string, name: string): string {
  return createHmac('sha256', secret).update(`perennial sign-in\0${kind}\0${name}`).digest('base64url');
}
