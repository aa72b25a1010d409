import type { Db } from './client';
import { Prisma } from './generated/client';

/** A request under an Idempotency-Key. `scope` is who asks for which operation; `fingerprint` a hash of all that they ask. */
export interface KeyedRequest {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** The right to answer a keyed request: held by whoever began it, until the lease ends. */
export interface Turn {
  readonly scope: string;
  readonly key: string;
  readonly startedAt: Date;
}

/** An answer as it is kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `first`: answer it. `running`: somebody else is at it. `answered`: send this again. `mismatch`: the key was used for another request. */
export type Begun =
  | { readonly kind: 'first'; readonly turn: Turn }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'mismatch' };

/** An answer is kept for this long. */
const KEPT_MS = 24 * 60 * 60_000;
/** A request that has not been answered by then is taken for dead, and the same request may begin again. */
const LEASE_MS = 60_000;

interface Row {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: string | null;
}

/** Begins a keyed request. Decided by one insert on the unique key, so of any number at once exactly one is `first`. */
export async function beginRequest(db: Db, { scope, key, fingerprint }: KeyedRequest, now: Date): Promise<Begun> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const taken = await db.$executeRaw(Prisma.sql`
    INSERT INTO idempotency_keys AS known (scope, key, fingerprint, created_at)
    VALUES (${scope}, ${key}, ${fingerprint}, ${now}::timestamptz)
    ON CONFLICT (scope, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, created_at = excluded.created_at, status = NULL, headers = NULL, body = NULL
    WHERE known.created_at <= ${before(KEPT_MS)}::timestamptz
      OR (known.status IS NULL AND known.created_at <= ${before(LEASE_MS)}::timestamptz AND known.fingerprint = excluded.fingerprint)`);
  if (taken > 0) return { kind: 'first', turn: { scope, key, startedAt: now } };

  const [row] = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT fingerprint, status, headers, body FROM idempotency_keys WHERE scope = ${scope} AND key = ${key}`);
  // The first has just given up its turn: whoever asks again will be first.
  if (!row) return { kind: 'running' };
  if (row.fingerprint !== fingerprint) return { kind: 'mismatch' };
  if (row.status === null) return { kind: 'running' };
  return { kind: 'answered', answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' } };
}

/** Keeps the answer of a turn. Writes nothing when the lease had ended and somebody else began again. */
export async function keepAnswer(db: Db, { scope, key, startedAt }: Turn, answer: KeptAnswer): Promise<void> {
  await db.idempotencyKey.updateMany({
    where: { scope, key, createdAt: startedAt, status: null },
    data: { status: answer.status, headers: { ...answer.headers }, body: answer.body },
  });
}

/** Gives up a turn whose request had no effect, so that it may be sent again at once. */
export async function giveUpTurn(db: Db, { scope, key, startedAt }: Turn): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { scope, key, createdAt: startedAt, status: null } });
}

/** Deletes what is older than a day, at most a thousand rows at a time; returns how many. */
export async function forgetOldAnswers(db: Db, now: Date): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM idempotency_keys WHERE (scope, key) IN (
      SELECT scope, key FROM idempotency_keys
      WHERE created_at <= ${new Date(now.getTime() - KEPT_MS)}::timestamptz LIMIT 1000 FOR UPDATE SKIP LOCKED)`);
}
