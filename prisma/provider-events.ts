import { DAY_MS } from '../domain/duration';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** A webhook event as it came, verified and not yet understood. `dedupeKey`: the provider's own id of it, or what makes it one. */
export interface NewProviderEvent {
  readonly provider: string;
  readonly dedupeKey: string;
  readonly kind: 'delivery' | 'inbound';
  readonly touchId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An event to be understood. */
export interface ProviderEventRow extends Omit<NewProviderEvent, 'touchId'> {
  readonly id: bigint;
  readonly receivedAt: Date;
}

/** The channel on which a commit tells processors that events wait. */
export const PROVIDER_EVENTS_CHANNEL = 'perennial_provider_events';

/** Tries after which an event is parked. */
const MOST_TRIES = 5;

/** Keeps events, in one statement for any number; those that are known are passed over. Returns how many were new. */
export async function storeProviderEvents(db: Db, events: readonly NewProviderEvent[], now: Date): Promise<number> {
  if (events.length === 0) return 0;
  const [row] = await db.$queryRaw<{ stored: number }[]>(Prisma.sql`
    WITH stored AS (
      INSERT INTO provider_events (provider, dedupe_key, kind, touch_id, body, received_at)
      SELECT provider, "dedupeKey", kind, "touchId", body, ${now}::timestamptz
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        AS (provider text, "dedupeKey" text, kind text, "touchId" uuid, body jsonb)) WITH ORDINALITY ORDER BY ordinality
      ON CONFLICT (provider, dedupe_key) DO NOTHING RETURNING id
    )
    SELECT count(*)::int AS stored, pg_notify(${PROVIDER_EVENTS_CHANNEL}, '')::text FROM stored`);
  return row?.stored ?? 0;
}

/**
 * Takes up to `limit` events that wait (of these ids, if given), oldest first, and keeps others from them until the transaction ends: what
 * a killed process held is free again. One that failed rests, twice as long each time.
 */
export async function takeProviderEvents(
  tx: Tx,
  { limit, ids }: { readonly limit: number; readonly ids?: readonly bigint[] },
  now: Date,
): Promise<ProviderEventRow[]> {
  const which = ids ? Prisma.sql`AND id = ANY(${[...ids]}::bigint[])` : Prisma.empty;
  return tx.$queryRaw<ProviderEventRow[]>(Prisma.sql`
    SELECT id, provider, dedupe_key AS "dedupeKey", kind, body, received_at AS "receivedAt" FROM provider_events
    WHERE processed_at IS NULL AND ${isDue(now)} ${which}
    ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
}

/**
 * Writes that events were understood, in the transaction of their consequences. What is about a customer who was erased is not kept, and a touch
 * that is not ours is none, so that an erasure finds whoever is named.
 */
export async function settleProviderEvents(tx: Tx, ids: readonly bigint[], now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    DELETE FROM provider_events e USING touches t JOIN customers c ON c.id = t.customer_id
    WHERE e.id = ANY(${[...ids]}::bigint[]) AND t.id = e.touch_id AND c.erased_at IS NOT NULL`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE provider_events e SET processed_at = ${now}::timestamptz, error = NULL, touch_id = (SELECT t.id FROM touches t WHERE t.id = e.touch_id)
    WHERE e.id = ANY(${[...ids]}::bigint[])`);
}

/** Counts a failure against an event. Returns true when it was the last: the event is parked with its error, and holds up nobody. */
export async function blameProviderEvent(db: Db, id: bigint, error: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ attempts: number }[]>(Prisma.sql`
    UPDATE provider_events SET attempts = attempts + 1, error = ${error} WHERE id = ${id} AND processed_at IS NULL RETURNING attempts`);
  return (rows[0]?.attempts ?? 0) >= MOST_TRIES;
}

/** How many events wait, rest and are parked. */
export interface ProviderEventStats {
  readonly waiting: number;
  readonly parked: number;
  readonly oldestAgeMs: number;
}

/** Measures what waits, for metrics. */
export async function providerEventStats(db: Db, now: Date): Promise<ProviderEventStats> {
  const [row] = await db.$queryRaw<{ waiting: number; parked: number; oldest: Date | null }[]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE attempts < ${MOST_TRIES})::int AS waiting, count(*) FILTER (WHERE attempts >= ${MOST_TRIES})::int AS parked,
           min(received_at) FILTER (WHERE attempts < ${MOST_TRIES}) AS oldest
    FROM provider_events WHERE processed_at IS NULL`);
  const { waiting = 0, parked = 0, oldest = null } = row ?? {};
  return { waiting, parked, oldestAgeMs: oldest ? Math.max(0, now.getTime() - oldest.getTime()) : 0 };
}

/** Longer than any provider repeats a webhook. Raw events hold addresses and texts; what they meant is kept elsewhere. */
const KEPT_MS = 30 * DAY_MS;

/** Deletes events that were understood long ago. Returns how many. */
export function forgetProviderEvents(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS);
  return db.$executeRaw(Prisma.sql`
    DELETE FROM provider_events WHERE processed_at < ${before}::timestamptz`);
}

function isDue(now: Date): Prisma.Sql {
  return Prisma.sql`attempts < ${MOST_TRIES}
    AND (attempts = 0 OR received_at + make_interval(secs => power(2, attempts)::float8) <= ${now}::timestamptz)`;
}
