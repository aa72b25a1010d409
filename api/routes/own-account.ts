import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { givenPassword, newPassword, saysOnlyWho } from '../../domain/password';
import { audit } from '../../prisma/audit';
import { changeStaff } from '../../prisma/staff/change';
import { handOverForAbsent } from '../../prisma/staffing/hand-over';
import { endSession, endSessions, listSessions } from '../../prisma/staff/sessions';
import { findBySignIn, keepPassword } from '../../prisma/staff/sign-in';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { begin, welcomed } from '../sign-in/begin';
import { checkPassword, hashPassword } from '../sign-in/password';
import { sessionSchema, sessionView } from '../sign-in/session-view';
import { signInOf } from '../sign-in/settings';
import { absenceChange, absenceIn } from './staff-view';

const TAG = 'Sign-in';

const ownSessionSchema = z.object({
  id: z.uuid(),
  current: z.boolean().meta({ description: 'The one that asks.' }),
  user_agent: z.string().nullable().meta({ description: 'What the browser calls itself.' }),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().meta({ description: 'To the minute.' }),
  expires_at: z.iso.datetime(),
});

/** What members of staff see and change of themselves: name, language, absence, password, and where they are signed in. */
export function ownAccountRoutes(deps: ApiDeps): Route[] {
  const { db } = deps;
  const signIn = signInOf(deps);
  const { throttle } = signIn;

  return [
    route({
      method: 'patch',
      path: '/v1/session',
      right: 'own',
      tag: TAG,
      summary: 'Change your name, your language, or say that you are away',
      body: z.strictObject({
        name: z.string().trim().min(1).max(100).optional(),
        locale: z.enum(['en', 'de']).optional(),
        absence: absenceChange.nullable().optional(),
      }),
      responses: { 200: { description: 'You, as you are now.', schema: sessionSchema } },
      async handle({ body: { name, locale, absence }, caller, now, requestId }) {
        const change = { name, locale, absence: absenceIn(absence, now) };
        const who = { id: caller.name, by: caller.name };
        const member = await inTransaction(db, (tx) => changeStaff(tx, { ...who, change, requestId }, now));
        if (absence !== undefined)
          await handOverForAbsent(db, now, { person: caller.name, by: caller.name, requestId });
        return { status: 200, body: sessionView(member, caller.session!.csrfToken) };
      },
    }),

    route({
      method: 'put',
      path: '/v1/session/password',
      right: 'own',
      tag: TAG,
      summary: 'Change your password',
      description: 'Your other sessions end, and this one goes on under a new cookie and a new CSRF token.',
      body: z.strictObject({ current_password: givenPassword, password: newPassword }),
      problems: [429],
      responses: { 200: { description: 'You, with the new CSRF token.', schema: sessionSchema } },
      async handle({ body, caller, header, now, requestId }) {
        const { staff } = caller.session!;
        await throttle.count('change', staff.id, now);
        const row = await findBySignIn(db, staff.email);
        const verdict = await checkPassword(row?.passwordHash ?? null, body.current_password);
        if (verdict === 'wrong') throw fault('/current_password', 'is not your password');
        if (saysOnlyWho(body.password, staff)) throw fault('/password', 'must be more than your name or address');
        const hash = await hashPassword(body.password);
        const token = await inTransaction(db, async (tx) => {
          await keepPassword(tx, { staffId: staff.id, hash, cause: 'changed', requestId }, now);
          return begin(tx, { staff, by: 'a change of password', header, requestId, now });
        });
        await throttle.forget('change', staff.id);
        return welcomed(staff, token, signIn);
      },
    }),

    route({
      method: 'get',
      path: '/v1/session/browsers',
      right: 'own',
      tag: TAG,
      summary: 'List the browsers in which you are signed in',
      description: 'The one used last first. There are 20 at most.',
      responses: { 200: { description: 'Sessions.', schema: z.object({ data: z.array(ownSessionSchema) }) } },
      async handle({ caller, now }) {
        const sessions = await listSessions(db, caller.name, now);
        const data = sessions.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
          id,
          current: id === caller.session!.id,
          user_agent: userAgent,
          created_at: createdAt.toISOString(),
          last_seen_at: lastSeenAt.toISOString(),
          expires_at: expiresAt.toISOString(),
        }));
        return { status: 200, body: { data } };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/session/browsers/:id',
      right: 'own',
      tag: TAG,
      summary: 'Sign one of your browsers out',
      params: z.object({ id: z.uuid() }),
      responses: { 204: { description: 'Signed out.' } },
      async handle({ params: { id }, caller, now, requestId }) {
        const staffId = caller.name;
        await inTransaction(db, async (tx) => {
          await endSession(tx, { id, staffId });
          const detail = { session: id };
          const deed = { actor: staffId, action: 'staff.session_ended', subject: `staff:${staffId}`, detail };
          await audit(tx, { ...deed, requestId }, now);
        });
        return { status: 204 };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/session/browsers',
      right: 'own',
      tag: TAG,
      summary: 'Sign all your other browsers out',
      responses: { 204: { description: 'Signed out everywhere but here.' } },
      async handle({ caller, now, requestId }) {
        const staffId = caller.name;
        await inTransaction(db, async (tx) => {
          const ended = await endSessions(tx, staffId, caller.session!.id);
          const deed = {
            actor: staffId,
            action: 'staff.sessions_ended',
            subject: `staff:${staffId}`,
            detail: { ended },
          };
          await audit(tx, { ...deed, requestId }, now);
        });
        return { status: 204 };
      },
    }),
  ];
}

function fault(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('The password was not changed.', [{ pointer, detail }]);
}
