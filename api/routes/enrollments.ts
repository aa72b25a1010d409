import { z } from 'zod';
import { Conflict, InvalidInput } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { TIMER_POLICIES } from '../../domain/hold';
import type { Steering } from '../../domain/journey';
import { resolveCustomerId } from '../../prisma/customers';
import type { Right } from '../../domain/right';
import { listEnrollments, nextStep, readEnrollment, type EnrollmentState } from '../../prisma/enrollment-reads';
import { steer } from '../../prisma/enrollments';
import { readTimeline } from '../../prisma/timeline';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Reply, type Request, type Route } from '../route';
import { enrollRoute } from './enroll';
import { enrollmentFileSchema, enrollmentSchema, enrollmentView, nextView } from './enrollment-view';
import { timelinePlace, timelineView } from './timeline-view';

const one = z.object({ id: z.uuid().meta({ description: 'The enrollment.' }) });
const text = z.string().max(200).optional();
const nothing = z.strictObject({}).default({});

/** Enrollments: entering, reading, and laying a hand on them (X07, X10). */
export function enrollmentRoutes(deps: Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>): Route[] {
  const { db, journeys, wakeRelay } = deps;

  return [
    enrollRoute(deps),

    route({
      method: 'get',
      path: '/v1/enrollments',
      right: 'read',
      tag: 'Enrollments',
      summary: 'List enrollments, the last first',
      query: pageQuery.extend({
        journey: text,
        state: z.enum(['active', 'paused', 'ended']).optional(),
        stage: text,
        customer_id: text.meta({ description: 'Our id, or the user id of the backend.' }),
        stuck: z.stringbool().optional().meta({ description: 'Only those that cannot go on, or only others.' }),
      }),
      responses: { 200: { description: 'Enrollments.', schema: pageOf(enrollmentSchema) } },
      problems: [404],
      async handle({ query: { limit, cursor, journey, state, stage, customer_id: customer, stuck } }) {
        const customerId = customer === undefined ? undefined : await resolveCustomerId(db, customer);
        const [enteredAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = enteredAt && id ? { enteredAt: new Date(enteredAt), id } : undefined;
        const rows = await listEnrollments(
          db,
          { journey, state, stage, customerId, stuck },
          { after, limit: limit + 1 },
        );
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(enrollmentView),
            next_cursor: last ? encodeCursor([last.enteredAt.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/enrollments/:id',
      right: 'read',
      tag: 'Enrollments',
      summary: 'Read an enrollment with its timeline and its next step',
      description: '`limit` and `cursor` page through the timeline.',
      params: one,
      query: pageQuery.extend({
        limit: z.coerce.number().int().min(1).max(500).default(100).meta({ description: 'Entries of the timeline.' }),
      }),
      responses: { 200: { description: 'The enrollment.', schema: enrollmentFileSchema } },
      async handle({ params, query: { limit, cursor } }) {
        const enrollment = await readEnrollment(db, params.id);
        const [next, entries] = await Promise.all([
          nextStep(db, enrollment),
          readTimeline(db, { enrollmentId: params.id }, { after: timelinePlace(cursor), limit: limit + 1 }),
        ]);
        return {
          status: 200,
          body: { ...enrollmentView(enrollment), next: nextView(next), timeline: timelineView(entries, limit) },
        };
      },
    }),

    steering({
      path: '/v1/enrollments/:id/pause',
      right: 'work',
      summary: 'Pause an enrollment',
      description: 'Whatever falls due meanwhile happens after it is resumed. Pausing again changes nothing.',
      body: z
        .strictObject({
          timers: z.enum(TIMER_POLICIES).default('keep').meta({
            description: '`keep`: its timers run on. `shift`: what is left of a wait is left again when it is resumed.',
          }),
        })
        .default({ timers: 'keep' }),
      steeringOf: async ({ body: { timers } }) => ({ kind: 'pause', ...(timers === 'shift' && { timers }) }),
      already: 'paused',
    }),
    hand('resume', {
      right: 'work',
      summary: 'Resume an enrollment that was paused by hand',
      description:
        'Resuming one that runs changes nothing. One that a hold keeps paused is resumed by ending the hold.',
      already: 'active',
    }),
    hand('exit', {
      right: 'work',
      summary: 'End an enrollment',
      description: 'Open tasks of it are cancelled with a banner.',
    }),
    hand('advance', {
      right: 'steer',
      summary: 'End the present wait as if its time had passed',
      description: 'To play a journey by hand.',
    }),

    steering({
      path: '/v1/enrollments/:id/stage',
      right: 'steer',
      summary: 'Move an enrollment to a stage',
      body: z.strictObject({ stage: z.string().max(200) }),
      async steeringOf({ params, body: { stage } }) {
        const { journey } = await readEnrollment(db, params.id);
        const stages = journeys.find(({ name }) => name === journey)?.stages ?? [];
        if (stages.includes(stage)) return { kind: 'stage', stage };
        const detail = `there is no stage "${stage}" in ${journey}; there are ${stages.join(', ')}`;
        throw new InvalidInput('There is no such stage.', [{ pointer: '/stage', detail }]);
      },
    }),
  ];

  function hand(
    kind: 'resume' | 'exit' | 'advance',
    {
      right,
      summary,
      description,
      already,
    }: {
      readonly right: Right;
      readonly summary: string;
      readonly description: string;
      readonly already?: EnrollmentState;
    },
  ): Route {
    const path = `/v1/enrollments/:id/${kind}`;
    return steering({
      path,
      right,
      summary,
      description,
      body: nothing,
      steeringOf: async () => ({ kind }),
      ...(already && { already }),
    });
  }

  /** A hand on one enrollment. In the state `already` it has nothing to do. */
  function steering<B extends z.ZodType>(definition: {
    readonly path: string;
    readonly right: Right;
    readonly summary: string;
    readonly description?: string;
    readonly body: B;
    readonly steeringOf: (request: Request<typeof one, undefined, B>) => Promise<Hand>;
    readonly already?: EnrollmentState;
  }): Route {
    const { steeringOf, already, ...rest } = definition;
    return route({
      ...rest,
      method: 'post',
      tag: 'Enrollments',
      params: one,
      responses: {
        202: {
          description: 'The enrollment; the journey itself hears of it within moments.',
          schema: enrollmentSchema,
        },
      },
      async handle(request): Promise<Reply> {
        const { params, caller, now } = request;
        const wanted: Steering = { steerId: newId(now), ...(await steeringOf(request)) };
        try {
          await inTransaction(db, (tx) => steer(tx, params.id, wanted, caller.name, now));
          wakeRelay();
        } catch (error) {
          if (!(error instanceof Conflict) || already === undefined || error.extra['state'] !== already) throw error;
        }
        return { status: 202, body: enrollmentView(await readEnrollment(db, params.id)) };
      },
    });
  }
}

type Hand = Steering extends infer S ? (S extends Steering ? Omit<S, 'steerId'> : never) : never;
