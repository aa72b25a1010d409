import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { resolveCustomerId } from '../../prisma/customers';
import { readSettings } from '../../prisma/settings';
import { readWhy, type Why } from '../../prisma/why';
import type { ApiDeps } from '../deps';
import { inQuery } from '../place';
import { route, type Route } from '../route';
import { enrollmentSchema, enrollmentView, nextSchema, nextView } from './enrollment-view';
import { snakeKeys } from './timeline-view';
import { touchSchema, touchView } from './touches';

const time = z.iso.datetime();

const whySchema = z.object({
  customer_id: z.uuid(),
  journey: z.string().nullable().meta({ description: 'Null: all of them.' }),
  enrollments: z
    .array(enrollmentSchema.extend({ next: nextSchema.nullable() }))
    .meta({ description: 'The latest runs, and what happens next in them when nobody does anything.' }),
  refusals: z
    .array(z.object({ journey: z.string(), reason: z.string(), cause: z.looseObject({ kind: z.string() }), at: time }))
    .meta({ description: 'Entries that were refused, and by which rule, the latest first.' }),
  touches: z.array(touchSchema).meta({ description: 'The latest touches with every verdict, the latest first.' }),
  waiting: z
    .array(
      z.object({
        touch_id: z.uuid(),
        journey: z.string().nullable(),
        message: z.string(),
        reason: z.string().nullable().meta({ description: 'The rule that makes it wait.' }),
        until: time.nullable(),
      }),
    )
    .meta({ description: 'What is to be decided again, and when.' }),
  holds: z
    .array(
      z.object({
        id: z.uuid(),
        scope: z.string(),
        target: z.string(),
        cause: z.string(),
        reason: z.string(),
        since: time,
        until: time.nullable(),
        by: z.string(),
      }),
    )
    .meta({ description: 'What stops sending at present, as far as it may concern this customer.' }),
  preferences: z.object({
    channels: z.array(z.string()),
    most_per_week: z.int().nullable(),
    paused_until: time.nullable(),
  }),
  trouble: z.object({ open_tickets: z.int(), urgent_conversation: z.boolean(), open_tasks: z.int() }),
  settings_version: z.int(),
  code_version: z.string().meta({ description: 'Of the process that answers; each touch names the one that decided.' }),
});

/** Why, and why not, in one answer (X07). */
export function whyRoutes({ db, journeys, codeVersion }: Pick<ApiDeps, 'db' | 'journeys' | 'codeVersion'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/customers/:id/why',
      right: 'read',
      tag: 'Touches',
      summary: 'See why a customer was, or was not, written to',
      description:
        'Entries refused, the latest touches with every rule, what waits and until when, and what holds sending now.',
      params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
      query: z.object({ journey: z.string().max(200).optional().meta({ description: 'Of this journey only.' }) }),
      responses: { 200: { description: 'Everything that bears on it.', schema: whySchema } },
      async handle({ params, query: { journey }, now }) {
        if (journey !== undefined && !journeys.some(({ name }) => name === journey))
          throw new InvalidInput('There is no such journey.', [
            { pointer: inQuery(['journey']), detail: 'is no journey of this version' },
          ]);
        const customerId = await resolveCustomerId(db, params.id);
        const [why, { version }] = await Promise.all([readWhy(db, { customerId, journey }, now), readSettings(db)]);
        return {
          status: 200,
          body: {
            customer_id: customerId,
            journey: journey ?? null,
            ...whyView(why),
            settings_version: version,
            code_version: codeVersion,
          },
        };
      },
    }),
  ];
}

function whyView({ enrollments, refusals, touches, waiting, holds, standing: { preferences, trouble } }: Why) {
  return {
    enrollments: enrollments.map((row) => ({ ...enrollmentView(row), next: nextView(row.next) })),
    refusals: refusals.map(({ journey, reason, cause, at }) => ({
      journey,
      reason,
      cause: snakeKeys(cause) as { kind: string },
      at: at.toISOString(),
    })),
    touches: touches.map(touchView),
    waiting: waiting.map(({ id, journey, message, reason, until }) => ({
      touch_id: id,
      journey,
      message,
      reason,
      until: until?.toISOString() ?? null,
    })),
    holds: holds.map(({ id, scope, target, cause, reason, since, until, by }) => ({
      id,
      scope,
      target,
      cause,
      reason,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
      by,
    })),
    preferences: {
      channels: [...preferences.channels],
      most_per_week: preferences.mostPerWeek,
      paused_until: preferences.pausedUntil?.toISOString() ?? null,
    },
    trouble: {
      open_tickets: trouble.openTickets,
      urgent_conversation: trouble.urgentConversation,
      open_tasks: trouble.openTasks,
    },
  } satisfies Partial<z.input<typeof whySchema>>;
}
