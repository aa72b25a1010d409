import { z } from 'zod';
import { keepWishes, readWishes, type NotificationWishes } from '../../prisma/outgoing/notifications';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const wishes = {
  digest: z.boolean().meta({ description: 'A mail on every working day with what waits for you.' }),
  hour: z.int().min(0).max(23).meta({ description: 'At this hour of your clock.' }),
  time_zone: z
    .string()
    .max(100)
    .refine(isZone, 'must be a time zone such as Europe/Berlin')
    .meta({ description: 'IANA name of your zone.' }),
};
const shape = z.object({ ...wishes, time_zone: z.string() });

/** How members of staff want to be told of their work. */
export function ownNotificationRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/session/digest',
      right: 'own',
      tag: 'Sign-in',
      summary: 'Read how you are told of your work',
      responses: { 200: { description: 'Your wishes; nothing by mail until you say so.', schema: shape } },
      handle: async ({ caller }) => ({ status: 200, body: view(await readWishes(db, caller.name)) }),
    }),
    route({
      method: 'put',
      path: '/v1/session/digest',
      right: 'own',
      tag: 'Sign-in',
      summary: 'Say how you want to be told of your work',
      body: z.strictObject(wishes),
      responses: { 200: { description: 'Your wishes.', schema: shape } },
      async handle({ body: { digest, hour, time_zone: timeZone }, caller, now }) {
        const wished = { digest, hour, timeZone };
        await keepWishes(db, caller.name, wished, now);
        return { status: 200, body: view(wished) };
      },
    }),
  ];
}

function view({ digest, hour, timeZone }: NotificationWishes): z.input<typeof shape> {
  return { digest, hour, time_zone: timeZone };
}

function isZone(zone: string): boolean {
  return zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone);
}
