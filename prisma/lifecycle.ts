import type { Lifecycle } from '../domain/journey';
import { LIFECYCLES } from '../domain/journey';
import { advance, LIFECYCLE_EVENTS, NEWCOMER, type LifecycleSignal } from '../domain/lifecycle';
import type { Tx } from './client';
import type { LockedCustomer } from './customers';
import { Prisma } from './generated/client';
import { mayBeOld } from './seen';

/** An event as far as the lifecycle is concerned. */
interface Happening {
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
    return (
      mayBeOld(occurredAt, lastSeenAt) ||
      [true, false].some((ordered) => advance({ stage, ordered }, { kind: 'event', type }).stage !== stage)
    );
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
 * Moves customers through the lifecycle by events that were just written, given oldest first. A customer whose event came late, after a
 * newer one, is folded anew from all that is kept, so the order of arrival makes no difference.
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
  const states = new Map<string, typeof NEWCOMER>();
  for (const { customerId, type, occurredAt } of events) {
    if (!MOVING.has(type)) continue;
    const { ordered = false, newest = null } = pasts.get(customerId) ?? {};
    if (newest && occurredAt < newest) late.add(customerId);
    const state = states.get(customerId) ?? { stage: customers.get(customerId)?.lifecycle ?? 'new', ordered };
    states.set(customerId, advance(state, { kind: 'event', type }));
  }
  const moved = [...states].filter(([id, { stage }]) => !late.has(id) && stage !== customers.get(id)?.lifecycle);
  await writeLifecycles(tx, new Map(moved.map(([id, { stage }]) => [id, stage])), now);
  await rebuildLifecycles(tx, [...late], now);
}

/** Folds the lifecycle of these customers anew from every event and absence that is kept of them. */
export async function rebuildLifecycles(tx: Tx, customerIds: readonly string[], now: Date): Promise<void> {
  if (customerIds.length === 0) return;
  const signals = await tx.$queryRaw<{ customerId: string; type: string | null }[]>(Prisma.sql`
    SELECT customer_id AS "customerId", type FROM (
      SELECT customer_id, type, occurred_at AS at, id FROM events
      WHERE customer_id = ANY(${customerIds}::uuid[]) AND type = ANY(${[...LIFECYCLE_EVENTS]}::text[])
      UNION ALL
      SELECT customer_id, NULL, entered_at, id FROM enrollments
      WHERE customer_id = ANY(${customerIds}::uuid[]) AND cause ->> 'kind' = 'absence'
    ) AS signals ORDER BY at, id`);
  const states = new Map(customerIds.map((id) => [id, NEWCOMER]));
  for (const { customerId, type } of signals) {
    const signal: LifecycleSignal = type === null ? { kind: 'absence' } : { kind: 'event', type };
    states.set(customerId, advance(states.get(customerId)!, signal));
  }
  await writeLifecycles(tx, new Map([...states].map(([id, { stage }]) => [id, stage])), now);
}

/** Marks customers whom a journey took in for an absence. */
export async function markAbsent(tx: Tx, customerIds: readonly string[], now: Date): Promise<void> {
  if (customerIds.length === 0) return;
  const leaving = LIFECYCLES.filter((stage) => advance({ stage, ordered: false }, { kind: 'absence' }).stage !== stage);
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers SET lifecycle = 'at-risk', updated_at = ${now}::timestamptz
    WHERE id = ANY(${customerIds}::uuid[]) AND lifecycle = ANY(${leaving}::text[])`);
}

async function writeLifecycles(tx: Tx, stages: ReadonlyMap<string, Lifecycle>, now: Date): Promise<void> {
  if (stages.size === 0) return;
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c SET lifecycle = n.lifecycle, updated_at = ${now}::timestamptz
    FROM unnest(${[...stages.keys()]}::uuid[], ${[...stages.values()]}::text[]) AS n (id, lifecycle)
    WHERE c.id = n.id AND c.lifecycle <> n.lifecycle`);
}

const MOVING = new Set<string>(LIFECYCLE_EVENTS);
