import type { Db } from '../client';
import { Prisma } from '../generated/client';
import type { CountedPerson, PersonPlace } from './people';

/** How many of a group did what the journey is for. */
export interface Reached {
  readonly of: number;
  readonly reached: number;
}

/** So many on each side are looked at, the latest first: what one answer may cost is bounded. */
export const MOST_COMPARED = 1_000;

/** What is compared: who came to a journey since an instant, by whether they did one of `goal` within `days` of that. */
export interface Comparison {
  readonly journey: string;
  readonly goal: readonly string[];
  readonly days: number;
  readonly since: Date;
}

/** Whom a journey let in, and whom it kept out for comparison. */
export type Side = 'let_in' | 'kept_out';

/**
 * Whether a journey helps (X12): of those whom it let in during a period, and of those whom it kept out for comparison, how many did what it is
 * for. Both are measured alike, by what they did and not by how a run ended.
 */
export async function compareWithHoldout(
  db: Db,
  comparison: Comparison,
): Promise<{ readonly letIn: Reached; readonly keptOut: Reached }> {
  const counted = async (side: Side) => {
    const [row] = await db.$queryRaw<[Reached]>(Prisma.sql`
      SELECT count(*)::int AS of, count(g.it)::int AS reached FROM (${SIDES[side](comparison)}) w ${reachedBy(comparison)}`);
    return row;
  };
  const [letIn, keptOut] = await Promise.all([counted('let_in'), counted('kept_out')]);
  return { letIn, keptOut };
}

/** The people of one side of the comparison, the latest first (M15): all of them, or with `reached` those who did what the journey is for. */
export async function readCompared(
  db: Db,
  comparison: Comparison,
  { side, reached }: { readonly side: Side; readonly reached: boolean },
  { after, limit }: { readonly after?: PersonPlace | undefined; readonly limit: number },
): Promise<CountedPerson[]> {
  return db.$queryRaw<CountedPerson[]>(Prisma.sql`
    SELECT w.id, w.enrollment_id AS "enrollmentId", w.customer_id AS "customerId", c.name, c.owner, c.lifecycle, w.stage, w.at, w.paused, w.stuck
    FROM (${SIDES[side](comparison)}) w ${reached ? reachedBy(comparison) : Prisma.empty}
    LEFT JOIN LATERAL (SELECT name, owner, lifecycle FROM customers WHERE id = w.customer_id LIMIT 1) c ON true
    WHERE true ${reached ? Prisma.sql`AND g.it` : Prisma.empty}
      ${after ? Prisma.sql`AND (w.at, w.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : Prisma.empty}
    ORDER BY w.at DESC, w.id DESC LIMIT ${limit}`);
}

const SIDES: Readonly<Record<Side, (comparison: Comparison) => Prisma.Sql>> = {
  let_in: ({ journey, since }) => Prisma.sql`
    SELECT e.id, e.id AS enrollment_id, e.customer_id, e.stage, e.entered_at AS at, e.state = 'paused' AS paused, e.stuck_since IS NOT NULL AS stuck
    FROM unnest(ARRAY['active', 'paused', 'ended']) AS s (state) CROSS JOIN LATERAL (
      SELECT id, customer_id, stage, entered_at, state, stuck_since FROM enrollments
      WHERE journey = ${journey} AND state = s.state AND entered_at >= ${since}::timestamptz ORDER BY entered_at DESC, id DESC LIMIT ${MOST_COMPARED}
    ) e ORDER BY e.entered_at DESC, e.id DESC LIMIT ${MOST_COMPARED}`,
  kept_out: ({ journey, since }) => Prisma.sql`
    SELECT DISTINCT ON (customer_id) id, NULL::uuid AS enrollment_id, customer_id, NULL AS stage, at, false AS paused, false AS stuck FROM (
      SELECT id, customer_id, at FROM entry_refusals WHERE journey = ${journey} AND reason = 'holdout' AND at >= ${since}::timestamptz
      ORDER BY at DESC, id DESC LIMIT ${MOST_COMPARED}
    ) latest ORDER BY customer_id, at`,
};

/** Looked up for each one by their own events, of which few are in the time. */
function reachedBy({ goal, days }: Comparison): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (
      SELECT true AS it FROM events WHERE customer_id = w.customer_id AND occurred_at > w.at
        AND occurred_at <= w.at + make_interval(days => ${days}::int) AND type = ANY(${[...goal]}::text[]) LIMIT 1
    ) g ON true`;
}
