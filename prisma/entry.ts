import { newId, workflowIdOf } from '../domain/ids';
import type { EntryCause, EntryRefusal, JourneyHeader } from '../domain/journey';
import { refusalOf, type EntryFacts } from '../domain/policy/entry';
import type { Tx } from './client';
import { Prisma } from './generated/client';
import { tellRuns } from './holds/steer';
import { markAbsent } from './lifecycle';
import { enqueue } from './outbox';
import { recordTimelines, timelineKey } from './timeline';

/** A customer at the door of a journey, and what brought them there. */
export interface EntryRequest {
  readonly customerId: string;
  readonly cause: EntryCause;
  /** For a cause of kind `request`: its UUID. The same request then starts one run however often it comes; without it each is a new one. */
  readonly requestId?: string;
}

/** What the entry rules decided. A cause that was decided before gets the same answer again. */
export type EntryDecision =
  | { readonly enrolled: true; readonly enrollmentId: string }
  | { readonly enrolled: false; readonly reason: EntryRefusal };

/**
 * Decides about one customer's entry into a journey and writes the decision: the enrollment with its start on the way to
 * Temporal, or the refusal with its reason; both on the timeline. Refusals are values. Run it in a transaction.
 */
export async function enroll(tx: Tx, header: JourneyHeader, request: EntryRequest, now: Date): Promise<EntryDecision> {
  const [decision] = await enrollMany(tx, header, [request], now);
  return decision!;
}

/**
 * Decides about many entries into one journey, in their order, as `enroll` does, in a handful of statements. Customers
 * who were merged enter as who they are now.
 */
export async function enrollMany(
  tx: Tx,
  header: JourneyHeader,
  requests: readonly EntryRequest[],
  now: Date,
): Promise<EntryDecision[]> {
  if (requests.length === 0) return [];
  const people = await lockPeople(tx, requests);
  const asked = requests.map((request) => {
    const person = people.get(request.customerId);
    return {
      ...request,
      known: person !== undefined,
      customerId: person?.id ?? request.customerId,
      key: causeKey(request, now),
    };
  });
  const facts = await readFacts(tx, header.name, asked, now);
  const { decisions, entered, refused } = decide(header, asked, facts, now);
  await writeEntered(tx, header, entered, now);
  await writeRefused(tx, header, refused, now);
  return decisions;
}

interface Asked extends EntryRequest {
  readonly known: boolean;
  readonly key: string;
}

/** Decides in order, each with the ones before it in mind: of two causes of one customer only the first can start a run. */
function decide(header: JourneyHeader, asked: readonly Asked[], facts: readonly Fact[], now: Date) {
  const decided = new Map<string, EntryDecision>();
  const running = new Set<string>();
  const entered: Entered[] = [];
  const refused: Refused[] = [];

  const decisions = asked.map(({ customerId, known, cause, key }, index): EntryDecision => {
    const fact = facts[index]!;
    const before = decided.get(`${customerId} ${key}`) ?? earlierDecision(fact);
    if (before) return before;

    const isRunning = fact.running || running.has(customerId);
    const reason = refusalOf(header, customerId, { ...fact, known, running: isRunning }, now);
    const id = newId(now);
    const decision: EntryDecision =
      reason === null ? { enrolled: true, enrollmentId: id } : { enrolled: false, reason };
    decided.set(`${customerId} ${key}`, decision);
    if (reason === null) {
      const workflowId = workflowIdOf(header.name, customerId);
      running.add(customerId);
      entered.push({ id, customerId, workflowId, cause, key, pausedBy: fact.pausedBy });
    } else if (known) {
      refused.push({ id, customerId, cause, key, reason });
    }
    return decision;
  });
  return { decisions, entered, refused };
}

interface Entered {
  readonly id: string;
  readonly customerId: string;
  readonly workflowId: string;
  readonly cause: EntryCause;
  readonly key: string;
  /** The holds that keep the run paused from its beginning: it enters, and waits (X10). */
  readonly pausedBy: readonly string[];
}

type Refused = Omit<Entered, 'workflowId' | 'pausedBy'> & { readonly reason: EntryRefusal };

interface Person {
  readonly asked: string;
  readonly id: string;
}

/** The customers behind the ids asked for, merges followed, locked so that two causes at once are decided one after the other. */
async function lockPeople(tx: Tx, requests: readonly EntryRequest[]): Promise<Map<string, Person>> {
  const ids = [...new Set(requests.map(({ customerId }) => customerId))];
  for (;;) {
    const rows = await tx.$queryRaw<(Person & { gone: boolean })[]>(Prisma.sql`
      SELECT a.id AS asked, c.id, c.merged_into IS NOT NULL AS gone
      FROM customers a JOIN customers c ON c.id = coalesce(a.merged_into, a.id)
      WHERE a.id = ANY(${ids}::uuid[]) AND c.erased_at IS NULL ORDER BY c.id FOR NO KEY UPDATE OF c`);
    if (!rows.some(({ gone }) => gone)) return new Map(rows.map((row) => [row.asked, row]));
  }
}

/** What brings customers to a journey's door, as a key: one cause starts at most one run. */
function causeKey({ cause, requestId }: EntryRequest, now: Date): string {
  switch (cause.kind) {
    case 'event':
      return `event:${cause.eventId}`;
    case 'absence':
      return `absence:${cause.of}:${cause.since}`;
    case 'date':
      return `date:${cause.trait}:${cause.date}`;
    case 'request':
      return `request:${requestId ?? newId(now)}`;
  }
}

/** What is known at the door, and what was decided about this very cause before. */
interface Fact extends Omit<EntryFacts, 'known'> {
  readonly enrolled: string | null;
  readonly refused: EntryRefusal | null;
  /** Ids of the holds that are on, cover a run of this customer, and shift timers. */
  readonly pausedBy: readonly string[];
}

async function readFacts(
  tx: Tx,
  journey: string,
  asked: readonly { readonly customerId: string; readonly key: string }[],
  now: Date,
): Promise<Fact[]> {
  return tx.$queryRaw<Fact[]>(Prisma.sql`
    SELECT (SELECT e.id FROM enrollments e WHERE e.journey = ${journey} AND e.customer_id = a.id AND e.cause_key = a.key) AS enrolled,
           (SELECT r.reason FROM entry_refusals r WHERE r.journey = ${journey} AND r.customer_id = a.id AND r.cause_key = a.key) AS refused,
           EXISTS (SELECT 1 FROM enrollments e WHERE e.journey = ${journey} AND e.customer_id = a.id AND e.state <> 'ended') AS running,
           (SELECT max(e.ended_at) FROM enrollments e WHERE e.journey = ${journey} AND e.customer_id = a.id) AS "lastEndedAt",
           coalesce((SELECT c.open_tickets > 0 FROM customers c WHERE c.id = a.id), false) AS "openTrouble",
           ARRAY(SELECT h.id::text FROM holds h WHERE h.ended_at IS NULL AND h.timers = 'shift' AND (h.until IS NULL OR h.until > ${now}::timestamptz)
             AND (h.scope = 'everything' OR (h.scope = 'journey' AND h.target = ${journey}) OR (h.scope = 'customer' AND h.target = a.id::text))
           ) AS "pausedBy"
    FROM unnest(${asked.map(({ customerId }) => customerId)}::uuid[], ${asked.map(({ key }) => key)}::text[]) WITH ORDINALITY AS a (id, key, n)
    ORDER BY a.n`);
}

function earlierDecision({ enrolled, refused }: Fact): EntryDecision | undefined {
  if (enrolled) return { enrolled: true, enrollmentId: enrolled };
  return refused ? { enrolled: false, reason: refused } : undefined;
}

async function writeEntered(
  tx: Tx,
  { name: journey, stages }: JourneyHeader,
  entered: readonly Entered[],
  now: Date,
): Promise<void> {
  if (entered.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO enrollments (id, journey, customer_id, workflow_id, state, stage, cause, cause_key, entered_at, stage_at, paused_by)
    SELECT id, ${journey}, "customerId", "workflowId", CASE cardinality("pausedBy") WHEN 0 THEN 'active' ELSE 'paused' END, ${stages[0]},
           cause, key, ${now}::timestamptz, ${now}::timestamptz, "pausedBy"
    FROM json_to_recordset(${JSON.stringify(entered)}::json)
      AS (id uuid, "customerId" uuid, "workflowId" text, cause jsonb, key text, "pausedBy" text[])`);
  await recordTimelines(
    tx,
    entered.map(({ id, customerId, cause }) => ({
      customerId,
      enrollmentId: id,
      entry: { key: timelineKey(id, 'enrolled'), at: now.getTime(), kind: 'enrolled', detail: { journey, cause } },
    })),
  );
  await enqueue(
    tx,
    entered.map(({ id, customerId, workflowId }) => ({
      kind: 'start',
      enrollmentId: id,
      workflowId,
      payload: { journey, customerId },
    })),
    now,
  );
  for (const hold of new Set(entered.flatMap(({ pausedBy }) => pausedBy))) {
    const runs = entered.filter(({ pausedBy }) => pausedBy.includes(hold));
    await tellRuns(tx, { id: hold, timers: 'shift' }, 'pause', runs, now);
  }
  await markAbsent(
    tx,
    entered.flatMap(({ id, cause, customerId }) =>
      cause.kind === 'absence' ? [{ customerId, enrollmentId: id }] : [],
    ),
    now,
  );
}

async function writeRefused(
  tx: Tx,
  { name: journey }: JourneyHeader,
  refused: readonly Refused[],
  now: Date,
): Promise<void> {
  if (refused.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO entry_refusals (id, journey, customer_id, reason, cause, cause_key, at)
    SELECT id, ${journey}, "customerId", reason, cause, key, ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(refused)}::json) AS (id uuid, "customerId" uuid, reason text, cause jsonb, key text)`);
  await recordTimelines(
    tx,
    refused.map(({ customerId, cause, key, reason }) => ({
      customerId,
      enrollmentId: null,
      entry: {
        key: timelineKey(customerId, 'refused', journey, key),
        at: now.getTime(),
        kind: 'refused',
        detail: { journey, reason, cause },
      },
    })),
  );
}
