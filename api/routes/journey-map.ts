import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import type { JourneyHeader } from '../../domain/journey';
import { mapOf, stallsAfter, type Edge, type JourneyMap } from '../../domain/journey-map';
import type { Moment } from '../../domain/moment';
import { readMoves, readOpenTasks, readRefusals, readStanding, type Standing } from '../../prisma/journeys/figures';
import { readResults } from '../../prisma/message-days';
import { firstDay } from '../../prisma/trust-tallies';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { momentSchema, momentView, type Figures } from './moment-view';

/** The period of figures: the last so many UTC days, today included. */
export const daysQuery = z.object({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(30)
    .meta({ description: 'The last so many UTC days, today included.' }),
});

const stay = z.object({ median_seconds: z.int(), p90_seconds: z.int(), of: z.int() }).meta({
  description: 'How long those who left had stayed: half of them shorter, nine of ten shorter; each within a tenth.',
});

const stageSchema = z.object({
  name: z.string(),
  story: z.string().meta({ description: 'As the source says it; empty when the stage is no longer there.' }),
  messages: z.array(z.string()).meta({ description: 'Those that it may send.' }),
  playbooks: z.array(z.string()).meta({ description: 'By which it may hand over to a person.' }),
  waits_for: z.array(z.string()).meta({ description: 'Events that lead on sooner.' }),
  waits: z.array(z.string()).meta({ description: 'How long its waits are, as written.' }),
  standing: z.int().meta({ description: 'Who stands in it now, paused and stuck ones included.' }),
  paused: z.int(),
  stuck: z.int(),
  stalled: z
    .object({ count: z.int(), longer_than_seconds: z.int() })
    .nullable()
    .meta({ description: 'Who stands in it longer than nine of ten did; null where too few have left it to say.' }),
  entered: z.int(),
  left: z.int(),
  dropped: z.int().meta({ description: 'Of those who left: for whom the journey ended here, short of its goal.' }),
  stay: stay.nullable(),
});

const edgeSchema = z.object({
  from: z.string().nullable().meta({ description: 'A stage; null: from outside.' }),
  to: z.string().nullable().meta({ description: 'A stage; null when the journey ended.' }),
  how: z.enum(['done', 'goal', 'exit', 'steered']).nullable().meta({ description: 'How it ended.' }),
  in_code: z
    .boolean()
    .meta({ description: 'The source leads here. Who took another way reached the goal or was moved by hand.' }),
  count: z.int(),
});

const mapSchema = z.object({
  name: z.string(),
  owner: z.string(),
  summary: z.string(),
  story: z.string().meta({ description: 'The docstring of the journey.' }),
  goal: z.array(z.string()),
  from: z.iso.datetime(),
  days: z.int(),
  entered: z.int(),
  ended: z.object({ total: z.int(), done: z.int(), goal: z.int(), exit: z.int(), steered: z.int() }),
  refused: z.object({ total: z.int(), by_reason: z.record(z.string(), z.int()) }),
  standing: z.int(),
  stages: z.array(stageSchema),
  edges: z.array(edgeSchema),
  moments: z.array(momentSchema),
});

/** A journey as a map with live figures (M15, M16): who stands where, who went where, who was lost on the way, and how long it took. */
export function journeyMapRoutes({
  db,
  journeys,
  stories = {},
}: Pick<ApiDeps, 'db' | 'journeys' | 'stories'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/journeys/:name/map',
      right: 'read',
      tag: 'Journeys',
      summary:
        'Read the map of a journey: its stages with who stands in them, the ways between them, and the moments that matter',
      description:
        'Whoever stands somewhere is counted as of now; entries, moves, endings and stays over the period. `GET /v1/journeys/{name}/people` ' +
        'lists whom each number counts.',
      params: z.object({ name: z.string().max(200).meta({ description: 'Name of the journey.' }) }),
      query: daysQuery,
      responses: { 200: { description: 'The map.', schema: mapSchema } },
      async handle({ params: { name }, query: { days }, now }) {
        const header = journeyNamed(journeys, name);
        const period = { from: firstDay(days, now), to: now };
        const [moves, refused, tasks, results] = await Promise.all([
          readMoves(db, name, period),
          readRefusals(db, name, period),
          readOpenTasks(db, name),
          readResults(db, period),
        ]);
        const map = mapOf(header, stories[name], moves);
        const stalls = stallsAfter(map.stages);
        const standing = await readStanding(db, name, stalls, now);
        const figures = { map, standing, tasks, results };
        return {
          status: 200,
          body: {
            name,
            owner: header.owner,
            summary: header.story,
            story: stories[name]?.story ?? header.story,
            goal: [...header.goal],
            from: period.from.toISOString(),
            days,
            ...mapView(map, standing, stalls),
            refused: { total: sum(Object.values(refused)), by_reason: refused },
            moments: momentsView(header.moments ?? [], figures),
          },
        };
      },
    }),
  ];
}

/** The journey of this name. Throws NotFound. */
export function journeyNamed(journeys: readonly JourneyHeader[], name: string): JourneyHeader {
  const header = journeys.find((each) => each.name === name);
  if (!header) throw new NotFound(`There is no journey "${name}".`);
  return header;
}

function mapView(map: JourneyMap, standing: readonly Standing[], stalls: ReadonlyMap<string, number>) {
  const now = new Map(standing.map((each) => [each.stage, each]));
  return {
    entered: map.entered,
    ended: { total: sum(Object.values(map.ended)), ...map.ended },
    standing: sum(standing.map((each) => each.standing)),
    stages: map.stages.map((stage): z.input<typeof stageSchema> => {
      const here = now.get(stage.name) ?? { standing: 0, paused: 0, stuck: 0, stalled: 0 };
      const limit = stalls.get(stage.name);
      return {
        name: stage.name,
        story: stage.story,
        messages: [...stage.messages],
        playbooks: [...stage.playbooks],
        waits_for: [...stage.waitsFor],
        waits: [...stage.waits],
        standing: here.standing,
        paused: here.paused,
        stuck: here.stuck,
        stalled: limit === undefined ? null : { count: here.stalled, longer_than_seconds: seconds(limit) },
        entered: stage.entered,
        left: stage.left,
        dropped: stage.dropped,
        stay: stage.stay && {
          median_seconds: seconds(stage.stay.medianMs),
          p90_seconds: seconds(stage.stay.p90Ms),
          of: stage.stay.of,
        },
      };
    }),
    edges: map.edges.map(edgeView),
  };
}

function edgeView({ from, to, inCode, count }: Edge): z.input<typeof edgeSchema> {
  return { from, to: 'stage' in to ? to.stage : null, how: 'end' in to ? to.end : null, in_code: inCode, count };
}

function momentsView(moments: readonly Moment[], figures: Figures) {
  return moments.map((moment) => momentView(moment, figures));
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
