import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** How many of a group did what the journey is for. */
export interface Reached {
  readonly of: number;
  readonly reached: number;
}

/** So many on each side are looked at, the latest first: what one answer may cost is bounded. */
export const MOST_COMPARED = 1_000;

/**
 * Whether a journey helps (X12): of those whom it let in during a period, and of those whom it kept out for comparison, how many did one of
 * `goal` within `days` of that. Both are measured alike, by what they did and not by how a run ended.
 */
export async function compareWithHoldout(
  db: Db,
  {
    journey,
    goal,
    days,
    since,
  }: { readonly journey: string; readonly goal: readonly string[]; readonly days: number; readonly since: Date },
): Promise<{ readonly letIn: Reached; readonly keptOut: Reached }> {
  const entered = Prisma.sql`
    SELECT e.customer_id, e.entered_at AS at FROM unnest(ARRAY['active', 'paused', 'ended']) AS s (state) CROSS JOIN LATERAL (
      SELECT customer_id, entered_at, id FROM enrollments
      WHERE journey = ${journey} AND state = s.state AND entered_at >= ${since}::timestamptz ORDER BY entered_at DESC, id DESC LIMIT ${MOST_COMPARED}
    ) e ORDER BY e.entered_at DESC, e.id DESC LIMIT ${MOST_COMPARED}`;
  const kept = Prisma.sql`
    SELECT customer_id, at FROM (
      SELECT DISTINCT ON (customer_id) customer_id, at FROM (
        SELECT customer_id, at FROM entry_refusals WHERE journey = ${journey} AND reason = 'holdout' AND at >= ${since}::timestamptz
        ORDER BY at DESC, id DESC LIMIT ${MOST_COMPARED}
      ) latest ORDER BY customer_id, at
    ) each_once`;
  const [letIn, keptOut] = await Promise.all([entered, kept].map((who) => reached(db, who, goal, days)));
  return { letIn: letIn!, keptOut: keptOut! };
}

async function reached(db: Db, who: Prisma.Sql, goal: readonly string[], days: number): Promise<Reached> {
  const [row] = await db.$queryRaw<[Reached]>(Prisma.sql`
    SELECT count(*)::int AS of, count(g.it)::int AS reached FROM (${who}) w LEFT JOIN LATERAL (
      SELECT true AS it FROM events WHERE customer_id = w.customer_id AND occurred_at > w.at
        AND occurred_at <= w.at + make_interval(days => ${days}::int) AND type = ANY(${[...goal]}::text[]) LIMIT 1
    ) g ON true`);
  return row;
}
