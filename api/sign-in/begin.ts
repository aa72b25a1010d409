import { audit } from '../../prisma/audit';
import type { Tx } from '../../prisma/client';
import { hashOfSecret } from '../../domain/secret-text';
import type { StaffMember } from '../../prisma/staff';
import { beginSession } from '../../prisma/staff/sessions';
import type { Reply } from '../route';
import { cookieIn, SESSION_COOKIE, sessionCookie } from './cookie';
import { browserCookie } from './known-browser';
import { newSessionView } from './session-view';
import type { SignIn } from './settings';

/** Who comes in, how, and in which browser. */
export interface Arrival {
  readonly staff: StaffMember;
  /** password, invitation, reset, oidc, or a change of one's own. */
  readonly by: string;
  readonly header: (name: string) => string | undefined;
  readonly requestId: string;
  readonly now: Date;
}

/** Signs somebody in: a new session, the one that the browser brought along ended, and both written down. Returns the token. */
export async function begin(tx: Tx, { staff, by, header, requestId, now }: Arrival): Promise<string> {
  const brought = cookieIn(header('cookie'), SESSION_COOKIE);
  if (brought !== undefined) await tx.staffSession.deleteMany({ where: { tokenHash: hashOfSecret(brought) } });
  await tx.staff.updateMany({ where: { id: staff.id, joinedAt: null }, data: { joinedAt: now } });
  const { id, token } = await beginSession(tx, { staffId: staff.id, userAgent: header('user-agent') }, now);
  const deed = {
    actor: staff.id,
    action: 'staff.signed_in',
    subject: `staff:${staff.id}`,
    detail: { by, session: id },
  };
  await audit(tx, { ...deed, requestId }, now);
  return token;
}

/** The answer to whoever has come in by a password of theirs: who they are, the cookie of the session, and the one by which their browser is known. */
export function welcomed(
  staff: StaffMember,
  token: string,
  { cookies: settings, keys }: Pick<SignIn, 'cookies' | 'keys'>,
): Reply {
  const cookies = [sessionCookie(token, settings), browserCookie(staff.email, keys(), settings)];
  return { status: 200, body: newSessionView(staff, token), cookies };
}
