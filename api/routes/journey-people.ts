import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import type { Ending, EntryRefusal, JourneyHeader } from '../../domain/journey';
import { SECOND_MS } from '../../domain/duration';
import { readPeople, type CountedPerson, type Group } from '../../prisma/journeys/people';
import { compareWithHoldout, MOST_COMPARED, readCompared } from '../../prisma/journeys/holdout';
import { firstDay } from '../../prisma/trust-tallies';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { inQuery } from '../place';
import { route, type Route } from '../route';
import { daysQuery, journeyNamed } from './journey-map';

const REASONS = [
  'already_running',
  'once_only',
  'reentry_window',
  'holdout',
  'open_trouble',
] as const satisfies EntryRefusal[];
const ENDINGS = ['done', 'goal', 'exit', 'steered'] as const satisfies Ending[];

const personSchema = z.object({
  customer_id: z.uuid(),
  name: z.string().nullable(),
  owner: z.string().nullable(),
  lifecycle: z.string().nullable(),
  enrollment_id: z.uuid().nullable().meta({ description: 'The run; null for somebody who was refused.' }),
  stage: z.string().nullable(),
  at: z.iso.datetime().meta({ description: 'When it happened; of those who stand: since when.' }),
  paused: z.boolean(),
  stuck: z.boolean(),
});

const withinQuery = z.coerce
  .number()
  .int()
  .min(1)
  .max(366)
  .default(30)
  .meta({ description: 'Days to reach the goal.' });

const peopleQuery = pageQuery.extend({
  who: z.enum(['standing', 'entered', 'left', 'refused', 'let_in', 'kept_out']).meta({
    description:
      '`standing`: now. `entered` a stage, `left` one, were `refused` at the door: in the period. `let_in`, `kept_out`: those whom the holdout compares.',
  }),
  stage: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Which stage; all of them when not given, but for `entered`.' }),
  to: z.string().max(200).optional().meta({ description: 'Of those who left: for this stage.' }),
  how: z
    .enum([...ENDINGS, 'short'])
    .optional()
    .meta({ description: 'Of those who left: the journey ended for them so; `short`: in any way but at its goal.' }),
  reason: z.enum(REASONS).optional().meta({ description: 'Of those who were refused: by this rule.' }),
  only: z.enum(['paused', 'stuck']).optional().meta({ description: 'Of those who stand.' }),
  longer_than: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .meta({ description: 'Of those who stand and are not paused: longer than so many seconds.' }),
  reached: z
    .stringbool()
    .default(false)
    .meta({ description: 'Of those who are compared: who did what the journey is for within `within` days.' }),
  within: withinQuery,
  days: daysQuery.shape.days,
});

const named = z.object({ name: z.string().max(200).meta({ description: 'Name of the journey.' }) });
const reached = z.object({ of: z.int(), reached: z.int() });

/** See people, not counts (M15): whom each number on a journey's map counts; and whether the journey helps (X12). */
export function journeyPeopleRoutes({ db, journeys }: Pick<ApiDeps, 'db' | 'journeys'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/journeys/:name/people',
      right: 'read',
      tag: 'Journeys',
      summary: 'List the people behind a number on the map of a journey',
      description: 'Those who stand, the longest first; all others, the latest first.',
      params: named,
      query: peopleQuery,
      responses: { 200: { description: 'People.', schema: pageOf(personSchema) } },
      async handle({ params: { name }, query, now }) {
        const header = journeyNamed(journeys, name);
        const { limit, cursor } = query;
        const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = at && id ? { at: new Date(at), id } : undefined;
        const { who, days, within, reached: onlyReached } = query;
        const page = { after, limit: limit + 1 };
        const rows =
          who === 'let_in' || who === 'kept_out'
            ? await readCompared(
                db,
                { journey: name, goal: header.goal, days: within, since: firstDay(days, now) },
                { side: who, reached: onlyReached },
                page,
              )
            : await readPeople(db, name, groupOf({ ...query, who }, header, now), page);
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(personView),
            next_cursor: last ? encodeCursor([last.at.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/journeys/:name/holdout',
      right: 'read',
      tag: 'Journeys',
      summary: 'Compare who was let into a journey with who was kept out',
      description:
        'How many of each did what the journey is for within `within` days, whatever else happened to them. Of those who came in the period ' +
        `the latest ${MOST_COMPARED} on each side are looked at. Without a holdout nobody was kept out.`,
      params: named,
      query: daysQuery.extend({ within: withinQuery }),
      responses: {
        200: {
          description: 'The comparison.',
          schema: z.object({
            goal: z.array(z.string()),
            holdout: z.number().meta({ description: 'Share of customers who are kept out.' }),
            within: z.int(),
            at_most: z.int().meta({ description: 'So many on each side are compared, the latest; there may be more.' }),
            let_in: reached,
            kept_out: reached,
          }),
        },
      },
      async handle({ params: { name }, query: { days, within }, now }) {
        const { goal, holdout } = journeyNamed(journeys, name);
        const since = firstDay(days, now);
        const { letIn, keptOut } = await compareWithHoldout(db, { journey: name, goal, days: within, since });
        return {
          status: 200,
          body: { goal: [...goal], holdout, within, at_most: MOST_COMPARED, let_in: letIn, kept_out: keptOut },
        };
      },
    }),
  ];
}

/** Throws InvalidInput when the question is not whole. */
function groupOf(
  query: z.output<typeof peopleQuery> & { readonly who: Group['who'] },
  header: JourneyHeader,
  now: Date,
): Group {
  const { who, stage, to, how, reason, only, longer_than: longerThan, days } = query;
  const since = firstDay(days, now);
  const stages = stage === undefined ? header.stages : [stage];
  switch (who) {
    case 'standing': {
      const before = longerThan === undefined ? undefined : new Date(now.getTime() - longerThan * SECOND_MS);
      return { who, stages, only, before };
    }
    case 'entered':
      return { who, since, stage: stage ?? missing('stage', 'name the stage that they entered') };
    case 'left':
      if (to !== undefined) return { who, since, stages, to: [`next:${to}`] };
      if (how === 'short') return { who, since, stages, to: ENDINGS.filter((each) => each !== 'goal') };
      return { who, since, stages, to: [how ?? missing('to', 'name a stage here, or in `how` how the journey ended')] };
    case 'refused':
      return { who, since, reason: reason ?? missing('reason', 'name the rule that refused them') };
  }
}

function missing(parameter: string, detail: string): never {
  throw new InvalidInput('This does not say whom to list.', [{ pointer: inQuery([parameter]), detail }]);
}

function personView(row: CountedPerson): z.input<typeof personSchema> {
  return {
    customer_id: row.customerId,
    name: row.name,
    owner: row.owner,
    lifecycle: row.lifecycle,
    enrollment_id: row.enrollmentId,
    stage: row.stage,
    at: row.at.toISOString(),
    paused: row.paused,
    stuck: row.stuck,
  };
}
