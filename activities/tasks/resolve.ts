import type { Db } from '../../prisma/client';
import { leaveTask } from '../../prisma/tasks/finish';
import { inTransaction } from '../../prisma/transaction';

/** Why a journey needs a person no longer: the customer was faster, or the journey ended or left the place that asked. */
export type ResolveCause = 'customer_acted' | 'journey_ended' | 'journey_moved';

/** The tasks to resolve: one, or without `taskId` every task that the enrollment waits for. */
export interface Resolving {
  readonly enrollmentId: string;
  readonly taskId?: string;
  readonly cause: ResolveCause;
}

const BANNERS: Readonly<Record<ResolveCause, string>> = {
  customer_acted: 'The customer has acted in the meantime; nothing more is needed.',
  journey_ended: 'The journey that asked for this has ended; nothing more is needed.',
  journey_moved: 'The journey that asked for this has moved on; nothing more is needed.',
};

/**
 * Resolves what waits for a person when nobody needs to act any more (X05). An unclaimed task is cancelled; a claimed one stays
 * with its holder under a banner and closes in one step; one that another journey waits for stays open. Returns the outcome
 * for the journey: the cause, or the person's own when they were faster. Repeating it changes nothing. Writes tasks and timeline.
 */
export async function resolveTasks(
  { db }: { readonly db: Db },
  { enrollmentId, taskId, cause }: Resolving,
  at: Date,
): Promise<{ outcome: string }> {
  const waiters = await db.taskWaiter.findMany({
    where: taskId ? { enrollmentId, taskId } : { enrollmentId, outcome: null },
    orderBy: { taskId: 'asc' },
  });
  // Most journeys end without a task; and only its own run opens one, so none can have come meanwhile.
  if (waiters.length === 0) return { outcome: cause };
  const leaving = { enrollmentId, outcome: cause, banner: BANNERS[cause] };
  return inTransaction(db, async (tx) => {
    let outcome: string = cause;
    for (const id of new Set(waiters.map((waiter) => waiter.taskId))) outcome = await leaveTask(tx, id, leaving, at);
    return { outcome };
  });
}
