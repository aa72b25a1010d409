import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { newPassword, saysOnlyWho } from '../../domain/password';
import { staffEmail } from '../../domain/staff-id';
import { findLink, planLetter, useLink } from '../../prisma/staff/links';
import { findBySignIn, keepPassword } from '../../prisma/staff/sign-in';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { begin, welcomed } from '../sign-in/begin';
import { forgetGuesses } from '../sign-in/guess';
import { hashPassword } from '../sign-in/password';
import { sessionSchema } from '../sign-in/session-view';
import { signInOf } from '../sign-in/settings';

/** Another password for whoever has forgotten theirs, by a link to their address. */
export function passwordResetRoutes(deps: ApiDeps): Route[] {
  const { db, wakeRelay } = deps;
  const signIn = signInOf(deps);
  const { throttle, keys } = signIn;

  return [
    route({
      method: 'post',
      path: '/v1/password-resets',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Ask for a link to choose another password',
      description:
        'Answered the same whether somebody has this address or not. At most three mails in a quarter of an hour.',
      body: z.strictObject({ email: z.string().min(1).max(254).transform(staffEmail) }),
      problems: [429],
      responses: { 202: { description: 'If somebody has this address, a link is on its way to it.' } },
      async handle({ body: { email }, address, now }) {
        await throttle.count('resetFrom', address, now);
        const tooMany = await throttle.isTooMany('reset', email, now);
        const staff = await findBySignIn(db, email);
        if (staff?.joinedAt && !tooMany) {
          await inTransaction(db, (tx) => planLetter(tx, { kind: 'reset', staffId: staff.id, by: staff.id }, now));
          wakeRelay();
        }
        return { status: 202 };
      },
    }),

    route({
      method: 'post',
      path: '/v1/password-resets/:token/acceptance',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Choose another password by a link',
      description: 'Ends every session that there is, and signs in here.',
      params: z.object({ token: z.string().max(200).meta({ description: 'From the link.' }) }),
      body: z.strictObject({ password: newPassword }),
      problems: [429],
      responses: { 200: { description: 'Who is signed in.', schema: sessionSchema } },
      async handle({ params, body: { password }, address, header, now, requestId }) {
        await throttle.count('link', address, now);
        const link = await findLink(db, params.token, ['reset'], now);
        const staff = link.staff!;
        if (saysOnlyWho(password, staff)) {
          const detail = 'must be more than your name or address';
          throw new InvalidInput('The password is too easy to guess.', [{ pointer: '/password', detail }]);
        }
        const hash = await hashPassword(password);
        const token = await inTransaction(db, async (tx) => {
          await useLink(tx, link, now);
          await keepPassword(tx, { staffId: staff.id, hash, cause: 'reset', requestId }, now);
          return begin(tx, { staff, by: 'reset', header, requestId, now });
        });
        await forgetGuesses(throttle, { email: staff.email, address, cookies: header('cookie') }, keys());
        return welcomed(staff, token, signIn);
      },
    }),
  ];
}
