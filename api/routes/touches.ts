import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../../domain/channel';
import { NotFound } from '../../domain/errors';
import { TOUCH_STATES, type Verdict } from '../../domain/touch';
import { findTouch, type TouchFile } from '../../prisma/touches';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const time = z.iso.datetime();

const verdictSchema = z.object({
  channel: z.enum(CHANNELS),
  rule: z.string().meta({ description: 'variant, channel, address, attempts, suppression, consent.' }),
  pass: z.boolean(),
  reason: z.string(),
  inputs: z.record(z.string(), z.unknown()).meta({ description: 'What the rule decided on.' }),
});

const attemptSchema = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  provider: z.string(),
  state: z.enum(['dispatching', 'accepted', 'rejected', 'released', 'ambiguous', 'unknown']).meta({
    description: '`released`: nothing went out; `ambiguous`: it may have, evidence is awaited; `unknown`: none came.',
  }),
  started_at: time,
  finished_at: time.nullable(),
  provider_id: z.string().nullable(),
  code: z
    .string()
    .nullable()
    .meta({ description: "Why it was refused or released: our class and the provider's code." }),
});

const touchSchema = z.object({
  id: z.uuid(),
  customer_id: z.uuid(),
  enrollment_id: z.uuid().nullable(),
  journey: z.string().nullable(),
  stage: z.string().nullable(),
  message: z.string(),
  class: z.enum(MESSAGE_CLASSES),
  topic: z.string(),
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
  code_version: z.string(),
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
      role: 'operate',
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

function touchView(touch: TouchFile): z.input<typeof touchSchema> {
  return {
    id: touch.id,
    customer_id: touch.customerId,
    enrollment_id: touch.enrollmentId,
    journey: touch.journey,
    stage: touch.stage,
    message: touch.message,
    class: touch.messageClass,
    topic: touch.topic,
    locale: touch.locale,
    state: touch.state,
    channel: touch.channel,
    reason: touch.reason,
    deferred_until: touch.deferredUntil?.toISOString() ?? null,
    planned_at: touch.plannedAt.toISOString(),
    updated_at: touch.updatedAt.toISOString(),
    code_version: touch.codeVersion,
    verdicts: touch.verdicts.map(({ channel, rule, pass, reason, inputs }: Verdict) => ({
      channel,
      rule,
      pass,
      reason,
      inputs,
    })),
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
