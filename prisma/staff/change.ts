import { Conflict, InvalidInput, NotFound } from '../../domain/errors';
import type { StaffRole } from '../../domain/right';
import { audit } from '../audit';
import type { Tx } from '../client';
import type { Staff } from '../generated/client';
import { asStaffMember, type Absence, type StaffMember } from '../staff';
import { endSessions } from './sessions';

/** What is changed of a member of staff; what is left out stays. */
export interface StaffChange {
  readonly name?: string | undefined;
  readonly role?: StaffRole | undefined;
  readonly locale?: string | undefined;
  readonly queues?: readonly string[] | undefined;
  /** Null: no limit. */
  readonly loadLimit?: number | null | undefined;
  /** Null: they are here. */
  readonly absence?: Absence | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** Taken by whoever changes who administers, so that two who leave at once do not leave nobody. */
export async function lockStaff(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('perennial staff'))`;
}

/**
 * Changes a member of staff, and writes down what was and what is. A change of rights (role, disabled) ends their sessions, so that nothing goes on
 * under the rights before. Throws NotFound, InvalidInput when nobody can stand in, and Conflict when nobody would be left who administers.
 */
export async function changeStaff(
  tx: Tx,
  {
    id,
    change,
    by,
    requestId = null,
  }: { readonly id: string; readonly change: StaffChange; readonly by: string; readonly requestId?: string | null },
  now: Date,
): Promise<StaffMember> {
  await lockStaff(tx);
  const before = await tx.staff.findUnique({ where: { id } });
  if (!before) throw new NotFound(`There is no member of staff "${id}".`);
  const cover = change.absence?.cover ?? null;
  if (cover !== null) await insistOnCover(tx, id, cover);
  const after = await tx.staff.update({ where: { id }, data: columnsOf(change, before, now) });
  if (isAdmin(before) && !isAdmin(after)) await insistOnAdmin(tx);

  const lostOrGained = before.role !== after.role || (before.disabledAt === null) !== (after.disabledAt === null);
  const ended = lostOrGained ? await endSessions(tx, id) : 0;
  if (after.disabledAt) await tx.staffLink.deleteMany({ where: { staffId: id, usedAt: null } });
  const changed = differing(before, after);
  if (changed.length > 0) {
    const of = (row: Staff) => Object.fromEntries(changed.map((name) => [name, row[name]]));
    const detail = { was: of(before), is: of(after), ...(lostOrGained && { ended }) };
    await audit(tx, { actor: by, action: 'staff.changed', subject: `staff:${id}`, detail, requestId }, now);
  }
  return asStaffMember(after);
}

function columnsOf({ absence, disabled, queues, ...rest }: StaffChange, { disabledAt }: Staff, now: Date) {
  return {
    ...rest,
    ...(queues && { queues: [...new Set(queues)] }),
    ...(absence !== undefined && {
      absentFrom: absence?.from ?? null,
      absentUntil: absence?.until ?? null,
      cover: absence?.cover ?? null,
    }),
    ...(disabled !== undefined && { disabledAt: disabled ? (disabledAt ?? now) : null }),
  };
}

async function insistOnCover(tx: Tx, id: string, cover: string): Promise<void> {
  const there = cover !== id && (await tx.staff.count({ where: { id: cover, disabledAt: null } })) > 0;
  if (there) return;
  const detail = cover === id ? 'must be somebody else' : 'is nobody who works here';
  throw new InvalidInput('Nobody stands in.', [{ pointer: '/absence/cover', detail }]);
}

function isAdmin({ role, joinedAt, disabledAt }: Staff): boolean {
  return role === 'admin' && joinedAt !== null && disabledAt === null;
}

async function insistOnAdmin(tx: Tx): Promise<void> {
  const left = await tx.staff.count({ where: { role: 'admin', joinedAt: { not: null }, disabledAt: null } });
  if (left > 0) return;
  throw new Conflict('Nobody would be left who administers: make somebody else an administrator first.', {
    last_admin: true,
  });
}

const SHOWN = [
  'name',
  'role',
  'locale',
  'queues',
  'loadLimit',
  'absentFrom',
  'absentUntil',
  'cover',
  'disabledAt',
] as const;

function differing(before: Staff, after: Staff): (typeof SHOWN)[number][] {
  return SHOWN.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
