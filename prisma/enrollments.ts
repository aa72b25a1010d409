import { Conflict, NotFound } from '../domain/errors';
import { instantOf } from '../domain/instant';
import type { Ending, Facts, Lifecycle, Steering } from '../domain/journey';
import type { Db, Tx } from './client';
import { Prisma, type Customer } from './generated/client';
import { standingWait } from './enrollment-reads';
import { byWhom } from './holds/steer';
import { enqueue } from './outbox';
import { leaveStage, visitStage } from './stage-visits';
import { recordTimeline, timelineInsert, timelineKey } from './timeline';

export { enroll, enrollMany, type EntryDecision, type EntryRequest } from './entry';
export { tellEnrollments } from './hearing';

/** An enrollment that a stage wants to begin. */
export interface StageEntry {
  readonly enrollmentId: string;
  readonly stage: string;
  readonly at: Date;
}

/**
 * Writes that an enrollment stands in a stage, and answers what the journey may know of its customer now, in one statement. `over`
 * when the enrollment has ended meanwhile: the run has nothing left to do. Entering the same stage at the same instant again changes
 * nothing. Another stage takes the mark of a stuck run off; the same one changes nothing of such a run, which enters it anew at each
 * try. Throws NotFound when there is no such enrollment.
 */
export async function enterStage(
  db: Db | Tx,
  { enrollmentId, stage, at }: StageEntry,
): Promise<{ over: true } | { over: false; facts: Facts }> {
  const key = timelineKey(enrollmentId, 'stage', at.getTime(), stage);
  const entry = { key, at: at.getTime(), kind: 'stage', detail: { stage } } as const;
  const [customer] = await db.$queryRaw<KnownCustomer[]>(Prisma.sql`
    WITH entered AS (
      UPDATE enrollments SET stage = ${stage},
        stage_at = CASE WHEN stuck_since IS NULL OR stage <> ${stage} THEN ${at}::timestamptz ELSE stage_at END,
        stuck_since = CASE stage WHEN ${stage} THEN stuck_since END, stuck_because = CASE stage WHEN ${stage} THEN stuck_because END
      WHERE id = ${enrollmentId}::uuid AND state <> 'ended' RETURNING id AS enrollment_id, customer_id, journey, stuck_since
    ), ${visitStage(Prisma.sql`entered`, stage, at)}, told AS (${timelineInsert(Prisma.sql`entered WHERE stuck_since IS NULL`, entry)})
    SELECT c.id, c.owner, c.lifecycle, c.traits, c.open_tickets AS "openTickets"
    FROM entered JOIN customers c ON c.id = entered.customer_id`);
  if (customer) return { over: false, facts: factsOf(customer) };
  if ((await stateOf(db, enrollmentId)) === 'ended') return { over: true };
  throw new TypeError('an enrollment has no customer');
}

/**
 * Writes how and with what outcome an enrollment ended, once, in one statement: a later ending changes nothing. Touches that were to come
 * again do not. Throws NotFound when there is no such enrollment.
 */
export async function endEnrollment(
  db: Db | Tx,
  { enrollmentId, how, outcome, at }: { enrollmentId: string; how: Ending; outcome: string; at: Date },
): Promise<void> {
  const key = timelineKey(enrollmentId, 'ended');
  const entry = { key, at: at.getTime(), kind: 'ended', detail: { how, outcome } } as const;
  const written = await db.$executeRaw(Prisma.sql`
    WITH ended AS (
      UPDATE enrollments SET state = 'ended', ended_at = ${at}::timestamptz, how = ${how}, outcome = ${outcome},
        stuck_since = NULL, stuck_because = NULL
      WHERE id = ${enrollmentId}::uuid AND state <> 'ended' RETURNING id AS enrollment_id, customer_id, journey
    ), ${leaveStage(Prisma.sql`ended`, how, at)}, dropped AS (
      UPDATE touches t SET state = 'suppressed', reason = 'journey_ended', deferred_until = NULL, updated_at = ${at}::timestamptz
      FROM ended WHERE t.enrollment_id = ended.enrollment_id AND t.state = 'deferred'
    )
    ${timelineInsert(Prisma.sql`ended`, entry)}`);
  if (written === 0) await stateOf(db, enrollmentId);
}

/**
 * Lays a hand on a running enrollment: its new state, the timeline with who did it, and the outbox row, all or none. Steering
 * under the same `steerId` again changes nothing. Throws NotFound, and Conflict when the enrollment has ended (`extra.outcome`), or is
 * already paused by hand, or is not and shall be resumed (`extra.paused_by`: holds that keep it paused).
 */
export async function steer(tx: Tx, enrollmentId: string, steering: Steering, by: string, now: Date): Promise<void> {
  const row = await lockEnrollment(tx, enrollmentId);
  const key = timelineKey(enrollmentId, 'steered', steering.steerId);
  if (await tx.timelineItem.findUnique({ where: { key }, select: { key: true } })) return;
  if (row.state === 'ended')
    throw new Conflict('The enrollment has ended.', { state: row.state, how: row.how, outcome: row.outcome });

  const pausers = pausersAfter(steering, row);
  if (pausers !== row.pausedBy) {
    const state = pausers.length > 0 ? 'paused' : 'active';
    await tx.enrollment.update({ where: { id: enrollmentId }, data: { state, pausedBy: [...pausers] } });
  }
  const payload = await withWait(tx, enrollmentId, steering);
  const { steerId: _, ...hand } = steering;
  await recordTimeline(tx, row.customerId, enrollmentId, [
    { key, at: now.getTime(), kind: 'steered', detail: { ...hand, by } },
  ]);
  await enqueue(tx, [{ kind: 'steer', enrollmentId, workflowId: row.workflowId, payload }], now);
}

/** Says of which wait somebody asked that its time shall pass: the journey may have to begin that wait anew before it hears of it. */
async function withWait(tx: Tx, enrollmentId: string, steering: Steering): Promise<Steering> {
  if (steering.kind !== 'advance') return steering;
  const seen = await standingWait(tx, enrollmentId);
  return seen ? { ...steering, wait: seen.key } : steering;
}

interface EnrollmentRow {
  readonly customerId: string;
  readonly workflowId: string;
  readonly state: 'active' | 'paused' | 'ended';
  /** Who keeps it paused: `hand`, and ids of holds. */
  readonly pausedBy: readonly string[];
  readonly how: Ending | null;
  readonly outcome: string | null;
}

async function lockEnrollment(tx: Tx, enrollmentId: string): Promise<EnrollmentRow> {
  const [row] = await tx.$queryRaw<EnrollmentRow[]>(Prisma.sql`
    SELECT customer_id AS "customerId", workflow_id AS "workflowId", state, ${byWhom()} AS "pausedBy", how, outcome
    FROM enrollments WHERE id = ${enrollmentId}::uuid FOR NO KEY UPDATE`);
  if (!row) throw new NotFound('There is no such enrollment.');
  return row;
}

async function stateOf(db: Db | Tx, enrollmentId: string): Promise<string> {
  const known = await db.enrollment.findUnique({ where: { id: enrollmentId }, select: { state: true } });
  if (!known) throw new NotFound('There is no such enrollment.');
  return known.state;
}

type KnownCustomer = Pick<Customer, 'id' | 'owner' | 'lifecycle' | 'traits' | 'openTickets'>;

function factsOf({ id, owner, lifecycle, traits, openTickets }: KnownCustomer): Facts {
  const { plan, renewal_date: renewal } = traits as Readonly<Record<string, unknown>>;
  return {
    customer: {
      id,
      owner,
      lifecycle: lifecycle as Lifecycle,
      plan: typeof plan === 'string' ? plan : null,
      renewalAt: typeof renewal === 'string' ? (instantOf(renewal)?.getTime() ?? null) : null,
      openTrouble: openTickets > 0,
    },
  };
}

const HAND = 'hand';

function pausersAfter(steering: Steering, { state, pausedBy }: EnrollmentRow): readonly string[] {
  switch (steering.kind) {
    case 'pause':
      if (pausedBy.includes(HAND)) throw new Conflict('The enrollment is already paused.', { state });
      return [...pausedBy, HAND];
    case 'resume':
      if (pausedBy.includes(HAND)) return pausedBy.filter((each) => each !== HAND);
      if (pausedBy.length === 0) throw new Conflict('The enrollment is not paused.', { state });
      throw new Conflict('A hold keeps the enrollment paused: end the hold.', { state, paused_by: pausedBy });
    case 'advance':
    case 'stage':
    case 'exit':
      return pausedBy;
  }
}
