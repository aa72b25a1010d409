import { z } from 'zod';
import { DAY_MS } from '../../domain/duration';
import { forecastTasks } from '../../domain/policy/forecast';
import { capacityOn } from '../../domain/policy/capacity';
import { daysBefore, readDue, readPast, readServing, readStandingRuns } from '../../prisma/journeys/forecast';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

/** Days ahead, and days back that it goes by. */
const DAYS = 14;
const PAST_DAYS = 90;

const queueSchema = z.object({
  queue: z.string(),
  capacity: z.int().nullable().meta({
    description:
      'Tasks that its people can have at a time today, by their limits; null where somebody has none, or nobody serves it.',
  }),
  overdue: z.int().meta({ description: 'Unfinished tasks that were due before today.' }),
  days: z.array(
    z.object({
      day: z.iso.date(),
      expected: z.number().meta({ description: 'New tasks that journeys are expected to open, to a tenth.' }),
      due: z.int().meta({ description: 'Tasks that are open already and due on this day.' }),
      staff: z.int().meta({ description: 'People who take tasks from it and are not away.' }),
      capacity: z.int().nullable(),
    }),
  ),
});

const forecastSchema = z.object({
  from: z.iso.date(),
  queues: z.array(queueSchema),
  assumes: z.object({
    past_days: z.int().meta({ description: 'So many past days it goes by.' }),
    runs: z.int().meta({ description: 'Runs that stand somewhere and are not paused.' }),
    guessed: z.int().meta({
      description: 'Of these, those in stages that too few have left: their ways in the source are taken alike.',
    }),
  }),
});

/** How much work is coming (X09): tasks expected on each queue, from what running journeys wait for, beside those that are open already. */
export function forecastRoutes({
  db,
  playbooks,
  stories = {},
}: Pick<ApiDeps, 'db' | 'playbooks' | 'stories'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/forecast',
      right: 'read',
      tag: 'Journeys',
      summary: `Forecast the tasks of the next ${DAYS} days by queue`,
      description:
        'Supposes that runs go on when their present wait ends, or later where others took longer; that as many answer in time, and take each ' +
        'way, as in the past; that stages lead to tasks as often as in the past; and that nobody else enters, and nobody is moved by hand. ' +
        'Days are UTC days. Every playbook’s queue is there, also with nothing on it.',
      responses: { 200: { description: 'The forecast.', schema: forecastSchema } },
      async handle({ now }) {
        const today = daysBefore(now, 0);
        const [runs, past, due, staff] = await Promise.all([
          readStandingRuns(db, today),
          readPast(db, { from: daysBefore(now, PAST_DAYS), to: now }),
          readDue(db, today),
          readServing(db),
        ]);
        const queueOf = (playbook: string) =>
          Object.hasOwn(playbooks, playbook) ? playbooks[playbook]?.queue : undefined;
        const { byQueue, ...counted } = forecastTasks(runs, past, { days: DAYS, stories, queueOf });
        const queues = new Set([
          ...Object.values(playbooks).map(({ queue }) => queue),
          ...byQueue.keys(),
          ...due.map(({ queue }) => queue),
        ]);
        const count = (queue: string, is: (day: number) => boolean) =>
          due.filter((each) => each.queue === queue && is(each.day)).reduce((sum, each) => sum + each.count, 0);
        return {
          status: 200,
          body: {
            from: dateAfter(today, 0),
            queues: [...queues].toSorted().map((queue) => ({
              queue,
              capacity: capacityOn(staff, queue, now).capacity,
              overdue: count(queue, (day) => day < 0),
              days: Array.from({ length: DAYS }, (_, day) => ({
                day: dateAfter(today, day),
                expected: Math.round((byQueue.get(queue)?.[day] ?? 0) * 10) / 10,
                due: count(queue, (each) => each === day),
                ...capacityOn(staff, queue, new Date(today.getTime() + (day + 0.5) * DAY_MS)),
              })),
            })),
            assumes: { past_days: PAST_DAYS, ...counted },
          },
        };
      },
    }),
  ];
}

function dateAfter(today: Date, days: number): string {
  return new Date(today.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}
