import { MINUTE_MS, toMs } from '../../domain/duration';
import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { placementSentence, placeTask, type Colleague } from '../../domain/policy/assignment';
import { isFinished, type TaskTimes } from '../../domain/policy/task-timers';
import type { Playbook, TaskRequest } from '../../domain/task';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { rankTasksOf } from '../inbox/rank';
import { colleaguesFor } from '../staffing/colleagues';
import { heedAvailability } from '../staffing/nobody-available';
import { lockTask, updateTask, type TaskRow } from './row';
import { tellStory } from './story';
import { addNote } from './note';
import { closeUndo } from './undo';

/** What a request for a task came to: the task, whether it was there already, and what this request was answered (null while it waits). */
export interface Asked {
  readonly task: TaskRow;
  readonly joined: boolean;
  readonly outcome: string | null;
}

/** The part of a playbook that decides where its task stands. */
export type Placed = Pick<Playbook, 'name' | 'queue' | 'priority' | 'coveredBy' | 'returnAfter'>;

/**
 * Opens a task, or joins an unfinished one that asks for the same: it is then due at the earlier of both times, expires at the later,
 * and its completion tells everybody who waits. A journey joins one of the same playbook and reason, or one that the customer waits for;
 * a customer, whatever of the playbook is open. Asking again under the same key changes nothing.
 * Writes tasks, task_waiters and the timeline. Throws NotFound when the enrollment or the customer is unknown.
 */
export async function openOrJoin(
  tx: Tx,
  request: TaskRequest,
  playbook: Placed,
  times: TaskTimes,
  at: Date,
): Promise<Asked> {
  const customerId = await lockCustomer(tx, request);
  const known = await tx.taskWaiter.findUnique({ where: { key: request.key } });
  if (known) {
    const task = await lockTask(tx, known.taskId);
    // A journey that asks again goes on with the answer: from now on that cannot be taken back.
    if (known.outcome !== null) await closeUndo(tx, task);
    return { task, joined: true, outcome: known.outcome };
  }

  const alike = await findAlike(tx, customerId, playbook, request);
  const task = alike ? await join(tx, alike, times) : await insert(tx, request, customerId, playbook, times, at);
  await rankTasksOf(tx, customerId, at);
  await tx.taskWaiter.create({
    data: { key: request.key, taskId: task.id, enrollmentId: request.enrollmentId, since: at },
  });
  await tellStory(tx, task, alike ? 'joined' : 'opened', at, {
    enrollments: request.enrollmentId === null ? [] : [request.enrollmentId],
    mark: alike ? request.key : '',
  });
  return { task, joined: alike !== null, outcome: null };
}

/** Two journeys that ask at once take turns, so the second finds the first one's task. The enrollment's row follows a merge of customers. */
async function lockCustomer(tx: Tx, { enrollmentId, customerId }: TaskRequest): Promise<string> {
  const whose =
    enrollmentId === null
      ? Prisma.sql`customers c WHERE c.id = ${customerId}::uuid`
      : Prisma.sql`enrollments e JOIN customers c ON c.id = e.customer_id WHERE e.id = ${enrollmentId}::uuid`;
  const [customer] = await tx.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT coalesce(c.merged_into, c.id) AS id FROM ${whose} AND c.erased_at IS NULL FOR NO KEY UPDATE OF c`,
  );
  if (!customer) throw new NotFound(`There is no such ${enrollmentId === null ? 'customer' : 'enrollment'}.`);
  return customer.id;
}

/** Looks again under the lock: a person may have finished it meanwhile. */
async function findAlike(
  tx: Tx,
  customerId: string,
  { name, coveredBy = [] }: Placed,
  { enrollmentId, because }: TaskRequest,
): Promise<TaskRow | null> {
  const unfinished = await tx.task.findMany({
    where: { customerId, playbook: { in: [name, ...coveredBy] }, state: { in: ['open', 'claimed', 'snoozed'] } },
    orderBy: { openedAt: 'asc' },
  });
  for (const { id, playbook, because: reason } of unfinished) {
    const same = enrollmentId === null || (playbook === name && reason === because);
    if (!same && !(await isAskedByCustomer(tx, id))) continue;
    const task = await lockTask(tx, id);
    if (!isFinished(task.state)) return task;
  }
  return null;
}

async function isAskedByCustomer(tx: Tx, taskId: string): Promise<boolean> {
  return (await tx.taskWaiter.count({ where: { taskId, enrollmentId: null, outcome: null } })) > 0;
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
  playbook: Placed,
  times: TaskTimes,
  at: Date,
): Promise<TaskRow> {
  const { enrollmentId, journey, stage, because, assignTo } = request;
  const { name, queue, priority, returnAfter } = playbook;
  const placement = placeTask(assignTo, idsOf(await colleaguesFor(tx, assignTo)), at);
  const task = (await tx.task.create({
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
      assignee: placement.assignee,
      state: 'open',
      openedAt: at,
      returnAfter: returnAfter === undefined ? null : Math.round(toMs(returnAfter) / MINUTE_MS),
      ...times,
    },
  })) as TaskRow;
  const says = placementSentence(placement);
  if (says) await addNote(tx, { taskId: task.id, by: 'perennial', body: says }, at);
  if (placement.assignee === null) await heedAvailability(tx, queue, at);
  return task;
}

function idsOf(colleagues: ReadonlyMap<string, Colleague>): (id: string) => Colleague | undefined {
  return (id) => colleagues.get(id);
}
