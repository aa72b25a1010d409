import { DAY_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { audit } from '../../prisma/audit';
import type { Db, Tx } from '../../prisma/client';
import type { PrivacyRequest } from '../../prisma/generated/client';

/** A month, as the GDPR gives (article 12). */
const DUE_MS = 30 * DAY_MS;

/** A copy of the data, or its erasure. */
export type Wish = 'export' | 'erase';

/**
 * Places a customer's wish to have their data or to be forgotten. The same wish again, while it is open, changes nothing. Carrying it
 * out is not for this page.
 */
export async function placeRequest(
  tx: Tx,
  customerId: string,
  kind: Wish,
  requestId: string,
  now: Date,
): Promise<PrivacyRequest> {
  await tx.$queryRaw`SELECT id FROM customers WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  const open = await tx.privacyRequest.findFirst({ where: { customerId, kind, doneAt: null } });
  if (open) return open;
  const dueAt = new Date(now.getTime() + DUE_MS);
  const placed = await tx.privacyRequest.create({
    data: { id: newId(now), customerId, kind, by: 'customer', requestedAt: now, dueAt },
  });
  const detail = { request: placed.id, due: dueAt.toISOString() };
  await audit(tx, { actor: 'customer', action: `privacy.${kind}_asked`, subject: customerId, detail, requestId }, now);
  return placed;
}

/** What a customer asked for and has not been given yet. */
export function openRequests(db: Db, customerId: string): Promise<PrivacyRequest[]> {
  return db.privacyRequest.findMany({ where: { customerId, doneAt: null }, orderBy: { requestedAt: 'asc' } });
}
