import { suggestedStaffId } from '../../domain/staff-id';
import { audit } from '../audit';
import type { Tx } from '../client';
import { asStaffMember, type StaffMember } from '../staff';
import { lockStaff } from './change';
import { freeId } from './invite';

/**
 * The member of staff whom a provider vouches for by a verified address. Somebody new becomes an agent when their address is in a domain that is let in,
 * and is written down. Null: nobody has this address, or they are disabled.
 */
export async function arriveByAddress(
  tx: Tx,
  {
    email,
    name,
    domains,
    requestId,
  }: {
    readonly email: string;
    readonly name: string | null;
    readonly domains: readonly string[];
    readonly requestId: string;
  },
  now: Date,
): Promise<StaffMember | null> {
  const known = await tx.staff.findUnique({ where: { email } });
  if (known) return known.disabledAt ? null : { ...asStaffMember(known), state: 'active' };
  if (!domains.includes(email.slice(email.lastIndexOf('@') + 1))) return null;
  await lockStaff(tx);
  const id = await freeId(tx, suggestedStaffId(email));
  const row = { id, email, name: name ?? id, role: 'agent', createdAt: now, joinedAt: now };
  const staff = asStaffMember(await tx.staff.create({ data: row }));
  const deed = { actor: id, action: 'staff.joined', subject: `staff:${id}`, detail: { by: 'oidc', role: 'agent' } };
  await audit(tx, { ...deed, requestId }, now);
  return staff;
}
