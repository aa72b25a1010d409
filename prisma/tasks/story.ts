import type { Tx } from '../client';
import { recordTimeline } from '../timeline';
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
  | 'snoozed'
  | 'completed'
  | 'cancelled'
  | 'kept';

/**
 * Puts a step of a task on the timeline of each enrollment given. `mark` tells repeated steps of one kind apart (a
 * version, a request key); writing the same step with the same mark again is a no-op.
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
  const { id: taskId, playbook, because, dueAt } = task;
  for (const enrollmentId of new Set(enrollments)) {
    const key = [enrollmentId, 'task', taskId, step, mark].filter((part) => part !== '').join(':');
    const entry = {
      key,
      at: at.getTime(),
      kind: 'task' as const,
      detail: { taskId, step, playbook, because, due: dueAt.toISOString(), ...detail },
    };
    await recordTimeline(tx, task.customerId, enrollmentId, [entry]);
  }
}

/** Enrollments whose journeys still wait for the task, the first to ask first. */
export async function waiting(tx: Tx, taskId: string): Promise<string[]> {
  const waiters = await tx.taskWaiter.findMany({
    where: { taskId, outcome: null },
    orderBy: [{ since: 'asc' }, { key: 'asc' }],
  });
  return [...new Set(waiters.map(({ enrollmentId }) => enrollmentId))];
}
