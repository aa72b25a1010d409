import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { newPassword, saysOnlyWho } from '../../domain/password';
import { STAFF_ROLES } from '../../domain/right';
import { staffEmail, staffId } from '../../domain/staff-id';
import { acceptInvitation } from '../../prisma/staff/accept';
import { hasAdmin, inviteAgain, inviteStaff, type Invited } from '../../prisma/staff/invite';
import { findLink } from '../../prisma/staff/links';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { route, type Reply, type Route } from '../route';
import { begin, welcomed } from '../sign-in/begin';
import { hashPassword } from '../sign-in/password';
import { sessionSchema } from '../sign-in/session-view';
import { signInOf } from '../sign-in/settings';
import { staffSchema, staffView } from './staff-view';

const name = z.string().trim().min(1).max(100);
const email = z.email().max(254).transform(staffEmail).meta({ format: 'email' });
const token = z.object({ token: z.string().max(200).meta({ description: 'From the link.' }) });

const invitedSchema = z.object({
  staff: staffSchema,
  url: z.string().nullable().meta({ description: 'Where they come in. Shown once; it also goes to their address.' }),
  expires_at: z.iso.datetime(),
});

const openInvitationSchema = z.object({
  kind: z
    .enum(['invitation', 'first'])
    .meta({ description: '`first`: the first administrator, who is asked for an address.' }),
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: z.enum(STAFF_ROLES),
  expires_at: z.iso.datetime(),
});

/** Inviting people, and coming in by an invitation. */
export function invitationRoutes(deps: ApiDeps): Route[] {
  const { db, pageLinks, wakeRelay } = deps;
  const signIn = signInOf(deps);
  const { throttle } = signIn;

  const invitedReply = ({ staff, token: secret, expiresAt }: Invited): Reply => {
    const body = { staff: staffView(staff), expires_at: expiresAt.toISOString() };
    const url = `${pageLinks.baseUrl}/app/welcome?token=${secret}`;
    return { status: 201, body: { ...body, url }, replay: { ...body, url: null } };
  };

  return [
    route({
      method: 'post',
      path: '/v1/invitations',
      right: 'administer',
      tag: 'Staff',
      summary: 'Invite somebody to the team',
      description:
        'The link goes to their address, and is shown in this answer and never again. It is good for a week, and once.',
      body: z.strictObject({
        email,
        name,
        role: z.enum(STAFF_ROLES),
        id: staffId.optional().meta({ description: 'By default what stands before the @ of the address.' }),
        queues: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
        locale: z.enum(['en', 'de']).optional(),
      }),
      problems: [409],
      responses: { 201: { description: 'Who was invited, with the link.', schema: invitedSchema } },
      async handle({ body, caller, now, requestId }) {
        const invitation = { ...body, by: caller.name, requestId };
        const invited = await inTransaction(db, (tx) => inviteStaff(tx, invitation, { mail: true }, now));
        wakeRelay();
        return invitedReply(invited);
      },
    }),

    route({
      method: 'post',
      path: '/v1/staff/:id/invitation',
      right: 'administer',
      tag: 'Staff',
      summary: 'Invite somebody again who has not come in',
      params: z.object({ id: z.string().max(100) }),
      responses: { 201: { description: 'Who was invited, with another link.', schema: invitedSchema } },
      async handle({ params: { id }, caller, now, requestId }) {
        const invited = await inTransaction(db, (tx) => inviteAgain(tx, { id, by: caller.name, requestId }, now));
        wakeRelay();
        return invitedReply(invited);
      },
    }),

    route({
      method: 'get',
      path: '/v1/invitations/:token',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Read who is invited by a link',
      params: token,
      problems: [429],
      responses: { 200: { description: 'The invitation.', schema: openInvitationSchema } },
      async handle({ params, address, now }) {
        await throttle.count('link', address, now);
        const { kind, staff, expiresAt } = await findLink(db, params.token, ['invitation', 'first'], now);
        if (kind === 'first' && (await hasAdmin(db)))
          throw new HttpProblem('not_found', 'Somebody administers already.');
        return {
          status: 200,
          body: {
            kind,
            name: staff?.name ?? null,
            email: staff?.email ?? null,
            role: staff?.role ?? 'admin',
            expires_at: expiresAt.toISOString(),
          },
        };
      },
    }),

    route({
      method: 'post',
      path: '/v1/invitations/:token/acceptance',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Come in by an invitation',
      description: 'Signs in. The first administrator also says their address.',
      params: token,
      body: z.strictObject({ name: name.optional(), email: email.optional(), password: newPassword }),
      problems: [409, 429],
      responses: { 200: { description: 'Who is signed in.', schema: sessionSchema } },
      async handle({ params, body, address, header, now, requestId }) {
        await throttle.count('link', address, now);
        const link = await findLink(db, params.token, ['invitation', 'first'], now);
        const who = { email: link.staff?.email ?? body.email ?? '', name: body.name ?? link.staff?.name ?? '' };
        if (saysOnlyWho(body.password, who)) {
          const detail = 'must be more than your name or address';
          throw new InvalidInput('The password is too easy to guess.', [{ pointer: '/password', detail }]);
        }
        const hash = await hashPassword(body.password);
        const accepted = { name: body.name, email: body.email, hash, requestId };
        const { staff, secret } = await inTransaction(db, async (tx) => {
          const member = await acceptInvitation(tx, link, accepted, now);
          return {
            staff: member,
            secret: await begin(tx, { staff: member, by: 'invitation', header, requestId, now }),
          };
        });
        return welcomed(staff, secret, signIn);
      },
    }),
  ];
}
