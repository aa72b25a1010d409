import { DAY_MS, HOUR_MS } from '../../domain/duration';
import { NotFound } from '../../domain/errors';
import { errandIdOf, newId } from '../../domain/ids';
import { hashOfSecret, newSecret } from '../../domain/secret-text';
import type { Db, Tx } from '../client';
import type { StaffLink } from '../generated/client';
import { enqueue } from '../outbox';
import { asStaffMember, type StaffMember } from '../staff';

/** What a link lets somebody do, once: come in for the first time, choose another password, or be the first who administers. */
export type LinkKind = 'invitation' | 'reset' | 'first';

const GOOD_FOR_MS: Readonly<Record<LinkKind, number>> = { invitation: 7 * DAY_MS, reset: HOUR_MS, first: 7 * DAY_MS };

/** Whom a link is for, and who has it made. `staffId` is null only of the first administrator's. */
export interface NewLink {
  readonly kind: LinkKind;
  readonly staffId: string | null;
  readonly by: string;
}

/** Makes a link and returns the only sight of its token. Links of the same kind that its holder has stay good: one was mailed, another handed over. */
export async function makeLink(
  tx: Db | Tx,
  link: NewLink,
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newSecret();
  const { expiresAt } = await tx.staffLink.create({ data: { ...rowOf(link, now), tokenHash: hashOfSecret(token) } });
  return { token, expiresAt };
}

/** Sends a link on its way by mail: the row, and an errand. Its token is made when the mail leaves, so that it stands nowhere else. */
export async function planLetter(tx: Tx, link: NewLink & { readonly staffId: string }, now: Date): Promise<void> {
  const row = rowOf(link, now);
  await tx.staffLink.create({ data: row });
  const payload = { errand: 'letter', id: row.id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('letter', row.id), payload }], now);
}

/** A link that is about to leave by mail. */
export interface Letter {
  readonly kind: LinkKind;
  readonly token: string;
  readonly staff: StaffMember;
  readonly expiresAt: Date;
}

/**
 * Gives a link that was planned its token. One that had a token gets another: the mail with the first, if it left after all, is then void. Null when the
 * link is used or too old, or whom it is for is gone or disabled: then there is nothing to send.
 */
export async function sealLetter(db: Db, id: string, now: Date): Promise<Letter | null> {
  const link = await db.staffLink.findUnique({ where: { id } });
  const staff = link?.staffId ? await db.staff.findUnique({ where: { id: link.staffId } }) : null;
  if (!link || !staff || staff.disabledAt) return null;
  const token = newSecret();
  const { count } = await db.staffLink.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { tokenHash: hashOfSecret(token) },
  });
  if (count === 0) return null;
  return { kind: link.kind as LinkKind, token, staff: asStaffMember(staff), expiresAt: link.expiresAt };
}

/** A link that is good, and whom it is for: null for the first administrator. */
export interface GoodLink extends Pick<StaffLink, 'id' | 'expiresAt'> {
  readonly kind: LinkKind;
  readonly staff: StaffMember | null;
}

/** The good link of a token. Throws NotFound, without saying why, when it was never made, is used or too old, or its holder is gone or disabled. */
export async function findLink(db: Db | Tx, token: string, kinds: readonly LinkKind[], now: Date): Promise<GoodLink> {
  const link = TOKEN.test(token) ? await db.staffLink.findUnique({ where: { tokenHash: hashOfSecret(token) } }) : null;
  const staff = link?.staffId ? await db.staff.findUnique({ where: { id: link.staffId } }) : null;
  const isGood =
    link &&
    kinds.includes(link.kind as LinkKind) &&
    link.usedAt === null &&
    link.expiresAt > now &&
    (link.staffId === null || (staff && !staff.disabledAt));
  if (!isGood) throw new NotFound('This link was used, or is too old.');
  const { id, kind, expiresAt } = link;
  return { id, kind: kind as LinkKind, expiresAt, staff: staff && asStaffMember(staff) };
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Uses a link, once: of two who use it at the same time the second is thrown NotFound. Whatever other links its holder has are void: they have come in, or
 * have another password.
 */
export async function useLink(tx: Tx, { id, staff }: GoodLink, now: Date): Promise<void> {
  const { count } = await tx.staffLink.updateMany({ where: { id, usedAt: null }, data: { usedAt: now } });
  if (count === 0) throw new NotFound('This link was used, or is too old.');
  await tx.staffLink.deleteMany({ where: { staffId: staff?.id ?? null, usedAt: null } });
}

function rowOf({ kind, staffId, by }: NewLink, now: Date) {
  return { id: newId(now), kind, staffId, by, createdAt: now, expiresAt: new Date(now.getTime() + GOOD_FOR_MS[kind]) };
}
