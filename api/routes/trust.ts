import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import { TRUST_MEASURES } from '../../domain/policy/trust';
import { readTrust, type JudgedRate } from '../../prisma/guardrails';
import { readHolds } from '../../prisma/holds';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const rateSchema = z.object({
  measure: z.enum(TRUST_MEASURES),
  channel: z.enum(CHANNELS),
  by: z.enum(['channel', 'topic', 'domain']).meta({ description: 'What is told apart within the channel.' }),
  value: z.string().meta({ description: 'The topic or the domain; `*` for the channel as a whole.' }),
  count: z.int(),
  of: z.int().meta({ description: 'Of so many: delivered, for bounces sent. Without what was resumed behind.' }),
  rate: z.number().meta({ description: 'From 0 to 1.' }),
  level: z
    .enum(['silent', 'good', 'warn', 'pause'])
    .meta({ description: '`silent`: too few to say anything; `pause`: marketing is paused for it.' }),
  sent: z.int(),
  delivered: z.int(),
});

const trustSchema = z.object({
  days: z.int().meta({ description: 'Over so many UTC days, today included.' }),
  paused: z.boolean().meta({ description: 'Whether a guardrail holds marketing now.' }),
  rates: z.array(rateSchema),
});

/** Whether customers still trust us (M34): complaints, unsubscriptions and bounces against their guardrails. */
export function trustRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/trust',
      right: 'read',
      tag: 'Trust',
      summary: 'Read complaint, unsubscription and bounce rates by channel, topic and recipients’ domain',
      description:
        'Of all classes of messages together, as mailbox providers see them. Domains with fewer messages than the settings name are left ' +
        'out. Guardrails are in the settings.',
      responses: { 200: { description: 'The rates.', schema: trustSchema } },
      async handle({ now }) {
        const [{ days, rates }, holds] = await Promise.all([readTrust(db, now), readHolds(db, now)]);
        const paused = holds.some(({ cause }) => cause === 'guardrail');
        return { status: 200, body: { days, paused, rates: rates.map(rateView) } };
      },
    }),
  ];
}

function rateView({ measure, group, tally, rate }: JudgedRate): z.input<typeof rateSchema> {
  return { measure, ...group, ...rate, sent: tally.sent, delivered: tally.delivered };
}
