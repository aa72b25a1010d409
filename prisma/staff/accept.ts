import { Conflict, InvalidInput, NotFound } from '../../domain/errors';
import { suggestedStaffId } from '../../domain/staff-id';
import { audit } from '../audit';
import type { Tx } from '../client';
import { asStaffMember, type StaffMember } from '../staff';
import { lockStaff } from './change';
import { hasAdmin } from './invite';
import { useLink, type GoodLink } from './links';
import { keepPassword } from './sign-in';

/** What somebody says of themselves when they come in for the first time. The address is asked only of the first administrator. */
export interface Acceptance {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly hash: string;
  readonly requestId: string;
}

/**
 * Lets whoever was invited in, with the password that they chose, and uses up their link. The link of the first administrator makes them one, if nobody
 * administers yet. Throws NotFound when the link is good no more, InvalidInput when the first gives no address.
 */
export async function acceptInvitation(
  tx: Tx,
  link: GoodLink,
  { name, email, hash, requestId }: Acceptance,
  now: Date,
): Promise<StaffMember> {
  await useLink(tx, link, now);
  const staff = link.staff ?? (await makeFirst(tx, { name, email }, now));
  await tx.staff.update({ where: { id: staff.id }, data: { ...(name !== undefined && { name }), joinedAt: now } });
  await keepPassword(tx, { staffId: staff.id, hash, cause: 'chosen', requestId }, now);
  const deed = { actor: staff.id, action: 'staff.joined', subject: `staff:${staff.id}`, detail: { by: link.kind } };
  await audit(tx, { ...deed, requestId }, now);
  return asStaffMember(await tx.staff.findUniqueOrThrow({ where: { id: staff.id } }));
}

async function makeFirst(tx: Tx, { name, email }: Pick<Acceptance, 'name' | 'email'>, now: Date): Promise<StaffMember> {
  await lockStaff(tx);
  if (await hasAdmin(tx)) throw new NotFound('Somebody administers already: ask them for an invitation.');
  const faults = [
    ...(email === undefined ? [{ pointer: '/email', detail: 'is needed: nobody has told us yours' }] : []),
    ...(name === undefined ? [{ pointer: '/name', detail: 'is needed: nobody has told us yours' }] : []),
  ];
  if (email === undefined || name === undefined) throw new InvalidInput('Say who you are.', faults);
  if ((await tx.staff.count({ where: { email } })) > 0)
    throw new Conflict('Somebody was invited by this address: use that invitation.');
  const id = suggestedStaffId(email);
  const taken = (await tx.staff.count({ where: { id } })) > 0;
  const row = { id: taken ? `${id.slice(0, 33)}-admin` : id, email, name, role: 'admin', createdAt: now };
  return asStaffMember(await tx.staff.create({ data: row }));
}
