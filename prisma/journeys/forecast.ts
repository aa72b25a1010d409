import { DAY_MS } from '../../domain/duration';
import type { Past, PastMoves, PastTasks, StandingRuns } from '../../domain/policy/forecast';
import type { Serving } from '../../domain/policy/capacity';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { dateOf } from '../trust-tallies';
import type { Period } from './figures';

/** Runs that stand somewhere and are not paused, by the day since when and the day until which they wait. */
export async function readStandingRuns(db: Db, today: Date): Promise<StandingRuns[]> {
  return db.$queryRaw<StandingRuns[]>(standingRunsStatement(today));
}

/** The statement of `readStandingRuns`: reads the index of open stays alone, and leaves out the few that are paused. */
export function standingRunsStatement(today: Date): Prisma.Sql {
  const day = (at: Prisma.Sql) => Prisma.sql`((${at} AT TIME ZONE 'UTC')::date - ${dateOf(today)}::date)`;
  return Prisma.sql`
    SELECT v.journey, v.stage, ${day(Prisma.sql`v.entered_at`)} AS "sinceDay", ${day(Prisma.sql`v.waits_until`)} AS "waitsUntilDay", count(*)::int AS count
    FROM stage_visits v WHERE v.left_at IS NULL
      AND NOT EXISTS (SELECT FROM enrollments e WHERE e.id = v.enrollment_id AND e.state = 'paused')
    GROUP BY 1, 2, 3, 4`;
}

/** Tasks of so many runs are looked at for how long after entering a stage they are opened, the latest first. */
const MOST_TASKS = 2_000;

/** What the forecast goes by: moves, tasks and entries of a period. */
export async function readPast(db: Db, period: Period): Promise<Past> {
  const [moves, tasks, delays] = await Promise.all([
    db.$queryRaw<PastMoves[]>(pastMovesStatement(period)),
    db.$queryRaw<Omit<PastTasks, 'afterMs'>[]>(pastTasksStatement(period)),
    db.$queryRaw<{ journey: string; stage: string; queue: string; afterMs: number }[]>(Prisma.sql`
      SELECT t.journey, t.stage, t.queue, (avg(extract(epoch FROM t.opened_at - v.entered_at)) * 1000)::float8 AS "afterMs"
      FROM (SELECT * FROM tasks WHERE opened_at >= ${period.from}::timestamptz AND enrollment_id IS NOT NULL ORDER BY opened_at DESC, id DESC LIMIT ${MOST_TASKS}) t
      CROSS JOIN LATERAL (
        SELECT entered_at FROM stage_visits WHERE enrollment_id = t.enrollment_id AND stage = t.stage AND entered_at <= t.opened_at
        ORDER BY entered_at DESC LIMIT 1
      ) v GROUP BY t.journey, t.stage, t.queue`),
  ]);
  const after = new Map(delays.map(({ journey, stage, queue, afterMs }) => [`${journey} ${stage} ${queue}`, afterMs]));
  return {
    moves: moves.filter(({ stage }) => stage !== ''),
    tasks: tasks.map((task) => ({ ...task, afterMs: after.get(`${task.journey} ${task.stage} ${task.queue}`) ?? 0 })),
    entered: enteredBy(moves),
  };
}

/**
 * Moves of a period, also of those who came from outside, whose stage is empty. The period has an end here and below, because of a statement that has
 * been prepared the planner knows no more than that, and would read everything since for one that has none.
 */
export function pastMovesStatement({ from, to }: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT journey, stage, CASE WHEN left_to LIKE 'next:%' THEN substr(left_to, 6) END AS next, bucket, sum(count)::int AS count
    FROM stage_moves WHERE day BETWEEN ${dateOf(from)}::date AND ${dateOf(to)}::date GROUP BY 1, 2, 3, 4`;
}

/** Tasks of a period by where they came from: reads the index by time alone. */
export function pastTasksStatement({ from, to }: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT journey, stage, queue, count(*)::int AS count FROM tasks
    WHERE opened_at BETWEEN ${from}::timestamptz AND ${to}::timestamptz AND journey IS NOT NULL AND stage IS NOT NULL GROUP BY journey, stage, queue`;
}

function enteredBy(moves: readonly PastMoves[]): ReadonlyMap<string, number> {
  const entered = new Map<string, number>();
  for (const { journey, next, count } of moves) {
    if (next === null) continue;
    const key = `${journey} ${next}`;
    entered.set(key, (entered.get(key) ?? 0) + count);
  }
  return entered;
}

/** Unfinished tasks by queue and the day on which they are due, as days from today: those that are overdue have a negative one. */
export async function readDue(
  db: Db,
  today: Date,
): Promise<readonly { readonly queue: string; readonly day: number; readonly count: number }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT queue, (due_at AT TIME ZONE 'UTC')::date - ${dateOf(today)}::date AS day, count(*)::int AS count
    FROM tasks WHERE state IN ('open', 'claimed', 'snoozed') GROUP BY 1, 2`);
}

/** Those who complete tasks: agents and leads who have come in. More than so many do not work in one place. */
export async function readServing(db: Db): Promise<readonly Serving[]> {
  return db.staff.findMany({
    where: { role: { in: ['agent', 'lead'] }, disabledAt: null, joinedAt: { not: null } },
    select: { queues: true, loadLimit: true, absentFrom: true, absentUntil: true },
    take: 5_000,
  });
}

/** The first instant of the UTC day so many days before. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - days * DAY_MS);
}
