import type { StaffRole } from '../../domain/right';
import { csrfTokenOf } from '../../domain/secret-text';
import type { Db } from '../../prisma/client';
import { inTransaction } from '../../prisma/transaction';
import { beginSession } from '../../prisma/staff/sessions';

const PEOPLE = { agent: 'ann', lead: 'lea', engineer: 'eli', admin: 'ada', auditor: 'aud' } as const satisfies Record<
  StaffRole,
  string
>;

/** Signs a member of staff in who is there already, or is put there without a password. Returns the headers by which a page of theirs asks. */
export async function signedInStaff(
  db: Db,
  {
    url,
    role,
    id = PEOPLE[role],
  }: { readonly url: string; readonly role: StaffRole; readonly id?: string | undefined },
  now: Date,
): Promise<Record<string, string>> {
  const row = { id, email: `${id}@acme.example`, name: `${id[0]!.toUpperCase()}${id.slice(1)}`, role };
  await db.staff.upsert({ where: { id }, create: { ...row, createdAt: now, joinedAt: now }, update: { role } });
  const { token } = await inTransaction(db, (tx) => beginSession(tx, { staffId: id, userAgent: 'a test' }, now));
  return headersOf(url, token);
}

/** The headers of a page at this address, in a browser that holds the cookie of this session. */
export function headersOf(url: string, token: string): Record<string, string> {
  return { Cookie: `perennial_session=${token}`, 'X-CSRF-Token': csrfTokenOf(token), Origin: new URL(url).origin };
}
