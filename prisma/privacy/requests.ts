import { DAY_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import type { Prisma, PrivacyRequest } from '../generated/client';

/** A month, as the GDPR gives (article 12). */
const DUE_MS = 30 * DAY_MS;

/** A copy of the data, or its erasure. */
export type Wish = 'export' | 'erase';

/** Who asks for what: the customer on their page, or staff in their name. */
export interface AskedWish {
  readonly customerId: string;
  readonly kind: Wish;
  readonly by: string;
  readonly requestId: string;
}

/**
 * Places a customer's wish to have their data or to be forgotten, which has to be met within a month. The same wish again, while it is open,
 * changes nothing.
 */
export async function placeRequest(
  tx: Tx,
  { customerId, kind, by, requestId }: AskedWish,
  now: Date,
): Promise<PrivacyRequest> {
  await tx.$queryRaw`SELECT id FROM customers WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  const open = await tx.privacyRequest.findFirst({ where: { customerId, kind, doneAt: null } });
  if (open) return open;
  const dueAt = new Date(now.getTime() + DUE_MS);
  const placed = await tx.privacyRequest.create({
    data: { id: newId(now), customerId, kind, by, requestedAt: now, dueAt },
  });
  const detail = { request: placed.id, due: dueAt.toISOString() };
  await audit(tx, { actor: by, action: `privacy.${kind}_asked`, subject: customerId, detail, requestId }, now);
  return placed;
}

/** Writes that a wish was met, and what came of it. */
export function settleRequest(
  tx: Tx,
  id: string,
  outcome: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<PrivacyRequest> {
  return tx.privacyRequest.update({
    where: { id },
    data: { doneAt: now, outcome: outcome as Prisma.InputJsonObject },
  });
}

/** What a customer asked for and has not been given yet. */
export function openRequests(db: Db, customerId: string): Promise<PrivacyRequest[]> {
  return db.privacyRequest.findMany({ where: { customerId, doneAt: null }, orderBy: { requestedAt: 'asc' } });
}

/** Wishes, the most urgent first while they are open, else those met last. `after`: due date and id of the last one seen. */
export function listRequests(
  db: Db,
  { state, kind }: { readonly state: 'open' | 'done'; readonly kind?: Wish | undefined },
  {
    after,
    limit,
  }: { readonly after?: { readonly dueAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<PrivacyRequest[]> {
  const way = state === 'open' ? 'asc' : 'desc';
  const beyond = (time: Date) => (state === 'open' ? { gt: time } : { lt: time });
  const next = (id: string) => (state === 'open' ? { gt: id } : { lt: id });
  return db.privacyRequest.findMany({
    where: {
      doneAt: state === 'open' ? null : { not: null },
      ...(kind && { kind }),
      ...(after && { OR: [{ dueAt: beyond(after.dueAt) }, { dueAt: after.dueAt, id: next(after.id) }] }),
    },
    orderBy: [{ dueAt: way }, { id: way }],
    take: limit,
  });
}
