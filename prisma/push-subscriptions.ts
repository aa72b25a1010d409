import { NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import type { Db, Tx } from './client';
import { lockCustomers } from './customers';
import { Prisma, type PushSubscription } from './generated/client';

/** A browser's keys, base64url: its public key on P-256 and the secret that it shares with us (RFC 8291). */
interface PushKeys {
  readonly p256dh: string;
  readonly auth: string;
}

/** What a browser hands out when it agrees to take notifications. */
export interface NewPushSubscription {
  readonly customerId: string;
  readonly endpoint: string;
  readonly keys: PushKeys;
  readonly userAgent: string | null;
}

/** Nobody has more browsers than this in use: the oldest ones are let go. */
const MOST_SUBSCRIPTIONS = 20;

/**
 * Keeps a browser's subscription; again, it renews it. An endpoint is one browser, so it belongs to whoever signed in there last. Needs a
 * transaction: the customer is locked. Throws NotFound.
 */
export async function keepSubscription(
  tx: Tx,
  { customerId, endpoint, keys, userAgent }: NewPushSubscription,
  now: Date,
): Promise<PushSubscription> {
  const locked = await lockCustomers(tx, [customerId]);
  if (!locked.has(customerId)) throw new NotFound('There is no such customer.');
  const said = { customerId, keys: { ...keys }, userAgent, goneAt: null };
  const kept = await tx.pushSubscription.upsert({
    where: { endpoint },
    create: { id: newId(now), endpoint, ...said, createdAt: now },
    update: said,
  });
  await tx.$executeRaw`
    DELETE FROM push_subscriptions WHERE customer_id = ${customerId}::uuid AND id <> ${kept.id}::uuid AND id NOT IN (
      SELECT id FROM push_subscriptions WHERE customer_id = ${customerId}::uuid AND gone_at IS NULL AND id <> ${kept.id}::uuid
      ORDER BY created_at DESC, id DESC LIMIT ${MOST_SUBSCRIPTIONS - 1})`;
  return kept;
}

/** The browsers in which a customer takes notifications, the newest first. */
export function listSubscriptions(db: Db, customerId: string): Promise<PushSubscription[]> {
  const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const;
  return db.pushSubscription.findMany({ where: { customerId, goneAt: null }, orderBy: [...orderBy] });
}

/** Forgets browsers of a customer: one by its id or endpoint, or all. Returns how many there were. */
export async function forgetSubscriptions(
  db: Db,
  customerId: string,
  which: { readonly id?: string; readonly endpoint?: string } = {},
): Promise<number> {
  return (await db.pushSubscription.deleteMany({ where: { customerId, ...which } })).count;
}

/** A browser to send to. */
export interface PushTarget {
  readonly id: string;
  readonly endpoint: string;
  readonly keys: PushKeys;
}

/** Where a touch goes by push: the customer's browsers, and the step of a journey that speaks, null when there is none. */
export async function readPushTargets(
  db: Db,
  { customerId, touchId }: { readonly customerId: string; readonly touchId: string },
): Promise<{ readonly targets: readonly PushTarget[]; readonly step: string | null }> {
  const [row] = await db.$queryRaw<[{ targets: PushTarget[] | null; step: string | null }]>(Prisma.sql`
    SELECT (SELECT jsonb_agg(jsonb_build_object('id', id, 'endpoint', endpoint, 'keys', keys) ORDER BY created_at DESC, id DESC)
              FROM push_subscriptions WHERE customer_id = ${customerId}::uuid AND gone_at IS NULL) AS targets,
           (SELECT journey || '/' || stage FROM touches WHERE id = ${touchId}::uuid) AS step`);
  return { targets: row.targets ?? [], step: row.step };
}

/** Writes that a push service does not know these browsers any more. Their keys are forgotten with it. */
export async function dropSubscriptions(db: Db, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.pushSubscription.updateMany({
    where: { id: { in: [...ids] }, goneAt: null },
    data: { goneAt: at, keys: {} },
  });
}
