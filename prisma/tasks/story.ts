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
  const { id: taskId, customerId, playbook, because, dueAt } = task;
  const kind = 'task' as const;
  const shown = { taskId, step, playbook, because, due: dueAt.toISOString(), ...detail };
  const rows = [...new Set(enrollments)].map((enrollmentId) => {
    const key = timelineKey(enrollmentId, kind, taskId, step, ...(mark === '' ? [] : [mark]));
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
  return [...new Set(waiters.map(({ enrollmentId }) => enrollmentId))];
}
