import { newIds } from '../domain/ids';
import type { JourneyHeader } from '../domain/journey';
import { LIFECYCLE_EVENTS } from '../domain/lifecycle';
import { isNews } from '../domain/policy/news';
import type { Db, Tx } from './client';
import { lockCustomers, survivorsOf, type LockedCustomer } from './customers';
import { hearEvents, SPOKEN_EVENTS } from './conversations/events';
import { Prisma } from './generated/client';
import type { KeptEvent } from './hearing';
import { advanceLifecycles, lifecyclePast, movingEvents } from './lifecycle';
import { noteSeen } from './seen';
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
  /** When it came, if not at this moment. */
  readonly receivedAt?: Date;
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
    const { size: duplicates } = await keepEvents(tx, theirs, customers, context);
    return { accepted: events.length - duplicates, duplicates };
  });
}

/**
 * Keeps events of locked customers, in one statement, and then only looks further at those that mean something. Gives the
 * positions of those that were there already, be it because an earlier one of these has the same message id.
 */
export async function keepEvents(
  tx: Tx,
  incoming: readonly IncomingEvent[],
  customers: ReadonlyMap<string, LockedCustomer>,
  { journeys, now }: EventContext,
): Promise<ReadonlySet<number>> {
  if (incoming.length === 0) return new Set();
  const ids = newIds(now, incoming.length);
  const events = incoming.map((event, index) => ({ receivedAt: now, ...event, id: ids[index]! }));
  const past = await lifecyclePast(
    tx,
    movingEvents(events, customers).map(({ customerId }) => customerId),
  );

  const known = await insertEvents(tx, events);
  const meaningful = new Set([
    ...LIFECYCLE_EVENTS,
    ...TICKET_EVENTS,
    ...SPOKEN_EVENTS,
    ...journeys.flatMap(({ hears, startOn }) => [...hears, ...startOn]),
  ]);
  const news = events.filter(({ id }) => !known.has(id));
  const kept = news
    .filter(({ type }) => meaningful.has(type))
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());

  await noteSeen(tx, news, customers);
  await advanceLifecycles(tx, kept, customers, past, now);
  await recountTickets(tx, customersOf(kept, TICKET_EVENTS));
  const heard = kept.filter((event) => isNews(event, now));
  const spoken = heard.filter(({ type }) => SPOKEN.has(type));
  const unanswering = await hearEvents(tx, spoken, now);
  const told = heard.filter(({ id }) => !unanswering.has(id));
  await startAndTell(tx, told, journeys, now);
  return new Set(events.flatMap(({ id }, index) => (known.has(id) ? [index] : [])));
}

const SPOKEN: ReadonlySet<string> = new Set(SPOKEN_EVENTS);

/** Writes the events that are new, and with them what is computed of each type. Gives the ids of those that were not new, mostly none. */
async function insertEvents(
  tx: Tx,
  events: readonly (KeptEvent & Required<Pick<IncomingEvent, 'messageId' | 'receivedAt'>>)[],
): Promise<ReadonlySet<string>> {
  // Instants go as numbers: JSON.stringify takes longer over two dates than over all the rest.
  const rows = events.map(({ id, messageId, customerId, type, properties, occurredAt, receivedAt }) => {
    return { id, messageId, customerId, type, properties, at: occurredAt.getTime(), came: receivedAt.getTime() };
  });
  const [row] = await tx.$queryRaw<{ some: string[] | null }[]>(Prisma.sql`
    WITH incoming AS (
      SELECT id, "messageId", "customerId", type, properties, to_timestamp(at / 1000) AS at, to_timestamp(came / 1000) AS came
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS (id uuid, "messageId" text, "customerId" uuid, type text, properties jsonb, at float8, came float8)
      ORDER BY "messageId" COLLATE "C", id
    ), kept AS (
      INSERT INTO events (id, message_id, customer_id, type, properties, occurred_at, received_at)
      SELECT id, "messageId", "customerId", type, properties, at, came FROM incoming
      ON CONFLICT (message_id) DO NOTHING RETURNING id, customer_id, type, occurred_at
    ), days AS (
      INSERT INTO event_days AS d (customer_id, type, day, count)
      SELECT customer_id, type, (occurred_at AT TIME ZONE 'UTC')::date, count(*) FROM kept GROUP BY 1, 2, 3
      ON CONFLICT (customer_id, type, day) DO UPDATE SET count = d.count + excluded.count
    ), latest AS (
      INSERT INTO last_events AS l (customer_id, type, at) SELECT customer_id, type, max(occurred_at) FROM kept GROUP BY 1, 2
      ON CONFLICT (customer_id, type) DO UPDATE SET at = excluded.at WHERE l.at < excluded.at
    )
    SELECT CASE WHEN count(*) < ${events.length}::int THEN coalesce(array_agg(id::text), '{}') END AS some FROM kept`);
  if (!row?.some) return new Set();
  const written = new Set(row.some);
  return new Set(events.flatMap(({ id }) => (written.has(id) ? [] : [id])));
}

function customersOf(events: readonly KeptEvent[], types: readonly string[]): string[] {
  return [...new Set(events.filter(({ type }) => types.includes(type)).map(({ customerId }) => customerId))];
}
