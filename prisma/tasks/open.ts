import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { isFinished, type TaskTimes } from '../../domain/policy/task-timers';
import type { Playbook, TaskRequest } from '../../domain/task';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { lockTask, updateTask, type TaskRow } from './row';
import { tellStory } from './story';

/** What a request for a task came to: the task, and what this request was answered already (null while it waits). */
export interface Asked {
  readonly task: TaskRow;
  readonly outcome: string | null;
}

/**
 * Opens a task, or joins the unfinished one of the same customer, playbook and reason: it is then due at the earlier of
 * both times, expires at the later, and its completion tells both journeys. Asking again under the same key changes nothing.
 * Writes tasks, task_waiters and the timeline. Throws NotFound when the enrollment is unknown.
 */
export async function openOrJoin(
  tx: Tx,
  request: TaskRequest,
  playbook: Playbook,
  times: TaskTimes,
  at: Date,
): Promise<Asked> {
  const customerId = await lockCustomer(tx, request.enrollmentId);
  const known = await tx.taskWaiter.findUnique({ where: { key: request.key } });
  if (known) return { task: await lockTask(tx, known.taskId), outcome: known.outcome };

  const alike = await findAlike(tx, customerId, playbook.name, request.because);
  const task = alike ? await join(tx, alike, times) : await insert(tx, request, customerId, playbook, times, at);
  await tx.taskWaiter.create({
    data: { key: request.key, taskId: task.id, enrollmentId: request.enrollmentId, since: at },
  });
  await tellStory(tx, task, alike ? 'joined' : 'opened', at, {
    enrollments: [request.enrollmentId],
    mark: alike ? request.key : '',
  });
  return { task, outcome: null };
}

/** Two journeys that ask at once take turns, so the second finds the first one's task. The enrollment's row follows a merge of customers. */
async function lockCustomer(tx: Tx, enrollmentId: string): Promise<string> {
  const [customer] = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT coalesce(c.merged_into, c.id) AS id FROM enrollments e JOIN customers c ON c.id = e.customer_id
    WHERE e.id = ${enrollmentId}::uuid FOR NO KEY UPDATE OF c`);
  if (!customer) throw new NotFound('There is no such enrollment.');
  return customer.id;
}

/** Looks again under the lock: a person may have finished it meanwhile. */
async function findAlike(tx: Tx, customerId: string, playbook: string, because: string): Promise<TaskRow | null> {
  const alike = await tx.task.findFirst({
    where: { customerId, playbook, because, state: { in: ['open', 'claimed', 'snoozed'] } },
    orderBy: { openedAt: 'asc' },
  });
  if (!alike) return null;
  const task = await lockTask(tx, alike.id);
  return isFinished(task.state) ? null : task;
}

/** A banner goes: somebody waits for the task again. */
async function join(tx: Tx, task: TaskRow, times: TaskTimes): Promise<TaskRow> {
  return updateTask(tx, task, {
    dueAt: earlier(task.dueAt, times.dueAt),
    remindAt: earlier(task.remindAt, times.remindAt),
    expireAt: task.expireAt > times.expireAt ? task.expireAt : times.expireAt,
    banner: null,
  });
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

async function insert(
  tx: Tx,
  request: TaskRequest,
  customerId: string,
  playbook: Playbook,
  times: TaskTimes,
  at: Date,
): Promise<TaskRow> {
  const { enrollmentId, journey, stage, because, assignTo } = request;
  const { name, queue, priority } = playbook;
  return (await tx.task.create({
    data: {
      id: newId(at),
      enrollmentId,
      customerId,
      journey,
      stage,
      playbook: name,
      because,
      queue,
      priority,
      assignee: assignTo,
      state: 'open',
      openedAt: at,
      ...times,
    },
  })) as TaskRow;
}
