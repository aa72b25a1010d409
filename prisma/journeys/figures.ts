import type { EntryRefusal } from '../../domain/journey';
import type { Stays } from '../../domain/stay';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { dateOf } from '../trust-tallies';

/** The UTC days that figures are read for, both included. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** How many went from a stage (null: from outside) to another or to the end of the journey, after stays of some length. */
export interface Moves extends Stays {
  readonly stage: string | null;
  /** `next:<stage>`, or how the journey ended. */
  readonly leftTo: string;
}

/** Who went where in a journey. Reads the counts by day. */
export async function readMoves(db: Db, journey: string, { from, to }: Period): Promise<Moves[]> {
  return db.$queryRaw<Moves[]>(movesStatement(journey, { from, to }));
}

/** The statement of `readMoves`, apart so that its plan can be looked at. */
export function movesStatement(journey: string, { from, to }: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT nullif(stage, '') AS stage, left_to AS "leftTo", bucket, sum(count)::int AS count FROM stage_moves
    WHERE journey = ${journey} AND day BETWEEN ${dateOf(from)}::date AND ${dateOf(to)}::date
    GROUP BY stage, left_to, bucket ORDER BY stage, left_to, bucket`;
}

/** How many entered each journey and how many reached its goal, or ended otherwise; journeys in which nobody moved are absent. */
export async function readTurnover(
  db: Db,
  { from, to }: Period,
): Promise<ReadonlyMap<string, { readonly entered: number; readonly ended: number; readonly goal: number }>> {
  const rows = await db.$queryRaw<{ journey: string; entered: number; ended: number; goal: number }[]>(Prisma.sql`
    SELECT journey, coalesce(sum(count) FILTER (WHERE stage = '' AND left_to LIKE 'next:%'), 0)::int AS entered,
      coalesce(sum(count) FILTER (WHERE left_to NOT LIKE 'next:%'), 0)::int AS ended,
      coalesce(sum(count) FILTER (WHERE left_to = 'goal'), 0)::int AS goal
    FROM stage_moves WHERE day BETWEEN ${dateOf(from)}::date AND ${dateOf(to)}::date GROUP BY journey`);
  return new Map(rows.map(({ journey, ...counts }) => [journey, counts]));
}

/** Who stands in a stage now. `stalled`: of those that are not paused, the ones that stand there longer than asked. */
export interface Standing {
  readonly stage: string;
  readonly standing: number;
  readonly paused: number;
  readonly stuck: number;
  readonly stalled: number;
}

/** Counts who stands where in a journey. `longerThanMs`: by stage, from when on a stay is a stall; a stage without one has none. */
export async function readStanding(
  db: Db,
  journey: string,
  longerThanMs: ReadonlyMap<string, number>,
  now: Date,
): Promise<Standing[]> {
  return db.$queryRaw<Standing[]>(standingStatement(journey, longerThanMs, now));
}

/** The statement of `readStanding`. */
export function standingStatement(journey: string, longerThanMs: ReadonlyMap<string, number>, now: Date): Prisma.Sql {
  const before = [...longerThanMs].map(([stage, ms]) => ({ stage, before: new Date(now.getTime() - ms) }));
  return Prisma.sql`
    SELECT e.stage, count(*)::int AS standing, (count(*) FILTER (WHERE e.state = 'paused'))::int AS paused,
      count(e.stuck_since)::int AS stuck, (count(*) FILTER (WHERE e.state = 'active' AND e.stage_at < l.before))::int AS stalled
    FROM enrollments e LEFT JOIN json_to_recordset(${JSON.stringify(before)}::json) AS l (stage text, before timestamptz) ON l.stage = e.stage
    WHERE e.journey = ${journey} AND e.state <> 'ended' GROUP BY e.stage`;
}

/** How often each rule refused somebody at a journey's door in a period. */
export async function readRefusals(
  db: Db,
  journey: string,
  { from }: Period,
): Promise<Readonly<Record<string, number>>> {
  const rows = await db.$queryRaw<{ reason: string; count: number }[]>(Prisma.sql`
    SELECT reason, count(*)::int AS count FROM entry_refusals
    WHERE journey = ${journey} AND reason = ANY(${REFUSALS}::text[]) AND at >= ${from}::timestamptz GROUP BY reason`);
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

/** Named one by one, so that the index by journey, reason and time is read for its stretch alone. */
const REFUSALS: EntryRefusal[] = ['already_running', 'once_only', 'reentry_window', 'holdout', 'open_trouble'];

/** Unfinished tasks of a journey, by playbook. */
export async function readOpenTasks(db: Db, journey: string): Promise<Readonly<Record<string, number>>> {
  const rows = await db.$queryRaw<{ playbook: string; count: number }[]>(Prisma.sql`
    SELECT playbook, count(*)::int AS count FROM tasks
    WHERE journey = ${journey} AND state IN ('open', 'claimed', 'snoozed') GROUP BY playbook`);
  return Object.fromEntries(rows.map(({ playbook, count }) => [playbook, count]));
}
