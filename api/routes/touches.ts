import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../../domain/channel';
import { NotFound } from '../../domain/errors';
import type { Priority } from '../../domain/journey';
import { TOUCH_STATES, type Verdict } from '../../domain/touch';
import { findTouch, type TouchFile } from '../../prisma/touches';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const time = z.iso.datetime();

/** One rule of the gate, as it was applied to a touch. */
export const verdictSchema = z.object({
  rule: z.string().meta({
    description:
      'Of the whole touch: hold, fallback, pause, trouble, subject, priority, cap. Of a channel: variant, channel, address, attempts, ' +
      'suppression, consent, hold, provider, hours, cap, send_time.',
  }),
  channel: z.enum(CHANNELS).nullable().meta({ description: 'Null for a rule of the whole touch.' }),
  pass: z.boolean(),
  reason: z.string(),
  until: time.nullable().meta({ description: 'It does not pass for now, and is asked again then.' }),
  inputs: z.record(z.string(), z.unknown()).meta({ description: 'What the rule decided on.' }),
});

/** A verdict as it is answered. */
export function verdictView({ rule, channel, pass, reason, until, inputs }: Verdict): z.input<typeof verdictSchema> {
  return { rule, channel, pass, reason, until: until ?? null, inputs };
}

const attemptSchema = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  provider: z.string(),
  state: z.enum(['dispatching', 'accepted', 'rejected', 'released', 'ambiguous', 'unknown', 'bounced']).meta({
    description:
      '`released`: nothing went out; `ambiguous`: it may have, evidence is awaited; `unknown`: none came; `bounced`: it came back.',
  }),
  started_at: time,
  finished_at: time.nullable(),
  provider_id: z.string().nullable(),
  code: z
    .string()
    .nullable()
    .meta({ description: "Why it was refused or released: our class and the provider's code." }),
});

/** A touch as the API answers it. */
export const touchSchema = z.object({
  id: z.uuid(),
  customer_id: z.uuid(),
  enrollment_id: z.uuid().nullable(),
  journey: z.string().nullable(),
  stage: z.string().nullable(),
  message: z.string(),
  class: z.enum(MESSAGE_CLASSES),
  topic: z.string(),
  subject: z
    .string()
    .nullable()
    .meta({ description: 'What it is about, when another journey could speak of the same.' }),
  priority: z.enum(['high', 'normal', 'low']),
  locale: z.string().nullable(),
  state: z.enum(TOUCH_STATES),
  channel: z.enum(CHANNELS).nullable(),
  reason: z
    .string()
    .nullable()
    .meta({ description: 'The deciding rule when it did not go out; what it waits for when it is deferred.' }),
  deferred_until: time.nullable(),
  planned_at: time,
  updated_at: time,
  sent_at: time.nullable().meta({ description: 'When a provider took it over: what frequency caps count.' }),
  delivered_at: time.nullable(),
  answered_at: time.nullable().meta({ description: 'First human click, reply or other answer. Opening is none.' }),
  code_version: z.string(),
  settings_version: z.int().meta({ description: 'Version of the settings that the latest decision was made under.' }),
  verdicts: z
    .array(verdictSchema)
    .meta({ description: 'Every rule of the latest decision, in the order in which it was applied.' }),
  attempts: z.array(attemptSchema).meta({ description: 'Every call of a provider, the first first.' }),
});

/** Why a customer was, or was not, reached: one touch with every rule that was applied and every call that was made. */
export function touchRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/touches/:id',
      right: 'read',
      tag: 'Touches',
      summary: 'Read a touch: where it stands, and why',
      params: z.object({ id: z.uuid().meta({ description: 'The touch, as a timeline names it.' }) }),
      responses: { 200: { description: 'The touch.', schema: touchSchema } },
      async handle({ params }) {
        const touch = await findTouch(db, params.id);
        if (!touch) throw new NotFound('There is no such touch.');
        return { status: 200, body: touchView(touch) };
      },
    }),
  ];
}

/** A touch as it is answered. */
export function touchView(touch: TouchFile): z.input<typeof touchSchema> {
  return {
    id: touch.id,
    customer_id: touch.customerId,
    enrollment_id: touch.enrollmentId,
    journey: touch.journey,
    stage: touch.stage,
    message: touch.message,
    class: touch.messageClass,
    topic: touch.topic,
    subject: touch.subject,
    priority: touch.priority as Priority,
    locale: touch.locale,
    state: touch.state,
    channel: touch.channel,
    reason: touch.reason,
    deferred_until: touch.deferredUntil?.toISOString() ?? null,
    planned_at: touch.plannedAt.toISOString(),
    updated_at: touch.updatedAt.toISOString(),
    sent_at: touch.sentAt?.toISOString() ?? null,
    delivered_at: touch.deliveredAt?.toISOString() ?? null,
    answered_at: touch.answeredAt?.toISOString() ?? null,
    code_version: touch.codeVersion,
    settings_version: touch.settingsVersion,
    verdicts: touch.verdicts.map(verdictView),
    attempts: touch.attempts.map(({ id, channel, provider, state, startedAt, finishedAt, providerId, errorCode }) => ({
      id,
      channel,
      provider,
      state,
      started_at: startedAt.toISOString(),
      finished_at: finishedAt?.toISOString() ?? null,
      provider_id: providerId,
      code: errorCode,
    })),
  };
}
