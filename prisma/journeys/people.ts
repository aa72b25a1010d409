import type { EntryRefusal } from '../../domain/journey';
import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** Whom a number on a journey's map counts (M15). `since`: the first instant of the period. */
export type Group =
  | {
      readonly who: 'standing';
      readonly stages: readonly string[];
      readonly only?: 'paused' | 'stuck' | undefined;
      /** Those who are not paused and have stood there since before this. */
      readonly before?: Date | undefined;
    }
  | { readonly who: 'entered'; readonly stage: string; readonly since: Date }
  | { readonly who: 'left'; readonly stages: readonly string[]; readonly to: readonly string[]; readonly since: Date }
  | { readonly who: 'refused'; readonly reason: EntryRefusal; readonly since: Date };

/** One of the people behind a number. `at`: when what is counted happened; for those who stand, since when they do. */
export interface CountedPerson {
  /** The row that is counted: an enrollment, or a refusal. */
  readonly id: string;
  readonly enrollmentId: string | null;
  readonly customerId: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly lifecycle: string | null;
  readonly stage: string | null;
  readonly at: Date;
  readonly paused: boolean;
  readonly stuck: boolean;
}

/** Where a page ended. */
export interface PersonPlace {
  readonly at: Date;
  readonly id: string;
}

/** The people behind a number: those who stand, the longest first; all others, the latest first. */
export async function readPeople(
  db: Db,
  journey: string,
  group: Group,
  page: { readonly after?: PersonPlace | undefined; readonly limit: number },
): Promise<CountedPerson[]> {
  return db.$queryRaw<CountedPerson[]>(peopleStatement(journey, group, page));
}

/** The statement of `readPeople`, apart so that its plan can be looked at: rows come from an index in order, and each customer by their id. */
export function peopleStatement(
  journey: string,
  group: Group,
  { after, limit }: { readonly after?: PersonPlace | undefined; readonly limit: number },
): Prisma.Sql {
  const order = group.who === 'standing' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const behind = (at: Prisma.Sql, id: Prisma.Sql) =>
    after
      ? Prisma.sql`AND (${at}, ${id}) ${group.who === 'standing' ? Prisma.sql`>` : Prisma.sql`<`} (${after.at}::timestamptz, ${after.id}::uuid)`
      : Prisma.empty;
  const tail = (at: Prisma.Sql, id: Prisma.Sql) =>
    Prisma.sql`${behind(at, id)} ORDER BY ${at} ${order}, ${id} ${order} LIMIT ${limit}`;
  return Prisma.sql`
    SELECT f.id, f.enrollment_id AS "enrollmentId", f.customer_id AS "customerId", c.name, c.owner, c.lifecycle, f.stage, f.at, f.paused, f.stuck
    FROM (${FOUND[group.who](journey, group as never, tail, limit)}) f
    LEFT JOIN LATERAL (SELECT name, owner, lifecycle FROM customers WHERE id = f.customer_id LIMIT 1) c ON true
    ORDER BY f.at ${order}, f.id ${order}`;
}

type Tail = (at: Prisma.Sql, id: Prisma.Sql) => Prisma.Sql;

const FOUND: {
  readonly [W in Group['who']]: (
    journey: string,
    group: Extract<Group, { readonly who: W }>,
    tail: Tail,
    limit: number,
  ) => Prisma.Sql;
} = {
  standing: (journey, { stages, only, before }, tail, limit) => Prisma.sql`
    SELECT e.id, e.id AS enrollment_id, e.customer_id, e.stage, e.at, e.paused, e.stuck FROM unnest(${[...stages]}::text[]) AS s (stage)
    CROSS JOIN LATERAL (
      SELECT id, customer_id, stage, stage_at AS at, state = 'paused' AS paused, stuck_since IS NOT NULL AS stuck FROM enrollments
      WHERE journey = ${journey} AND state <> 'ended' AND stage = s.stage
        ${only === 'paused' ? Prisma.sql`AND state = 'paused'` : Prisma.empty}
        ${only === 'stuck' ? Prisma.sql`AND stuck_since IS NOT NULL` : Prisma.empty}
        ${before ? Prisma.sql`AND state = 'active' AND stage_at < ${before}::timestamptz` : Prisma.empty}
      ${tail(Prisma.sql`stage_at`, Prisma.sql`id`)}
    ) e
    ORDER BY e.at, e.id LIMIT ${limit}`,

  entered: (journey, { stage, since }, tail) =>
    runs(Prisma.sql`
    SELECT enrollment_id, stage, entered_at AS at FROM stage_visits
    WHERE journey = ${journey} AND stage = ${stage} AND entered_at >= ${since}::timestamptz
    ${tail(Prisma.sql`entered_at`, Prisma.sql`enrollment_id`)}`),

  left: (journey, { stages, to, since }, tail, limit) =>
    runs(Prisma.sql`
    SELECT v.* FROM unnest(${[...stages]}::text[]) AS s (stage) CROSS JOIN unnest(${[...to]}::text[]) AS t (left_to) CROSS JOIN LATERAL (
      SELECT enrollment_id, stage, left_at AS at FROM stage_visits
      WHERE journey = ${journey} AND left_to = t.left_to AND stage = s.stage AND left_at >= ${since}::timestamptz
      ${tail(Prisma.sql`left_at`, Prisma.sql`enrollment_id`)}
    ) v
    ORDER BY v.at DESC, v.enrollment_id DESC LIMIT ${limit}`),

  refused: (journey, { reason, since }, tail) => Prisma.sql`
    SELECT id, NULL::uuid AS enrollment_id, customer_id, NULL AS stage, at, false AS paused, false AS stuck FROM entry_refusals
    WHERE journey = ${journey} AND reason = ${reason} AND at >= ${since}::timestamptz ${tail(Prisma.sql`at`, Prisma.sql`id`)}`,
};

/** Stays with their runs, each looked up by its id: the planner would rather read all of them. */
function runs(stays: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT v.enrollment_id AS id, v.enrollment_id, e.customer_id, v.stage, v.at, e.paused, e.stuck
    FROM (${stays}) v CROSS JOIN LATERAL (
      SELECT customer_id, state = 'paused' AS paused, stuck_since IS NOT NULL AS stuck FROM enrollments WHERE id = v.enrollment_id LIMIT 1
    ) e`;
}
