import { MINUTE_MS } from '../domain/duration';
import { NOT_SEEN_BY } from '../domain/seen';
import type { Tx } from './client';
import type { LockedCustomer } from './customers';
import { Prisma } from './generated/client';
import type { KeptEvent } from './hearing';

/**
 * Writes when locked customers were last seen, by events that are new. A customer who is busy is written once a minute, not
 * with every click: `last_seen_at` may lie a minute behind the latest event, never before it.
 */
export async function noteSeen(
  tx: Tx,
  events: readonly Pick<KeptEvent, 'customerId' | 'type' | 'occurredAt'>[],
  customers: ReadonlyMap<string, LockedCustomer>,
): Promise<void> {
  const seen = new Map<string, Date>();
  for (const { customerId, type, occurredAt } of events) {
    const latest = seen.get(customerId);
    if (!UNSEEN.has(type) && (!latest || latest < occurredAt)) seen.set(customerId, occurredAt);
  }
  const moved = [...seen].filter(([id, at]) => !mayBeOld(at, customers.get(id)?.lastSeenAt ?? null));
  if (moved.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c SET last_seen_at = n.at
    FROM unnest(${moved.map(([id]) => id)}::uuid[], ${moved.map(([, at]) => at.toISOString())}::timestamptz[]) AS n (id, at)
    WHERE c.id = n.id`);
}

/** Whether something that happened then may lie before the latest event of a customer who was last seen so: `last_seen_at` lags. */
export function mayBeOld(at: Date, lastSeenAt: Date | null): boolean {
  return lastSeenAt !== null && at.getTime() <= lastSeenAt.getTime() + LAG_MS;
}

const LAG_MS = MINUTE_MS;
const UNSEEN = new Set<string>(NOT_SEEN_BY);
