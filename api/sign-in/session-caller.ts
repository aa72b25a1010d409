import { timingSafeEqual } from 'node:crypto';
import { csrfTokenOf } from '../../domain/secret-text';
import type { Db } from '../../prisma/client';
import { rightsOf } from '../../prisma/staff';
import { findSession } from '../../prisma/staff/sessions';
import { inHeader } from '../place';
import { HttpProblem } from '../problem';
import type { Caller } from '../route';
import { insistOnOrigin, type Sent } from './own-page';

/**
 * The member of staff whose session a token is; undefined when it is none that lives. What changes something must come from a page of ours and
 * prove it by the session's CSRF token, in `X-CSRF-Token`: else a 403 problem is thrown.
 */
export async function sessionCaller(
  { db, publicUrl }: { readonly db: Db; readonly publicUrl: string | undefined },
  token: string,
  request: Sent,
  now: Date,
): Promise<Caller | undefined> {
  const session = await findSession(db, token, now);
  if (!session) return undefined;
  const csrfToken = csrfTokenOf(token);
  if (!SAFE.has(request.method)) {
    insistOnOrigin(request, publicUrl);
    insistOnToken(request.get('x-csrf-token'), csrfToken);
  }
  const { staff } = session;
  return {
    id: `staff:${staff.id}`,
    kind: 'staff',
    name: staff.id,
    role: staff.role,
    rights: rightsOf(staff),
    session: { id: session.id, csrfToken, staff },
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function insistOnToken(given: string | undefined, wanted: string): void {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw new HttpProblem('csrf', 'The page did not prove that it is ours.', {
    errors: [{ pointer: inHeader('X-CSRF-Token'), detail: 'must be the csrf_token of your session' }],
  });
}
