import { Conflict, NotFound } from '../domain/errors';
import { instantOf } from '../domain/instant';
import type { Ending, Facts, Lifecycle, Steering } from '../domain/journey';
import type { Tx } from './client';
import { Prisma } from './generated/client';
import { enqueue } from './outbox';
import { recordTimeline, timelineKey } from './timeline';

export { enroll, enrollMany, type EntryDecision, type EntryRequest } from './entry';
export { tellEnrollments } from './hearing';

/** An enrollment that a stage wants to begin. */
export interface StageEntry {
  readonly enrollmentId: string;
  readonly stage: string;
  readonly at: Date;
}

/**
 * Writes that an enrollment stands in a stage, and answers what the journey may know of its customer now. `over` when the
 * enrollment has ended meanwhile: the run has nothing left to do. Entering the same stage at the same instant again changes nothing. Throws
 * NotFound when there is no such enrollment.
 */
export async function enterStage(
  tx: Tx,
  { enrollmentId, stage, at }: StageEntry,
): Promise<{ over: true } | { over: false; facts: Facts }> {
  const row = await lockEnrollment(tx, enrollmentId);
  if (row.state === 'ended') return { over: true };
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollments SET stage = ${stage}, stage_at = ${at}::timestamptz WHERE id = ${enrollmentId}::uuid`);
  await recordTimeline(tx, row.customerId, enrollmentId, [
    {
      key: timelineKey(enrollmentId, 'stage', at.getTime(), stage),
      at: at.getTime(),
      kind: 'stage',
      detail: { stage },
    },
  ]);
  return { over: false, facts: await factsOf(tx, row.customerId) };
}

/** Writes how and with what outcome an enrollment ended, once: a later ending changes nothing. Throws NotFound when there is no such enrollment. */
export async function endEnrollment(
  tx: Tx,
  { enrollmentId, how, outcome, at }: { enrollmentId: string; how: Ending; outcome: string; at: Date },
): Promise<void> {
  const row = await lockEnrollment(tx, enrollmentId);
  if (row.state === 'ended') return;
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollments SET state = 'ended', ended_at = ${at}::timestamptz, how = ${how}, outcome = ${outcome} WHERE id = ${enrollmentId}::uuid`);
  await recordTimeline(tx, row.customerId, enrollmentId, [
    { key: timelineKey(enrollmentId, 'ended'), at: at.getTime(), kind: 'ended', detail: { how, outcome } },
  ]);
}

/**
 * Lays a hand on a running enrollment: its new state, the timeline with who did it, and the outbox row, all or none. Steering
 * under the same `steerId` again changes nothing. Throws NotFound, and Conflict when the enrollment has ended (`extra.outcome`), or is
 * already paused, or is not paused and shall be resumed.
 */
export async function steer(tx: Tx, enrollmentId: string, steering: Steering, by: string, now: Date): Promise<void> {
  const row = await lockEnrollment(tx, enrollmentId);
  const key = timelineKey(enrollmentId, 'steered', steering.steerId);
  if (await tx.timelineItem.findUnique({ where: { key }, select: { key: true } })) return;
  if (row.state === 'ended')
    throw new Conflict('The enrollment has ended.', { state: row.state, how: row.how, outcome: row.outcome });

  const state = stateAfter(steering, row.state);
  if (state !== row.state)
    await tx.$executeRaw(Prisma.sql`UPDATE enrollments SET state = ${state} WHERE id = ${enrollmentId}::uuid`);
  const { steerId: _, ...hand } = steering;
  await recordTimeline(tx, row.customerId, enrollmentId, [
    { key, at: now.getTime(), kind: 'steered', detail: { ...hand, by } },
  ]);
  await enqueue(tx, [{ kind: 'steer', enrollmentId, workflowId: row.workflowId, payload: steering }], now);
}

interface EnrollmentRow {
  readonly customerId: string;
  readonly workflowId: string;
  readonly state: 'active' | 'paused' | 'ended';
  readonly how: Ending | null;
  readonly outcome: string | null;
}

async function lockEnrollment(tx: Tx, enrollmentId: string): Promise<EnrollmentRow> {
  const [row] = await tx.$queryRaw<EnrollmentRow[]>(Prisma.sql`
    SELECT customer_id AS "customerId", workflow_id AS "workflowId", state, how, outcome
    FROM enrollments WHERE id = ${enrollmentId}::uuid FOR NO KEY UPDATE`);
  if (!row) throw new NotFound('There is no such enrollment.');
  return row;
}

async function factsOf(tx: Tx, customerId: string): Promise<Facts> {
  const { id, owner, lifecycle, traits, openTickets } = await tx.customer.findUniqueOrThrow({
    where: { id: customerId },
  });
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

function stateAfter(steering: Steering, state: EnrollmentRow['state']): EnrollmentRow['state'] {
  switch (steering.kind) {
    case 'pause':
      if (state === 'paused') throw new Conflict('The enrollment is already paused.', { state });
      return 'paused';
    case 'resume':
      if (state !== 'paused') throw new Conflict('The enrollment is not paused.', { state });
      return 'active';
    case 'advance':
    case 'stage':
    case 'exit':
      return state;
  }
}
