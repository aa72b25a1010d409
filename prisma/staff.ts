import { STAFF_RIGHTS, type Right, type StaffRole } from '../domain/right';
import type { Db, Tx } from './client';
import type { Staff } from './generated/client';

/** When somebody is away, from an instant until another or until they say so, and who stands in. */
export interface Absence {
  readonly from: Date;
  readonly until: Date | null;
  /** Staff id. */
  readonly cover: string | null;
}

/** A member of staff as everybody may see them: never their password's hash. `invited`: they have not come in yet. */
export interface StaffMember {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: string;
  readonly queues: readonly string[];
  readonly loadLimit: number | null;
  readonly absence: Absence | null;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly createdAt: Date;
}

/** The row of a member of staff as it is shown. */
export function asStaffMember(row: Staff): StaffMember {
  const { id, email, name, role, locale, queues, loadLimit, absentFrom, absentUntil, cover, createdAt } = row;
  return {
    id,
    email,
    name,
    role: role as StaffRole,
    locale,
    queues,
    loadLimit,
    absence: absentFrom && { from: absentFrom, until: absentUntil, cover },
    state: row.disabledAt ? 'disabled' : row.joinedAt ? 'active' : 'invited',
    createdAt,
  };
}

/** What somebody may do now: the rights of their role, and none once they are disabled. */
export function rightsOf({ role, state }: Pick<StaffMember, 'role' | 'state'>): readonly Right[] {
  return state === 'disabled' ? [] : STAFF_RIGHTS[role];
}

/** One member of staff; null when there is none of this id. */
export async function findStaff(db: Db | Tx, id: string): Promise<StaffMember | null> {
  const row = await db.staff.findUnique({ where: { id } });
  return row && asStaffMember(row);
}

/** Members of staff by id, beyond the id `after`; those who are disabled only when they are asked for. */
export async function listStaff(
  db: Db | Tx,
  {
    limit,
    after,
    disabled,
  }: { readonly limit: number; readonly after?: string | undefined; readonly disabled: boolean },
): Promise<StaffMember[]> {
  const rows = await db.staff.findMany({
    where: { ...(after !== undefined && { id: { gt: after } }), ...(!disabled && { disabledAt: null }) },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(asStaffMember);
}
