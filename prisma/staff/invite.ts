import { Conflict, NotFound } from '../../domain/errors';
import type { StaffRole } from '../../domain/right';
import { suggestedStaffId } from '../../domain/staff-id';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import { asStaffMember, type StaffMember } from '../staff';
import { makeLink, planLetter } from './links';

/** Who is invited, to do what, and by whom. Without an id the address suggests one. */
export interface Invitation {
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly id?: string | undefined;
  readonly queues?: readonly string[] | undefined;
  readonly locale?: string | undefined;
  readonly by: string;
  readonly requestId?: string | null;
}

/** An invitation as whoever invites sees it. `token` is shown once. */
export interface Invited {
  readonly staff: StaffMember;
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Invites somebody: a member of staff who has not come in yet, and a link for them; with `mail` a second one goes to their address. Throws Conflict when
 * the address (`extra.member_state`: whether they are in), or the id that was asked for, is somebody's.
 */
export async function inviteStaff(
  tx: Tx,
  { email, name, role, id, queues = [], locale = 'en', by, requestId = null }: Invitation,
  { mail }: { readonly mail: boolean },
  now: Date,
): Promise<Invited> {
  const holder = await tx.staff.findUnique({ where: { email } });
  if (holder) throw new Conflict('Somebody has this address already.', { member_state: asStaffMember(holder).state });
  if (id !== undefined && (await tx.staff.count({ where: { id } })) > 0)
    throw new Conflict(`Somebody is called "${id}" already.`);
  const staffId = id ?? (await freeId(tx, suggestedStaffId(email)));
  const row = await tx.staff.create({
    data: { id: staffId, email, name, role, locale, queues: [...new Set(queues)], createdAt: now },
  });
  const link = { kind: 'invitation', staffId, by } as const;
  const made = await makeLink(tx, link, now);
  if (mail) await planLetter(tx, link, now);
  const deed = { actor: by, action: 'staff.invited', subject: `staff:${staffId}`, detail: { role } };
  await audit(tx, { ...deed, requestId }, now);
  return { staff: asStaffMember(row), ...made };
}

/** Another link for somebody who was invited and has not come in, or lost theirs, which is void from now on. Throws NotFound, and Conflict when they have come in. */
export async function inviteAgain(
  tx: Tx,
  { id, by, requestId = null }: { readonly id: string; readonly by: string; readonly requestId?: string | null },
  now: Date,
): Promise<Invited> {
  const row = await tx.staff.findUnique({ where: { id } });
  if (!row) throw new NotFound(`There is no member of staff "${id}".`);
  const staff = asStaffMember(row);
  if (staff.state !== 'invited') throw new Conflict(`${staff.name} needs no invitation: they are ${staff.state}.`);
  await tx.staffLink.deleteMany({ where: { staffId: id, kind: 'invitation', usedAt: null } });
  const link = { kind: 'invitation', staffId: id, by } as const;
  const made = await makeLink(tx, link, now);
  await planLetter(tx, link, now);
  await audit(tx, { actor: by, action: 'staff.invited_again', subject: `staff:${id}`, requestId }, now);
  return { staff, ...made };
}

/** A link for whoever comes first, to administer; null when somebody administers already. Links that were made before are void. */
export async function firstLink(tx: Tx, now: Date): Promise<{ readonly token: string } | null> {
  if (await hasAdmin(tx)) return null;
  await tx.staffLink.deleteMany({ where: { kind: 'first' } });
  return makeLink(tx, { kind: 'first', staffId: null, by: 'perennial' }, now);
}

/** Whether somebody administers: then a link for the first is good no more. */
export async function hasAdmin(db: Db | Tx): Promise<boolean> {
  return (await db.staff.count({ where: { role: 'admin', joinedAt: { not: null }, disabledAt: null } })) > 0;
}

/** The id itself, or with the first number behind it that nobody has. */
export async function freeId(tx: Tx, wanted: string): Promise<string> {
  const taken = await tx.staff.findMany({ where: { id: { startsWith: wanted } }, select: { id: true } });
  const ids = new Set(taken.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted.slice(0, 36)}${number}`;
    if (!ids.has(id)) return id;
  }
}
