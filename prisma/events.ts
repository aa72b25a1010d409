import { newIds } from '../domain/ids';
import type { JourneyHeader } from '../domain/journey';
import { LIFECYCLE_EVENTS } from '../domain/lifecycle';
import { isNews } from '../domain/policy/news';
import { NOT_SEEN_BY } from '../domain/seen';
import type { Db, Tx } from './client';
import { lockCustomers, survivorsOf, type LockedCustomer } from './customers';
import { hearEvents, SPOKEN_EVENTS } from './conversations/events';
import { Prisma } from './generated/client';
import type { KeptEvent } from './hearing';
import { advanceLifecycles, lifecyclePast, movingEvents } from './lifecycle';
import { startAndTell } from './starts';
import { recountTickets, TICKET_EVENTS } from './tickets';
import { inTransaction, Overtaken } from './transaction';

/** Something that a customer did, before it is kept. `messageId` is the de-duplication key; `type` is canonical. */
export interface IncomingEvent {
  readonly messageId: string;
  readonly customerId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  /** Overrules whether journeys may have it (domain/policy/news.ts). */
  readonly journeys?: boolean | undefined;
}

/** What events are measured against: the journeys that may hear or start, and the instant at which they came. */
export interface EventContext {
  readonly journeys: readonly JourneyHeader[];
  readonly now: Date;
}

/** How many events were new, and how many were there already under their message id. */
export interface Recorded {
  readonly accepted: number;
  readonly duplicates: number;
}

/**
 * Keeps events of customers that are known by our id, each in all its consequences: computed traits, lifecycle, open runs that
 * hear it, journeys that it starts. One transaction, retried when it loses a race. For events that Perennial itself raises; what
 * backends send comes by `ingest`. Throws NotFound when a customer does not exist.
 */
export async function recordEvents(db: Db, events: readonly IncomingEvent[], context: EventContext): Promise<Recorded> {
  return inTransaction(db, async (tx) => {
    const survivors = await survivorsOf(
      tx,
      events.map(({ customerId }) => customerId),
    );
    const theirs = events.map((event) => ({ ...event, customerId: survivors.get(event.customerId)! }));
    const customers = await lockCustomers(tx, survivors.values());
    if ([...customers.values()].some(({ mergedInto }) => mergedInto !== null)) throw new Overtaken();
    return keepEvents(tx, theirs, customers, context);
  });
}

/** Keeps events of locked customers, in one statement, and then only looks further at those that mean something. */
export async function keepEvents(
  tx: Tx,
  incoming: readonly IncomingEvent[],
  customers: ReadonlyMap<string, LockedCustomer>,
  { journeys, now }: EventContext,
): Promise<Recorded> {
  if (incoming.length === 0) return { accepted: 0, duplicates: 0 };
  const ids = newIds(now, incoming.length);
  const events = incoming.map((event, index) => ({ ...event, id: ids[index]! }));
  const past = await lifecyclePast(
    tx,
    movingEvents(events, customers).map(({ customerId }) => customerId),
  );

  const meaningful = new Set([
    ...LIFECYCLE_EVENTS,
    ...TICKET_EVENTS,
    ...SPOKEN_EVENTS,
    ...journeys.flatMap(({ hears, startOn }) => [...hears, ...startOn]),
  ]);
  const { accepted, meant } = await insertEvents(tx, events, [...meaningful], now);
  const kept = events.filter(({ id }) => meant.has(id)).sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());

  await advanceLifecycles(tx, kept, customers, past, now);
  await recountTickets(tx, customersOf(kept, TICKET_EVENTS));
  const news = kept.filter((event) => isNews(event, now));
  await hearEvents(
    tx,
    news.filter(({ type }) => SPOKEN.has(type)),
    now,
  );
  await startAndTell(tx, news, journeys, now);
  return { accepted, duplicates: events.length - accepted };
}

const SPOKEN: ReadonlySet<string> = new Set(SPOKEN_EVENTS);

/** Writes the events that are new, and with them the computed traits. Answers how many were new, and which of the types asked for. */
async function insertEvents(
  tx: Tx,
  events: readonly (KeptEvent & IncomingEvent)[],
  types: readonly string[],
  now: Date,
): Promise<{ accepted: number; meant: ReadonlySet<string> }> {
  const rows = events.map(({ id, messageId, customerId, type, properties, occurredAt }) => {
    return { id, messageId, customerId, type, properties, occurredAt };
  });
  const [row] = await tx.$queryRaw<{ accepted: number; meant: string[] | null }[]>(Prisma.sql`
    WITH incoming AS (
      SELECT id, "messageId", "customerId", type, properties, "occurredAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS (id uuid, "messageId" text, "customerId" uuid, type text, properties jsonb, "occurredAt" timestamptz(3))
      ORDER BY "messageId" COLLATE "C", id
    ), kept AS (
      INSERT INTO events (id, message_id, customer_id, type, properties, occurred_at, received_at)
      SELECT id, "messageId", "customerId", type, properties, "occurredAt", ${now}::timestamptz FROM incoming
      ON CONFLICT (message_id) DO NOTHING RETURNING id, customer_id, type, occurred_at
    ), days AS (
      INSERT INTO event_days AS d (customer_id, type, day, count)
      SELECT customer_id, type, (occurred_at AT TIME ZONE 'UTC')::date, count(*) FROM kept GROUP BY 1, 2, 3
      ON CONFLICT (customer_id, type, day) DO UPDATE SET count = d.count + excluded.count
    ), latest AS (
      INSERT INTO last_events AS l (customer_id, type, at) SELECT customer_id, type, max(occurred_at) FROM kept GROUP BY 1, 2
      ON CONFLICT (customer_id, type) DO UPDATE SET at = excluded.at WHERE l.at < excluded.at
    ), seen AS (
      UPDATE customers c SET last_seen_at = k.at
      FROM (SELECT customer_id, max(occurred_at) AS at FROM kept WHERE type <> ALL(${[...NOT_SEEN_BY]}::text[]) GROUP BY 1) AS k
      WHERE c.id = k.customer_id AND (c.last_seen_at IS NULL OR c.last_seen_at < k.at)
    )
    SELECT count(*)::int AS accepted, array_agg(id::text) FILTER (WHERE type = ANY(${types}::text[])) AS meant FROM kept`);
  return { accepted: row?.accepted ?? 0, meant: new Set(row?.meant ?? []) };
}

function customersOf(events: readonly KeptEvent[], types: readonly string[]): string[] {
  return [...new Set(events.filter(({ type }) => types.includes(type)).map(({ customerId }) => customerId))];
}
