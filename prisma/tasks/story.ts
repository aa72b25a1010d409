import type { Tx } from '../client';
import { recordTimelines, timelineKey } from '../timeline';
import type { TaskRow } from './row';

/** What can befall a task, as `step` on the timeline. */
export type TaskStep =
  | 'opened'
  | 'joined'
  | 'reminded'
  | 'breached'
  | 'expired'
  | 'claimed'
  | 'released'
  | 'returned'
  | 'assigned'
  | 'woken'
  | 'undone'
  | 'reopened'
  | 'snoozed'
  | 'completed'
  | 'cancelled'
  | 'kept';

/**
 * Puts a step of a task on the timeline of each enrollment given; of none, on that of the enrollment that opened it, or of the customer
 * when they asked outside of any. `mark` tells repeated steps of one kind apart (a version, a request key); writing the same step with
 * the same mark again is a no-op.
 */
export async function tellStory(
  tx: Tx,
  task: TaskRow,
  step: TaskStep,
  at: Date,
  {
    enrollments,
    mark = '',
    detail = {},
  }: { enrollments: readonly string[]; mark?: string | number; detail?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { id: taskId, customerId, playbook, because, dueAt } = task;
  const kind = 'task' as const;
  const shown = { taskId, step, playbook, because, due: dueAt.toISOString(), ...detail };
  const owners = enrollments.length > 0 ? new Set(enrollments) : [task.enrollmentId];
  const rows = [...owners].map((enrollmentId) => {
    const key = timelineKey(enrollmentId ?? customerId, kind, taskId, step, ...(mark === '' ? [] : [mark]));
    return { customerId, enrollmentId, entry: { key, at: at.getTime(), kind, detail: shown } };
  });
  await recordTimelines(tx, rows);
}

/** Enrollments whose journeys still wait for the task, the first to ask first. */
export async function waiting(tx: Tx, taskId: string): Promise<string[]> {
  const waiters = await tx.taskWaiter.findMany({
    where: { taskId, outcome: null },
    orderBy: [{ since: 'asc' }, { key: 'asc' }],
  });
  return [...new Set(waiters.flatMap(({ enrollmentId }) => enrollmentId ?? []))];
}

/** Whether anybody still waits for the task: a journey, or the customer who asked. */
export async function isAwaited(tx: Tx, taskId: string): Promise<boolean> {
  return (await tx.taskWaiter.count({ where: { taskId, outcome: null } })) > 0;
}
