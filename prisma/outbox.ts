import type { HeardEvent, Steering } from '../domain/journey';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

interface Addressed {
  readonly enrollmentId: string;
  readonly workflowId: string;
}

/**
 * A small run outside of any journey: `task` tends a task that a customer asked for, `nudge` tends any before its runs come (until when, in epoch
 * milliseconds; null: to its end), `reply` brings a person's words to a customer, `confirmation`
 * asks one to confirm a consent, `notice` answers a wish for their data, `letter` mails a link to a member of staff, `hold` and `resume` pause runs
 * and let them go on. `id` is the task's, the touch's, the link's or the hold's.
 */
interface Errand {
  readonly errand: 'task' | 'nudge' | 'reply' | 'confirmation' | 'notice' | 'letter' | 'hold' | 'resume';
  readonly id: string;
  readonly until?: number | null;
}

/**
 * A fact on its way to Temporal: a run to start, an event to tell it, a hand laid on it, its end without another word (whatever its code would
 * do), or an errand. Ids only, no personal data.
 */
export type OutboxItem =
  | (Addressed & {
      readonly kind: 'start';
      readonly payload: { readonly journey: string; readonly customerId: string };
    })
  | (Addressed & { readonly kind: 'event'; readonly payload: HeardEvent })
  | { readonly kind: 'errand'; readonly enrollmentId: null; readonly workflowId: string; readonly payload: Errand }
  | (Addressed & { readonly kind: 'steer'; readonly payload: Steering })
  | (Addressed & { readonly kind: 'end'; readonly payload: { readonly because: string } });

/** The channel on which a commit tells the relays that rows wait. */
export const OUTBOX_CHANNEL = 'perennial_outbox';

/**
 * Puts facts on their way, in the transaction that writes them: one statement for all, in the order given, which is the
 * order in which each workflow will hear them; with `notBefore`, when that has come, as if they were put there then. Notifies the relays on commit (PostgreSQL merges repeated notices of one transaction).
 */
export async function enqueue(
  tx: Tx,
  items: readonly OutboxItem[],
  now: Date,
  notBefore: Date | null = null,
): Promise<void> {
  if (items.length === 0) return;
  await tx.$queryRaw(Prisma.sql`
    WITH added AS (
      INSERT INTO outbox (kind, enrollment_id, workflow_id, payload, created_at, not_before)
      SELECT kind, "enrollmentId", "workflowId", payload, ${now}::timestamptz, ${notBefore}::timestamptz
      FROM ROWS FROM (json_to_recordset(${JSON.stringify(items)}::json)
        AS (kind text, "enrollmentId" uuid, "workflowId" text, payload jsonb)) WITH ORDINALITY
      ORDER BY ordinality
    )
    SELECT pg_notify(${OUTBOX_CHANNEL}, '')::text`);
}

/** How much waits for Temporal: `oldestAgeMs` is the lag, 0 when nothing waits. Parked rows are counted apart: they wait for a person. What is not to go yet does not count. */
export interface OutboxStats {
  readonly waiting: number;
  readonly oldestAgeMs: number;
  readonly parked: number;
}

/** Measures the outbox, for metrics, `perennial outbox` and the relay's own lag. */
export async function outboxStats(db: Db | Tx, now: Date): Promise<OutboxStats> {
  const [row] = await db.$queryRaw<{ waiting: number; parked: number; oldest: Date | null }[]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::int AS waiting,
           count(*) FILTER (WHERE parked_at IS NOT NULL)::int AS parked,
           min(coalesce(not_before, created_at)) FILTER (WHERE parked_at IS NULL) AS oldest
    FROM outbox WHERE not_before IS NULL OR not_before <= ${now}::timestamptz`);
  const { waiting = 0, parked = 0, oldest = null } = row ?? {};
  return { waiting, parked, oldestAgeMs: oldest ? Math.max(0, now.getTime() - oldest.getTime()) : 0 };
}

/** A row that could not be delivered, and what Temporal said of it. */
export interface ParkedRow {
  readonly id: string;
  readonly kind: OutboxItem['kind'];
  readonly workflowId: string;
  readonly attempts: number;
  readonly parkedAt: Date;
  readonly error: string;
}

/** The rows that were given up, oldest first. */
export async function parkedRows(db: Db, limit: number): Promise<ParkedRow[]> {
  const rows = await db.outbox.findMany({ where: { parkedAt: { not: null } }, orderBy: { id: 'asc' }, take: limit });
  return rows.map(({ id, kind, workflowId, attempts, parkedAt, error }) => ({
    id: String(id),
    kind: kind as OutboxItem['kind'],
    workflowId,
    attempts,
    parkedAt: parkedAt!,
    error: error ?? 'unknown',
  }));
}

/** Puts the parked row with this id, or all of them, back on their way with a clean slate, and notifies the relays. Returns how many. */
export async function unparkRows(db: Db, id?: bigint): Promise<number> {
  const which = id === undefined ? Prisma.empty : Prisma.sql`AND id = ${id}`;
  const [row] = await db.$queryRaw<{ count: number }[]>(Prisma.sql`
    WITH freed AS (
      UPDATE outbox SET parked_at = NULL, locked_until = NULL, error = NULL, attempts = 0
      WHERE parked_at IS NOT NULL ${which} RETURNING id
    )
    SELECT count(*)::int AS count, pg_notify(${OUTBOX_CHANNEL}, '')::text FROM freed`);
  return row?.count ?? 0;
}
