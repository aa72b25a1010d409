import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { enqueue } from '../outbox';
import type { Person } from './data-map';

/** What everything that a customer's erasure ends is said to have come to. */
const ERASED = 'erased';

/**
 * Ends whatever is under way for a customer: their runs (here at once, in Temporal through the outbox, where their code has no say any more),
 * touches that wait, tasks and who waits for them.
 */
export async function endEverything(tx: Tx, person: Person, now: Date): Promise<void> {
  await endRuns(tx, person, now);
  await endTouches(tx, person, now);
  await endTasks(tx, person, now);
}

/** A start or a steering that is on its way stays before the end of its run; events, which carry what was said, do not. */
async function endRuns(tx: Tx, { ids }: Person, now: Date): Promise<void> {
  const runs = await tx.$queryRaw<{ id: string; workflowId: string }[]>(Prisma.sql`
    UPDATE enrollments SET state = 'ended', ended_at = ${now}::timestamptz, how = 'steered', outcome = ${ERASED},
      paused_by = '{}', stuck_since = NULL, stuck_because = NULL
    WHERE customer_id = ANY(${[...ids]}::uuid[]) AND state <> 'ended' RETURNING id, workflow_id AS "workflowId"`);
  await tx.$executeRaw(Prisma.sql`
    DELETE FROM outbox WHERE kind = 'event' AND (locked_until IS NULL OR locked_until <= now())
      AND enrollment_id IN (SELECT id FROM enrollments WHERE customer_id = ANY(${[...ids]}::uuid[]))`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE outbox SET payload = payload || '{"data": {}}' WHERE kind = 'event'
      AND enrollment_id IN (SELECT id FROM enrollments WHERE customer_id = ANY(${[...ids]}::uuid[]))`);
  const payload = { because: ERASED };
  await enqueue(
    tx,
    runs.map(({ id: enrollmentId, workflowId }) => ({ kind: 'end', enrollmentId, workflowId, payload })),
    now,
  );
}

/** What is being handed over at this moment is stopped by whoever holds it, or is at the provider. */
async function endTouches(tx: Tx, { ids }: Person, now: Date): Promise<void> {
  await tx.touch.updateMany({
    where: { customerId: { in: [...ids] }, state: { in: ['planned', 'deferred'] } },
    data: { state: 'suppressed', reason: ERASED, deferredUntil: null, updatedAt: now },
  });
}

async function endTasks(tx: Tx, { ids }: Person, now: Date): Promise<void> {
  const theirs = { customerId: { in: [...ids] } };
  const tasks = await tx.task.findMany({ where: theirs, select: { id: true } });
  await tx.taskWaiter.updateMany({
    where: { taskId: { in: tasks.map(({ id }) => id) }, outcome: null },
    data: { outcome: ERASED },
  });
  await tx.task.updateMany({
    where: { ...theirs, state: { in: ['open', 'claimed', 'snoozed'] } },
    data: { state: 'cancelled', outcome: ERASED, finishedAt: now, version: { increment: 1 } },
  });
}
