import { Conflict, NotFound } from '../../domain/errors';
import { GIVE_UP_MS, nextAttemptAt, type Announcement, type WebhookForm } from '../../domain/outgoing';
import { raiseAlarm } from '../alarms';
import type { Db, Tx } from '../client';
import { Prisma, type WebhookDelivery } from '../generated/client';

/** The channel on which a commit tells the couriers that something waits. */
export const WEBHOOKS_CHANNEL = 'perennial_webhooks';

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

/** One delivery in a courier's hands, with where it goes and what it is signed with. */
export interface TakenDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly type: Announcement;
  readonly customerId: string | null;
  /** How backends know the customer. */
  readonly userIds: readonly string[];
  readonly about: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  readonly attempts: number;
  readonly url: string;
  readonly form: WebhookForm;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: Date | null;
}

/**
 * Takes what is due, the longest due first, for `leaseMs` of real time, so that of two couriers only one has it. Endpoints that are disabled
 * are told nothing: what waits for them waits on.
 */
export async function takeDeliveries(
  db: Db,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
  now: Date,
): Promise<TakenDelivery[]> {
  return db.$queryRaw<TakenDelivery[]>(Prisma.sql`
    WITH due AS (
      SELECT d.id FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
      WHERE d.state = 'waiting' AND d.next_at <= ${now}::timestamptz AND (d.locked_until IS NULL OR d.locked_until < now()) AND e.disabled_at IS NULL
      ORDER BY d.next_at, d.id LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED
    ), taken AS (
      UPDATE webhook_deliveries d SET locked_until = now() + make_interval(secs => ${leaseMs / 1000}::float8) FROM due WHERE d.id = due.id RETURNING d.*
    )
    SELECT t.id, t.endpoint_id AS "endpointId", t.type, t.customer_id AS "customerId", t.about, t.occurred_at AS "occurredAt", t.attempts,
      e.url, e.form, e.secret, e.previous_secret AS "previousSecret", e.previous_until AS "previousUntil",
      ARRAY(SELECT i.value FROM identities i WHERE i.customer_id = t.customer_id AND i.kind = 'user' ORDER BY i.created_at, i.value LIMIT 20) AS "userIds"
    FROM taken t JOIN webhook_endpoints e ON e.id = t.endpoint_id ORDER BY t.next_at, t.id`);
}

/** What an attempt came to. `gone`: the receiver wants nothing more (410). */
export type Attempted =
  | { readonly kind: 'took'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly error: string; readonly retryAfterMs?: number }
  | { readonly kind: 'gone'; readonly status: number };

/**
 * Writes what an attempt came to: delivered; or when it is tried again, or that it is given up. An endpoint that nothing got through to for
 * days, or that is gone, is disabled with an alarm.
 */
export async function settleDelivery(tx: Tx, delivery: TakenDelivery, attempted: Attempted, now: Date): Promise<void> {
  const attempts = delivery.attempts + 1;
  const { status } = attempted;
  if (attempted.kind === 'took') {
    await update(tx, delivery, {
      state: 'delivered',
      attempts,
      status,
      error: null,
      lockedUntil: null,
      settledAt: now,
    });
    await tx.webhookEndpoint.updateMany({
      where: { id: delivery.endpointId, failingSince: { not: null } },
      data: { failingSince: null },
    });
    return;
  }
  const next = attempted.kind === 'gone' ? null : nextAttemptAt(attempts, now, attempted.retryAfterMs);
  const error = attempted.kind === 'gone' ? 'the receiver is gone for good' : attempted.error;
  const settled = next ? { nextAt: next } : { state: 'failed', settledAt: now };
  await update(tx, delivery, { ...settled, attempts, status, error, lockedUntil: null });
  await blame(tx, delivery.endpointId, attempted.kind === 'gone', now);
}

async function update(tx: Tx, { id }: TakenDelivery, data: Prisma.WebhookDeliveryUpdateInput): Promise<void> {
  await tx.webhookDelivery.updateMany({ where: { id, state: 'waiting' }, data });
}

async function blame(tx: Tx, id: string, gone: boolean, now: Date): Promise<void> {
  await tx.webhookEndpoint.updateMany({ where: { id, failingSince: null }, data: { failingSince: now } });
  const because = gone ? 'its receiver says that it is gone' : 'nothing got through for five days';
  const lost = gone ? {} : { failingSince: { lte: new Date(now.getTime() - GIVE_UP_MS) } };
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id, disabledAt: null, ...lost },
    data: { disabledAt: now, disabledBecause: because },
  });
  if (count === 0) return;
  const text = `A webhook endpoint is told nothing more: ${because}.`;
  await raiseAlarm(tx, { kind: 'webhook_disabled', subject: id, level: 'warning', text }, now);
}

/** Which deliveries to list; what is not given does not restrict. */
export interface DeliveryFilters {
  readonly endpointId?: string | undefined;
  readonly state?: string | undefined;
  readonly type?: string | undefined;
}

/** Deliveries, those of the latest facts first, behind a place. */
export function listDeliveries(
  db: Db,
  { endpointId, state, type }: DeliveryFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly occurredAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<WebhookDelivery[]> {
  return db.webhookDelivery.findMany({
    where: {
      ...(endpointId !== undefined && { endpointId }),
      ...(state !== undefined && { state }),
      ...(type !== undefined && { type }),
      ...(after && {
        OR: [{ occurredAt: { lt: after.occurredAt } }, { occurredAt: after.occurredAt, id: { lt: after.id } }],
      }),
    },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** Sends a delivery that was settled once more, under the same id: whoever has it already can tell. Throws NotFound, and Conflict while it is on its way. */
export async function replayDelivery(tx: Tx, id: string, now: Date): Promise<WebhookDelivery> {
  const row = await tx.webhookDelivery.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no such delivery.');
  if (row.state === 'waiting') throw new Conflict('The delivery is on its way.', { state: row.state });
  const data = {
    state: 'waiting',
    attempts: 0,
    nextAt: now,
    lockedUntil: null,
    settledAt: null,
    error: null,
    status: null,
  };
  const again = await tx.webhookDelivery.update({ where: { id }, data });
  await tx.$executeRaw`SELECT pg_notify(${WEBHOOKS_CHANNEL}, '')`;
  return again;
}

/** Forgets settled deliveries of facts before an instant, up to `limit`. Returns how many. */
export async function forgetDeliveries(db: Db, before: Date, limit: number): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE occurred_at < ${before}::timestamptz AND state <> 'waiting' ORDER BY occurred_at, id LIMIT ${limit})`);
}
