import { z } from 'zod';
import type { JourneyHeader } from '../../domain/journey';
import { countOpen, type OpenCounts } from '../../prisma/enrollment-reads';
import { readRefusals, readTurnover, type Period } from '../../prisma/journeys/figures';
import { firstDay } from '../../prisma/trust-tallies';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { journeyNamed } from './journey-map';

const counts = z.record(z.string(), z.int());

const journeySchema = z.object({
  name: z.string(),
  owner: z.string().meta({ description: 'The team that answers for it.' }),
  story: z.string(),
  priority: z.enum(['high', 'normal', 'low']),
  on_conflict: z
    .enum(['wait', 'drop'])
    .meta({ description: 'What becomes of a touch that has to give way to a journey of a higher priority.' }),
  start_on: z.array(z.string()).meta({ description: 'Events that start it.' }),
  start_after_absence: z.array(z.object({ of: z.string(), for: z.string() })),
  start_before: z.array(z.object({ trait: z.string(), before: z.string() })),
  goal: z.array(z.string()),
  exit_on: z.array(z.string()),
  hears: z.array(z.string()).meta({ description: 'Every event that a running enrollment is told of.' }),
  reenter_after: z.string(),
  holdout: z.number().meta({ description: 'Share of customers who are kept out for comparison.' }),
  not_during_trouble: z.boolean(),
  stages: z.array(z.string()),
  open: z.object({
    total: z.int(),
    paused: z.int(),
    stuck: z.int().meta({ description: 'Those that cannot go on: `GET /v1/enrollments?stuck=true` says why.' }),
    by_stage: counts,
  }),
  lately: z.object({ days: z.int(), entered: z.int(), ended: z.int(), goal: z.int() }).meta({
    description: 'Who entered, whose run ended, and who of these reached the goal, in the last so many UTC days.',
  }),
});

const journeyFileSchema = journeySchema.extend({
  refused: z
    .object({ total: z.int(), by_reason: counts })
    .meta({ description: 'Who was refused at its door in the same days.' }),
});

/** The journeys that this installation runs, and who stands where in them (M15). They are written in code, so there is nothing to post. */
export function journeyRoutes({ db, journeys }: Pick<ApiDeps, 'db' | 'journeys'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/journeys',
      right: 'read',
      tag: 'Journeys',
      summary: 'List the journeys with their enrollments by stage',
      responses: { 200: { description: 'Journeys.', schema: z.object({ data: z.array(journeySchema) }) } },
      async handle({ now }) {
        const [open, turnover] = await Promise.all([countOpen(db), readTurnover(db, lately(now))]);
        const view = (header: JourneyHeader) => journeyView(header, open.get(header.name), turnover.get(header.name));
        return { status: 200, body: { data: journeys.map(view) } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/journeys/:name',
      right: 'read',
      tag: 'Journeys',
      summary: 'Read a journey with its enrollments and refusals',
      params: z.object({ name: z.string().meta({ description: 'Name of the journey.' }) }),
      responses: { 200: { description: 'The journey.', schema: journeyFileSchema } },
      async handle({ params: { name }, now }) {
        const header = journeyNamed(journeys, name);
        const [open, refused, turnover] = await Promise.all([
          countOpen(db, name),
          readRefusals(db, name, lately(now)),
          readTurnover(db, lately(now)),
        ]);
        return {
          status: 200,
          body: {
            ...journeyView(header, open.get(name), turnover.get(name)),
            refused: { total: sum(refused), by_reason: refused },
          },
        };
      },
    }),
  ];
}

const LATELY_DAYS = 30;

function lately(now: Date): Period {
  return { from: firstDay(LATELY_DAYS, now), to: now };
}

const NOBODY: OpenCounts = { byStage: {}, paused: 0, stuck: 0 };

function journeyView(
  header: JourneyHeader,
  { byStage, paused, stuck }: OpenCounts = NOBODY,
  turnover = { entered: 0, ended: 0, goal: 0 },
): z.input<typeof journeySchema> {
  const everyStage = { ...Object.fromEntries(header.stages.map((stage) => [stage, 0])), ...byStage };
  return {
    name: header.name,
    owner: header.owner,
    story: header.story,
    priority: header.priority,
    on_conflict: header.onConflict,
    start_on: [...header.startOn],
    start_after_absence: [...header.startAfterAbsence],
    start_before: [...header.startBefore],
    goal: [...header.goal],
    exit_on: [...header.exitOn],
    hears: [...header.hears],
    reenter_after: header.reenterAfter,
    holdout: header.holdout,
    not_during_trouble: header.notDuringTrouble,
    stages: [...header.stages],
    open: { total: sum(byStage), paused, stuck, by_stage: everyStage },
    lately: { days: LATELY_DAYS, ...turnover },
  };
}

function sum(counted: Readonly<Record<string, number>>): number {
  return Object.values(counted).reduce((total, count) => total + count, 0);
}
