import { Conflict, NotFound } from '../../domain/errors';
import { isFinished } from '../../domain/policy/task-timers';
import type { TaskState } from '../../domain/task';
import type { Tx } from '../client';
import { Prisma, type Task } from '../generated/client';

/** A task as it stands in its row. `state` may still say `snoozed` when the snooze is over: `stateAt` tells. */
export type TaskRow = Omit<Task, 'state'> & { readonly state: TaskState };

/** What a person's act on a task names: which task, who acts, and the version that they had before their eyes. */
export interface StaffAct {
  readonly taskId: string;
  readonly by: string;
  readonly version: number;
}

/** Reads a task and keeps it from changing until the transaction ends. Throws NotFound. */
export async function lockTask(tx: Tx, taskId: string): Promise<TaskRow> {
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM tasks WHERE id = ${taskId}::uuid FOR UPDATE`);
  const task = await tx.task.findUnique({ where: { id: taskId } });
  if (!task) throw new NotFound('There is no such task.');
  return task as TaskRow;
}

/** Whoever opens a task takes the customer first and then tasks: in this order, too, when one task leads to another. */
export async function lockCustomerOf(tx: Tx, taskId: string): Promise<void> {
  await tx.$queryRaw(
    Prisma.sql`SELECT 1 FROM customers WHERE id = (SELECT customer_id FROM tasks WHERE id = ${taskId}::uuid) FOR NO KEY UPDATE`,
  );
}

/** Writes a change that people need to know of before they act, so it raises the version. */
export async function changeTask(tx: Tx, task: TaskRow, change: Prisma.TaskUpdateInput): Promise<TaskRow> {
  return updateTask(tx, task, { ...change, version: { increment: 1 } });
}

/** Writes what happened to a task by itself; the version stays, so nobody's act is refused for it. */
export async function updateTask(tx: Tx, task: TaskRow, change: Prisma.TaskUpdateInput): Promise<TaskRow> {
  return (await tx.task.update({ where: { id: task.id }, data: change })) as TaskRow;
}

/**
 * Lets a person's act pass, or throws Conflict: `extra.state` when the task is finished, `extra.assignee` when somebody else holds it,
 * `extra.stale` with the present `extra.version` when it has changed since it was read.
 */
export function assertActable(task: TaskRow, act: StaffAct): void {
  if (isFinished(task.state)) throw finished(task);
  if (task.claimedAt && task.assignee !== act.by) throw heldBy(task);
  assertFresh(task, act);
}

/** Throws the stale Conflict unless the act names the present version. */
export function assertFresh(task: TaskRow, { version }: StaffAct): void {
  if (task.version === version) return;
  throw new Conflict('The task has changed since you read it.', { stale: true, version: task.version });
}

/** The Conflict of an act on a task that is over. */
export function finished(task: TaskRow): Conflict {
  const by = task.finishedBy ? ` by ${task.finishedBy}` : '';
  const { state, outcome, finishedBy } = task;
  return new Conflict(`The task is already ${state}${by}.`, {
    state,
    outcome,
    finished_by: finishedBy,
    version: task.version,
  });
}

/** The Conflict of an act on somebody else's task; `extra.assignee` names the winner. */
export function heldBy(task: TaskRow): Conflict {
  return new Conflict(`The task is with ${task.assignee}.`, {
    assignee: task.assignee,
    claimed_at: task.claimedAt?.toISOString(),
    version: task.version,
  });
}
