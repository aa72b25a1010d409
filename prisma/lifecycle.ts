import type { Lifecycle } from '../domain/journey';
import { LIFECYCLES } from '../domain/journey';
import {
  advance,
  follow,
  LIFECYCLE_EVENTS,
  mayMove,
  NEWCOMER,
  type LifecycleMoment,
  type LifecycleMove,
} from '../domain/lifecycle';
import type { Tx } from './client';
import type { LockedCustomer } from './customers';
import { Prisma } from './generated/client';
import { mayBeOld } from './seen';
import { recordTimelines, timelineKey } from './timeline';

/** An event as far as the lifecycle is concerned. */
interface Happening {
  readonly id: string;
  readonly customerId: string;
  readonly type: string;
  readonly occurredAt: Date;
}

/** What happened to a customer before the events at hand. */
export interface LifecyclePast {
  readonly customerId: string;
  readonly ordered: boolean;
  readonly newest: Date | null;
}

/** The events that may move their customers; most logins do not, and cost nothing further. */
export function movingEvents<E extends Happening>(
  events: readonly E[],
  customers: ReadonlyMap<string, LockedCustomer>,
): E[] {
  return events.filter(({ customerId, type, occurredAt }) => {
    if (!MOVING.has(type)) return false;
    const { lifecycle: stage = 'new', lastSeenAt = null } = customers.get(customerId) ?? {};
    return mayBeOld(occurredAt, lastSeenAt) || mayMove(stage, type);
  });
}

/** What is known of these customers' lifecycle so far. Ask before the new events are written. */
export async function lifecyclePast(tx: Tx, customerIds: readonly string[]): Promise<LifecyclePast[]> {
  if (customerIds.length === 0) return [];
  return tx.$queryRaw<LifecyclePast[]>(Prisma.sql`
    SELECT customer_id AS "customerId", bool_or(type = 'order.completed') AS ordered, max(at) AS newest
    FROM last_events WHERE customer_id = ANY(${[...new Set(customerIds)]}::uuid[]) AND type = ANY(${[...LIFECYCLE_EVENTS]}::text[])
    GROUP BY customer_id`);
}

/**
 * Moves customers through the lifecycle by events that were just written, given oldest first, and writes each move and why onto the timeline. A
 * customer whose event came late, after a newer one, is folded anew from all that is kept, so the order of arrival makes no difference.
 */
export async function advanceLifecycles(
  tx: Tx,
  events: readonly Happening[],
  customers: ReadonlyMap<string, LockedCustomer>,
  past: readonly LifecyclePast[],
  now: Date,
): Promise<void> {
  const pasts = new Map(past.map((each) => [each.customerId, each]));
  const late = new Set<string>();
  const moments = new Map<string, LifecycleMoment[]>();
  for (const { id: eventId, customerId, type, occurredAt: at } of events) {
    if (!MOVING.has(type)) continue;
    const { newest = null } = pasts.get(customerId) ?? {};
    if (newest && at < newest) late.add(customerId);
    const theirs = moments.get(customerId) ?? [];
    moments.set(customerId, [...theirs, { at, because: { kind: 'event', type, eventId } }]);
  }
  const followed = new Map<string, Followed>();
  for (const [id, theirs] of moments) {
    if (late.has(id)) continue;
    const stage = customers.get(id)?.lifecycle ?? 'new';
    followed.set(id, follow({ stage, ordered: pasts.get(id)?.ordered ?? false }, theirs));
  }
  await writeLifecycles(tx, followed, now);
  await rebuildLifecycles(tx, [...late], now);
}

type Followed = ReturnType<typeof follow>;

/** Folds the lifecycle of these customers anew from every event and absence that is kept of them; the moves written before give way. */
export async function rebuildLifecycles(tx: Tx, customerIds: readonly string[], now: Date): Promise<void> {
  if (customerIds.length === 0) return;
  const signals = await tx.$queryRaw<{ customerId: string; type: string | null; at: Date; id: string }[]>(Prisma.sql`
    SELECT customer_id AS "customerId", type, at, id FROM (
      SELECT customer_id, type, occurred_at AS at, id FROM events
      WHERE customer_id = ANY(${customerIds}::uuid[]) AND type = ANY(${[...LIFECYCLE_EVENTS]}::text[])
      UNION ALL
      SELECT customer_id, NULL, entered_at, id FROM enrollments
      WHERE customer_id = ANY(${customerIds}::uuid[]) AND cause ->> 'kind' = 'absence'
    ) AS signals ORDER BY at, id`);
  const moments = new Map<string, LifecycleMoment[]>(customerIds.map((id) => [id, []]));
  for (const { customerId, type, at, id } of signals) {
    const because =
      type === null
        ? ({ kind: 'absence', enrollmentId: id } as const)
        : ({ kind: 'event', type, eventId: id } as const);
    moments.get(customerId)!.push({ at, because });
  }
  await tx.$executeRaw(
    Prisma.sql`DELETE FROM timeline WHERE customer_id = ANY(${customerIds}::uuid[]) AND kind = 'lifecycle'`,
  );
  await writeLifecycles(tx, new Map([...moments].map(([id, theirs]) => [id, follow(NEWCOMER, theirs)])), now);
}

/** Customers whom a journey took in for an absence, and the runs. */
export interface Absentee {
  readonly customerId: string;
  readonly enrollmentId: string;
}

/** Marks customers whom a journey took in for an absence. */
export async function markAbsent(tx: Tx, absentees: readonly Absentee[], now: Date): Promise<void> {
  if (absentees.length === 0) return;
  const leaving = LIFECYCLES.filter((stage) => advance({ stage, ordered: false }, { kind: 'absence' }).stage !== stage);
  const moved = await tx.$queryRaw<{ id: string; was: Lifecycle }[]>(Prisma.sql`
    UPDATE customers c SET lifecycle = 'at-risk', updated_at = ${now}::timestamptz
    FROM (SELECT id, lifecycle FROM customers WHERE id = ANY(${absentees.map(({ customerId }) => customerId)}::uuid[])) AS before
    WHERE c.id = before.id AND c.lifecycle = ANY(${leaving}::text[]) RETURNING c.id, before.lifecycle AS was`);
  const before = new Map(moved.map(({ id, was }) => [id, was]));
  const moves = absentees.flatMap(({ customerId, enrollmentId }): [string, LifecycleMove][] => {
    const from = before.get(customerId);
    const because = { kind: 'absence', enrollmentId } as const;
    return from === undefined ? [] : [[customerId, { at: now, from, to: 'at-risk', because }]];
  });
  await recordMoves(tx, moves);
}

async function writeLifecycles(tx: Tx, followed: ReadonlyMap<string, Followed>, now: Date): Promise<void> {
  if (followed.size === 0) return;
  const stages = [...followed.values()].map(({ state }) => state.stage);
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c SET lifecycle = n.lifecycle, updated_at = ${now}::timestamptz
    FROM unnest(${[...followed.keys()]}::uuid[], ${stages}::text[]) AS n (id, lifecycle)
    WHERE c.id = n.id AND c.lifecycle <> n.lifecycle`);
  await recordMoves(
    tx,
    [...followed].flatMap(([id, { moves }]) => moves.map((move): [string, LifecycleMove] => [id, move])),
  );
}

function recordMoves(tx: Tx, moves: readonly (readonly [string, LifecycleMove])[]): Promise<void> {
  return recordTimelines(
    tx,
    moves.map(([customerId, { at, from, to, because }]) => {
      const cause = because.kind === 'event' ? because.eventId : because.enrollmentId;
      const key = timelineKey(customerId, 'lifecycle', cause);
      return {
        customerId,
        enrollmentId: null,
        entry: { key, at: at.getTime(), kind: 'lifecycle', detail: { from, to, because } },
      };
    }),
  );
}

const MOVING = new Set<string>(LIFECYCLE_EVENTS);
