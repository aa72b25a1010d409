import { z } from 'zod';
import { givenPassword } from '../../domain/password';
import { staffEmail } from '../../domain/staff-id';
import { audit } from '../../prisma/audit';
import { asStaffMember } from '../../prisma/staff';
import { endSession } from '../../prisma/staff/sessions';
import { findBySignIn, keepPassword } from '../../prisma/staff/sign-in';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { route, type Route } from '../route';
import { begin, welcomed } from '../sign-in/begin';
import { noSessionCookie } from '../sign-in/cookie';
import { countGuess, forgetGuesses } from '../sign-in/guess';
import { checkPassword, hashPassword } from '../sign-in/password';
import { sessionSchema, sessionView } from '../sign-in/session-view';
import { signInOf } from '../sign-in/settings';

const TAG = 'Sign-in';

const credentials = z.strictObject({
  email: z.string().min(1).max(254).transform(staffEmail),
  password: givenPassword,
});

/** Signing in and out. The session lives in a cookie that scripts cannot read; what a page needs of it is answered here. */
export function sessionRoutes(deps: ApiDeps): Route[] {
  const { db } = deps;
  const signIn = signInOf(deps);
  const { cookies, throttle, keys } = signIn;

  return [
    route({
      method: 'post',
      path: '/v1/session',
      right: 'open',
      tag: TAG,
      summary: 'Sign in',
      description:
        'Sets the cookie of a new session; one that the browser brought along ends. An address that nobody has is answered like a wrong password, and ' +
        'attempts are bounded by account and address together, and by each. Browsers that have signed in before are counted apart.',
      body: credentials,
      problems: [429],
      responses: { 200: { description: 'Who is signed in.', schema: sessionSchema } },
      async handle({ body: { email, password }, address, header, now, requestId }) {
        const guess = { email, address, cookies: header('cookie') };
        await countGuess(throttle, guess, keys(), now);
        const row = await findBySignIn(db, email);
        const verdict = await checkPassword(row?.passwordHash ?? null, password);
        if (!row || verdict === 'wrong') throw new HttpProblem('wrong_credentials', 'Email or password is wrong.');
        const hash = verdict === 'stale' ? await hashPassword(password) : null;
        const staff = { ...asStaffMember(row), state: 'active' as const };
        const token = await inTransaction(db, async (tx) => {
          if (hash !== null) await keepPassword(tx, { staffId: staff.id, hash, cause: 'rehash' }, now);
          return begin(tx, { staff, by: 'password', header, requestId, now });
        });
        await forgetGuesses(throttle, guess, keys());
        return welcomed(staff, token, signIn);
      },
    }),

    route({
      method: 'get',
      path: '/v1/session',
      right: 'own',
      tag: TAG,
      summary: 'Read who is signed in, with the CSRF token of this session',
      responses: { 200: { description: 'Who is signed in.', schema: sessionSchema } },
      handle: async ({ caller }) => ({
        status: 200,
        body: sessionView(caller.session!.staff, caller.session!.csrfToken),
      }),
    }),

    route({
      method: 'delete',
      path: '/v1/session',
      right: 'own',
      tag: TAG,
      summary: 'Sign out',
      responses: { 204: { description: 'Signed out.' } },
      async handle({ caller, now, requestId }) {
        const { id } = caller.session!;
        const staffId = caller.name;
        await inTransaction(db, async (tx) => {
          await endSession(tx, { id, staffId });
          const deed = {
            actor: staffId,
            action: 'staff.signed_out',
            subject: `staff:${staffId}`,
            detail: { session: id },
          };
          await audit(tx, { ...deed, requestId }, now);
        });
        return { status: 204, cookies: [noSessionCookie(cookies)] };
      },
    }),
  ];
}
