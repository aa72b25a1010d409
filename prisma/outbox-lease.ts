import type { Db } from './client';
import { Prisma } from './generated/client';
import type { OutboxItem } from './outbox';

/** A row that this relay alone works on until its lease ends. */
export type LeasedRow = OutboxItem & {
  readonly id: bigint;
  /** Where the enrollment stands; null when its row is gone, or there is none. */
  readonly stage: string | null;
  readonly ended: boolean;
};

/** What a lease took, oldest first, and how many rows it saw waiting, those in anybody's hands included. */
export interface Lease {
  readonly rows: readonly LeasedRow[];
  readonly seen: number;
}

/** How many rows, from the oldest on, a lease looks at first. */
const FRONT = 1_000;

/**
 * Leases up to `limit` rows that wait, oldest first. A row is only leased when every earlier row of its workflow is leased
 * with it or is gone, so a workflow hears its facts in order however many relays run; what is not to go before a later instant stands behind
 * what goes meanwhile. Leases run on PostgreSQL's clock.
 */
export async function leaseRows(
  db: Db,
  {
    limit,
    leaseMs,
    now,
    front = FRONT,
  }: { readonly limit: number; readonly leaseMs: number; readonly now: Date; readonly front?: number },
): Promise<Lease> {
  const found = await db.$queryRaw<(LeasedRow & { id: bigint | null; seen: number })[]>(
    leaseStatement(limit, leaseMs, front, now),
  );
  const rows = found.filter((row) => row.id !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
  const { seen } = found[0]!;
  // Everything in front may be somebody else's or rest behind a row that is: then look further.
  if (rows.length === 0 && seen >= front) return leaseRows(db, { limit, leaseMs, now, front: front * 4 });
  return { rows, seen };
}

/* The front is a prefix of all rows that wait, so it holds every earlier row of each workflow in it: no search beside it is needed. */
function leaseStatement(limit: number, leaseMs: number, front: number, now: Date): Prisma.Sql {
  return Prisma.sql`
    WITH front AS MATERIALIZED (
      SELECT id, workflow_id, coalesce(locked_until > now(), false) AS busy FROM outbox
      WHERE parked_at IS NULL AND (not_before IS NULL OR not_before <= ${now}::timestamptz) ORDER BY id LIMIT ${front}
    ), free AS (
      SELECT id FROM (SELECT id, bool_or(busy) OVER (PARTITION BY workflow_id ORDER BY id) AS blocked FROM front) f
      WHERE NOT blocked ORDER BY id LIMIT ${limit}
    ), locked AS MATERIALIZED (
      SELECT id FROM outbox
      WHERE id IN (SELECT id FROM free) AND parked_at IS NULL AND (locked_until IS NULL OR locked_until <= now())
      FOR UPDATE SKIP LOCKED
    ), ready AS (
      -- Another relay may have taken an earlier row of the same workflow at this very moment.
      SELECT id FROM (
        SELECT id, bool_and(id IN (SELECT id FROM locked)) OVER (PARTITION BY workflow_id ORDER BY id) AS mine FROM front
      ) f WHERE mine
    ), leased AS (
      UPDATE outbox SET locked_until = now() + make_interval(secs => ${leaseMs / 1000}::float8)
      WHERE id IN (SELECT id FROM ready) RETURNING id, kind, enrollment_id, workflow_id, payload
    )
    SELECT l.id, l.kind, l.enrollment_id AS "enrollmentId", l.workflow_id AS "workflowId", l.payload,
           e.stage, coalesce(e.state = 'ended', false) AS ended, f.seen
    FROM (SELECT count(*)::int AS seen FROM front) f LEFT JOIN leased l ON true LEFT JOIN enrollments e ON e.id = l.enrollment_id`;
}

/** Removes rows that were delivered. */
export async function deleteRows(db: Db, ids: readonly bigint[]): Promise<void> {
  await db.$executeRaw(Prisma.sql`DELETE FROM outbox WHERE id = ANY(${ids}::bigint[])`);
}

/** Gives rows back without blame; nobody takes them again (nor later rows of their workflow) for `restMs`. */
export async function releaseRows(db: Db, ids: readonly bigint[], restMs: number): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE outbox SET locked_until = now() + make_interval(secs => ${restMs / 1000}::float8) WHERE id = ANY(${ids}::bigint[])`);
}

/** What was found out about rows that nobody was there to hear. */
export interface Moot {
  /** How many were parked because the start of their run is. */
  readonly orphans: number;
  /** Runs that are gone although their enrollment has not ended: somebody terminated them, or Temporal lost its data. */
  readonly deserted: readonly string[];
}

/** Removes rows whose run has ended: there is nobody to hear them. Where the run never began because its start is parked, they are parked with it instead. */
export async function dropMootRows(db: Db, ids: readonly bigint[], at: Date): Promise<Moot> {
  const [row] = await db.$queryRaw<Moot[]>(Prisma.sql`
    WITH orphans AS (
      SELECT o.id FROM outbox o WHERE o.id = ANY(${ids}::bigint[]) AND EXISTS (
        SELECT 1 FROM outbox s WHERE s.workflow_id = o.workflow_id AND s.enrollment_id = o.enrollment_id AND s.id < o.id
          AND s.kind = 'start' AND s.parked_at IS NOT NULL)
    ), parked AS (
      UPDATE outbox SET parked_at = ${at}::timestamptz, locked_until = NULL, error = 'the start of its journey is parked'
      WHERE id IN (SELECT id FROM orphans) RETURNING id
    ), gone AS (
      DELETE FROM outbox WHERE id = ANY(${ids}::bigint[]) AND id NOT IN (SELECT id FROM orphans) RETURNING enrollment_id, workflow_id
    )
    SELECT (SELECT count(*)::int FROM parked) AS orphans,
           ARRAY(SELECT DISTINCT g.workflow_id FROM gone g JOIN enrollments e ON e.id = g.enrollment_id WHERE e.state <> 'ended') AS deserted`);
  return row!;
}

/** A row that Temporal refused, and its words. */
export interface Refusal {
  readonly id: bigint;
  readonly error: string;
}

/**
 * Counts a failed attempt against each row and lets it rest, twice as long each time; at `attempts` failures it is parked
 * with its error and blocks nothing any more. Returns the ids that were parked.
 */
export async function refuseRows(
  db: Db,
  refusals: readonly Refusal[],
  { attempts, restMs, at }: { readonly attempts: number; readonly restMs: number; readonly at: Date },
): Promise<bigint[]> {
  const rows = JSON.stringify(refusals.map(({ id, error }) => ({ id: String(id), error })));
  const refused = await db.$queryRaw<{ id: bigint; parked: boolean }[]>(Prisma.sql`
    UPDATE outbox o SET attempts = o.attempts + 1, error = r.error,
      parked_at = CASE WHEN o.attempts + 1 >= ${attempts} THEN ${at}::timestamptz END,
      locked_until = CASE WHEN o.attempts + 1 < ${attempts} THEN now() + make_interval(secs => ${restMs / 1000}::float8 * 2 ^ o.attempts) END
    FROM json_to_recordset(${rows}::json) AS r (id bigint, error text)
    WHERE o.id = r.id
    RETURNING o.id, o.parked_at IS NOT NULL AS parked`);
  return refused.filter(({ parked }) => parked).map(({ id }) => id);
}
