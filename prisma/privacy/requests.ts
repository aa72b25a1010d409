import { DAY_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { COPY_GOOD_MS } from '../../domain/public-pages';
import type { Wish } from '../../domain/privacy';
import { endAlarm } from '../alarms';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import type { Prisma, PrivacyRequest } from '../generated/client';

/** A month, as the GDPR gives (article 12). */
const DUE_MS = 30 * DAY_MS;

/**
 * For so long a wish to be erased that came by a customer's page can be called off: a link of a mail that was passed on must not be enough to
 * erase somebody for good, and whoever holds the address hears of it at once.
 */
const REFLECTION_MS = 7 * DAY_MS;

/** Who placed a wish on their page: anybody with the link, and so treated with care. */
export const BY_CUSTOMER = 'customer';

/** Who asks for what: the customer on their page, or staff in their name. */
export interface AskedWish {
  readonly customerId: string;
  readonly kind: Wish;
  readonly by: string;
  readonly requestId: string | null;
}

/**
 * Places a customer's wish to have their data or to be forgotten, which has to be met within a month. The same wish again, while it is open,
 * changes nothing. `isNew` tells which it was.
 */
export async function placeRequest(
  tx: Tx,
  { customerId, kind, by, requestId }: AskedWish,
  now: Date,
): Promise<{ readonly request: PrivacyRequest; readonly isNew: boolean }> {
  await tx.$queryRaw`SELECT id FROM customers WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  const open = await tx.privacyRequest.findFirst({ where: { customerId, kind, doneAt: null } });
  if (open) return { request: open, isNew: false };
  const dueAt = new Date(now.getTime() + DUE_MS);
  const data = { id: newId(now), customerId, kind, by, requestedAt: now, dueAt };
  const request = await tx.privacyRequest.create({ data });
  const detail = { request: request.id, due: dueAt.toISOString() };
  await audit(tx, { actor: by, action: `privacy.${kind}_asked`, subject: customerId, detail, requestId }, now);
  return { request, isNew: true };
}

/** When a wish to be erased is carried out by itself; null for one that staff placed, which they carry out. */
export function carriedOutFrom({ kind, by, requestedAt }: PrivacyRequest): Date | null {
  return kind === 'erase' && by === BY_CUSTOMER ? new Date(requestedAt.getTime() + REFLECTION_MS) : null;
}

/** Adds to what came of a wish. */
export function noteOutcome(
  tx: Tx,
  { id, outcome }: PrivacyRequest,
  more: Readonly<Record<string, unknown>>,
): Promise<PrivacyRequest> {
  const together = { ...(outcome as object), ...more } as Prisma.InputJsonObject;
  return tx.privacyRequest.update({ where: { id }, data: { outcome: together } });
}

/** Writes that a wish was met, and what came of it. Alarms about it end. */
export async function settleRequest(
  tx: Tx,
  request: PrivacyRequest,
  more: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<PrivacyRequest> {
  await noteOutcome(tx, request, more);
  for (const kind of ALARMS) await endAlarm(tx, { kind, subject: request.id, by: 'the wish is met' }, now);
  return tx.privacyRequest.update({ where: { id: request.id }, data: { doneAt: now } });
}

/** Kinds of alarm about a wish: its date comes near, it is past. */
const ALARMS = ['privacy_due', 'privacy_overdue'] as const;

/** What a customer asked for on their page and has not been given yet, and a copy to which they have a link that is still good. */
export function presentRequests(db: Db | Tx, customerId: string, now: Date): Promise<PrivacyRequest[]> {
  const linked = { kind: 'export', by: BY_CUSTOMER, requestedAt: { gt: new Date(now.getTime() - COPY_GOOD_MS) } };
  return db.privacyRequest.findMany({
    where: { customerId, OR: [{ doneAt: null }, linked] },
    orderBy: { requestedAt: 'asc' },
  });
}
