import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Db } from '../prisma/client';

/** A journey whose code breaks a rule fails again and again without an end; two looks in real time are enough to know. */
const LOOK_EVERY_MS = 3_000;
const MOST_RUNS = 20;

const { WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE: BY_CODE } =
  temporal.api.enums.v1.WorkflowTaskFailedCause;

/**
 * Waits for virtual time to pass, and rejects with the sentence of a journey that cannot go on: it would hold the clock for ever,
 * and its author would look at a test that does not end.
 */
export async function unlessStuck(passing: Promise<void>, db: Db, client: Client): Promise<void> {
  const over = new AbortController();
  const passed = passing.finally(() => over.abort());
  const look = () => pause(LOOK_EVERY_MS, 'look' as const, { signal: over.signal }).catch(() => undefined);
  while ((await Promise.race([passed, look()])) === 'look') {
    const reason = await whyStuck(db, client);
    if (reason === undefined) continue;
    await endAll(db, client);
    await Promise.race([passed.catch(() => undefined), pause(LOOK_EVERY_MS)]);
    throw new Error(reason);
  }
  await passed;
}

/** Lets go of the clock, so that the world can be taken down in good order. */
async function endAll(db: Db, client: Client): Promise<void> {
  const open = await db.enrollment.findMany({ where: { state: { not: 'ended' } }, select: { workflowId: true } });
  for (const { workflowId } of open) {
    await client.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
  }
}

async function whyStuck(db: Db, client: Client): Promise<string | undefined> {
  const open = await db.enrollment.findMany({
    where: { state: { not: 'ended' } },
    orderBy: { enteredAt: 'desc' },
    take: MOST_RUNS,
    select: { workflowId: true, journey: true },
  });
  for (const { workflowId, journey } of open) {
    const { events } = await client.workflow
      .getHandle(workflowId)
      .fetchHistory()
      .catch(() => ({ events: [] }));
    const last = events?.findLast(
      (event) => event.workflowTaskFailedEventAttributes || event.workflowTaskCompletedEventAttributes,
    );
    const failed = last?.workflowTaskFailedEventAttributes;
    if (failed?.cause === BY_CODE) return `${journey} cannot go on: ${failed.failure?.message}`;
  }
  return undefined;
}
