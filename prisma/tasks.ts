import { NotFound } from '../domain/errors';
import type { TaskState } from '../domain/task';
import type { Db } from './client';
import { Prisma, type ContactAttempt, type Customer, type TaskNote } from './generated/client';
import { presentAt } from './inbox/presence';
import { evidenceOf, type Evidence } from './tasks/evidence';
import type { TaskRow } from './tasks/row';

/** Which tasks to list; what is not given does not restrict. `overdue`: past due and unfinished (or, when false, not that). */
export interface TaskFilters {
  readonly states: readonly TaskState[];
  readonly assignee?: string | undefined;
  readonly queue?: string | undefined;
  readonly customerId?: string | undefined;
  readonly journey?: string | undefined;
  readonly overdue?: boolean | undefined;
}

/** A task together with the customer that it is about. */
export interface ListedTask {
  readonly task: TaskRow;
  readonly customer: Customer | null;
}

/** Tasks by due date, the most urgent first. `after` is due date and id of the last one seen; one that becomes due earlier meanwhile is not skipped on the next full pass. */
export async function listTasks(
  db: Db,
  filters: TaskFilters,
  { after, limit }: { after?: { dueAt: Date; id: string } | undefined; limit: number },
  now: Date,
): Promise<ListedTask[]> {
  const page = after ? { OR: [{ dueAt: { gt: after.dueAt } }, { dueAt: after.dueAt, id: { gt: after.id } }] } : {};
  const tasks = await db.task.findMany({
    where: { AND: [matching(filters, now), page] },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  const customers = await db.customer.findMany({ where: { id: { in: tasks.map((task) => task.customerId) } } });
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return tasks.map((task) => ({ task: task as TaskRow, customer: byId.get(task.customerId) ?? null }));
}

/** How many tasks match, by state as people see it, and how many of the unfinished are overdue. The filters `states` and `overdue` are not applied. */
export async function countTasks(
  db: Db,
  { assignee, queue, customerId, journey }: Omit<TaskFilters, 'states' | 'overdue'>,
  now: Date,
): Promise<TaskCounts> {
  const only = (column: string, value: string | undefined) =>
    value === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} = ${value}`;
  const whose = customerId === undefined ? Prisma.empty : Prisma.sql`AND customer_id = ${customerId}::uuid`;
  // The states stand as words, as in the partial indexes over what is unfinished: finished tasks, which are ever more, are not read.
  const [counts] = await db.$queryRaw<TaskCounts[]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE seen = 'open')::int AS open, count(*) FILTER (WHERE seen = 'claimed')::int AS claimed,
      count(*) FILTER (WHERE seen = 'snoozed')::int AS snoozed, count(*) FILTER (WHERE due_at < ${now}::timestamptz)::int AS overdue
    FROM (
      SELECT due_at, CASE WHEN state <> 'snoozed' THEN state WHEN snoozed_until > ${now}::timestamptz THEN 'snoozed'
        WHEN claimed_at IS NULL THEN 'open' ELSE 'claimed' END AS seen
      FROM tasks WHERE state IN ('open', 'claimed', 'snoozed')
        ${only('assignee', assignee)} ${only('queue', queue)} ${whose} ${only('journey', journey)}
    ) unfinished`);
  return counts!;
}

/** How many tasks stand where. */
interface TaskCounts {
  readonly open: number;
  readonly claimed: number;
  readonly snoozed: number;
  readonly overdue: number;
}

/** The states of a task that still wants a person. */
export const UNFINISHED: readonly TaskState[] = ['open', 'claimed', 'snoozed'];

/** All that a person needs before they act on a task. `awaited`: a journey waits for its outcome. */
export interface TaskFile extends ListedTask {
  readonly notes: readonly TaskNote[];
  readonly attempts: readonly ContactAttempt[];
  readonly evidence: readonly Evidence[];
  readonly awaited: boolean;
  /** Who has it before their eyes now. */
  readonly present: readonly string[];
}

/** Reads a task with its customer, its notes and the last fifty things that happened to the customer. Throws NotFound. */
export async function readTask(db: Db, taskId: string, now: Date): Promise<TaskFile> {
  const task = (await db.task.findUnique({ where: { id: taskId } })) as TaskRow | null;
  if (!task) throw new NotFound('There is no such task.');
  const [customer, notes, attempts, evidence, waiters, present] = await Promise.all([
    db.customer.findUnique({ where: { id: task.customerId } }),
    db.taskNote.findMany({ where: { taskId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    db.contactAttempt.findMany({ where: { taskId }, orderBy: [{ at: 'asc' }, { id: 'asc' }], take: 100 }),
    evidenceOf(db, task.customerId, { exceptTask: taskId, limit: 50 }),
    db.taskWaiter.count({ where: { taskId, outcome: null } }),
    presentAt(db, taskId, now),
  ]);
  return { task, customer, notes, attempts, evidence, awaited: waiters > 0, present };
}

function matching(
  { states, assignee, queue, customerId, journey, overdue }: TaskFilters,
  now: Date,
): Prisma.TaskWhereInput {
  const late: Prisma.TaskWhereInput = { dueAt: { lt: now }, state: { in: [...UNFINISHED] } };
  return {
    ...(assignee === undefined ? {} : { assignee }),
    ...(queue === undefined ? {} : { queue }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(journey === undefined ? {} : { journey }),
    AND: [
      { OR: states.flatMap((state) => inState(state, now)) },
      ...(overdue === undefined ? [] : [overdue ? late : { NOT: late }]),
    ],
  };
}

/** Rows that people see in a state: a snooze that is over is open, or its holder's, without anybody writing so. */
function inState(state: TaskState, now: Date): Prisma.TaskWhereInput[] {
  const woken = { state: 'snoozed', snoozedUntil: { lte: now } };
  switch (state) {
    case 'open':
      return [{ state }, { ...woken, claimedAt: null }];
    case 'claimed':
      return [{ state }, { ...woken, claimedAt: { not: null } }];
    case 'snoozed':
      return [{ state, snoozedUntil: { gt: now } }];
    case 'done':
    case 'expired':
    case 'cancelled':
      return [{ state }];
  }
}
