import type { Db } from './client';
import { Prisma } from './generated/client';

/*
 * Who cannot go on is written down by the worker that sees it (activities/stuck): Temporal 1.29, the oldest that we support, tells of a
 * failing workflow task only run by run (it refuses the search attribute TemporalReportedProblems of later ones), and asking about
 * everybody every minute is too dear. It is asked only about those who are marked (temporal/mending.ts), and its word takes the mark off.
 */

/** A run that failed, as whoever ran it can name it: by its workflow. `because` is one sentence without personal data. */
export interface StuckNote {
  readonly workflowId: string;
  /** As the workflow id has it; a customer who was merged since is followed. */
  readonly customerId: string;
  readonly because: string;
  readonly at: Date;
}

/** A run that cannot go on: since when, and why. `customerId` is who the customer is now. */
export interface StuckRun {
  readonly enrollmentId: string;
  readonly workflowId: string;
  readonly journey: string;
  readonly customerId: string;
  readonly stage: string;
  readonly since: Date;
  readonly because: string;
}

/**
 * Marks the open run of a workflow as stuck. `since` stays as it is over repeated failures. Returns the run, and whether this
 * sentence is news; null when no run of this workflow is open. Writes the enrollment.
 */
export async function noteStuck(
  db: Db,
  { workflowId, customerId, because, at }: StuckNote,
): Promise<(StuckRun & { readonly isNews: boolean }) | null> {
  const [run] = await db.$queryRaw<(StuckRun & { isNews: boolean })[]>(Prisma.sql`
    WITH known AS (
      SELECT id, stuck_because FROM enrollments
      WHERE customer_id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = ${customerId}::uuid)
        AND workflow_id = ${workflowId} AND state <> 'ended' FOR NO KEY UPDATE
    )
    UPDATE enrollments e SET stuck_since = coalesce(e.stuck_since, ${at}::timestamptz), stuck_because = ${because}
    FROM known WHERE e.id = known.id
    RETURNING ${SHOWN}, known.stuck_because IS DISTINCT FROM ${because} AS "isNews"`);
  return run ?? null;
}

/** Takes the mark off the open run of a workflow: it goes on. Writes the enrollment. */
export async function clearStuck(db: Db, { workflowId, customerId }: Omit<StuckNote, 'because' | 'at'>): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE enrollments SET stuck_since = NULL, stuck_because = NULL
    WHERE customer_id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = ${customerId}::uuid)
      AND workflow_id = ${workflowId} AND stuck_since IS NOT NULL`);
}

/** Runs that cannot go on, the longest first: those marked before `before`, and after the last one seen. */
export async function listStuck(
  db: Db,
  {
    limit,
    before,
    after,
  }: { limit: number; before?: Date; after?: Pick<StuckRun, 'since' | 'enrollmentId'> | undefined },
): Promise<StuckRun[]> {
  return db.$queryRaw<StuckRun[]>(Prisma.sql`
    SELECT ${SHOWN} FROM enrollments e WHERE stuck_since IS NOT NULL
    ${before ? Prisma.sql`AND stuck_since < ${before}::timestamptz` : Prisma.empty}
    ${after ? Prisma.sql`AND (stuck_since, id) > (${after.since}::timestamptz, ${after.enrollmentId}::uuid)` : Prisma.empty}
    ORDER BY stuck_since, id LIMIT ${limit}`);
}

/** How many runs of each journey cannot go on; journeys without such are absent. */
export async function countStuck(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ journey: string; count: number }[]>(Prisma.sql`
    SELECT journey, count(*)::int AS count FROM enrollments WHERE stuck_since IS NOT NULL GROUP BY journey`);
  return new Map(rows.map(({ journey, count }) => [journey, count]));
}

const SHOWN = Prisma.sql`
  e.id AS "enrollmentId", e.workflow_id AS "workflowId", e.journey, e.customer_id AS "customerId", e.stage,
  e.stuck_since AS since, e.stuck_because AS because`;
