import { InvalidInput } from '../../domain/errors';
import { isFinished } from '../../domain/policy/task-timers';
import type { Playbook } from '../../domain/task';
import type { Db, Tx } from '../client';
import { enqueue } from '../outbox';
import { Prisma } from '../generated/client';
import { inTransaction } from '../transaction';
import { addNote } from './note';
import { openNextStep, type NextStep } from './next-step';
import { endNobodyCame } from './nobody-came';
import { assertActable, changeTask, lockCustomerOf, lockTask, updateTask, type StaffAct, type TaskRow } from './row';
import { tellStory } from './story';
import { closeUndo, undoOf, UNDO_MS } from './undo';

/** How a person says that a task is done: one of the playbook's outcome codes, and what else they want to be remembered. */
export interface Completion extends StaffAct {
  readonly outcome: string;
  readonly note?: string | undefined;
  /** Journeys hear of it ten seconds later; until then it can be taken back. */
  readonly undoable?: boolean | undefined;
  /** What is to be done for the customer afterwards: a task of the same playbook, withdrawn when the completion is taken back. */
  readonly nextStep?: NextStep | undefined;
}

/**
 * Ends a task with a person's outcome, which every waiting journey is told: row, notes, next step, timeline and outbox in one
 * transaction. Needs no claim before, but somebody else's task stays theirs. Whose it was stays, and who finished it stands beside
 * that. The same person completing again with the same outcome is answered the same. Throws NotFound, Conflict, or InvalidInput
 * for an outcome that the playbook does not have.
 */
export async function completeTask(
  db: Db,
  completion: Completion,
  playbooks: Readonly<Record<string, Playbook>>,
  now: Date,
): Promise<TaskRow> {
  const { taskId, by, outcome, note, undoable = false, nextStep } = completion;
  return inTransaction(db, async (tx) => {
    if (nextStep) await lockCustomerOf(tx, taskId);
    const task = await lockTask(tx, taskId);
    if (task.state === 'done' && task.finishedBy === by && task.outcome === outcome) return task;
    assertActable(task, completion);
    assertOutcome(playbooks[task.playbook], outcome);
    const undoUntil = undoable ? new Date(now.getTime() + UNDO_MS) : null;
    const waited = await tx.taskWaiter.findMany({ where: { taskId, outcome: null }, select: { key: true } });
    const done = await changeTask(tx, task, {
      state: 'done',
      outcome,
      finishedAt: now,
      finishedBy: by,
      undoUntil,
      undo: undoUntil ? undoOf(task, waited) : Prisma.DbNull,
    });
    if (note) await addNote(tx, { taskId, by, body: note }, now);
    await endNobodyCame(tx, done, by, now);
    await tellJourneys(tx, done, outcome, now);
    return nextStep ? openNextStep(tx, done, nextStep, playbooks[done.playbook]!, now) : done;
  });
}

/**
 * Ends a task that nobody took to an end. The journey whose run (`caller`, its workflow id) found it out knows, and others that wait are told;
 * without a caller all find out by their own timers.
 */
export async function expireTask(tx: Tx, task: TaskRow, at: Date, caller?: string): Promise<TaskRow> {
  const enrollments = await answerWaiters(tx, task.id, 'expired');
  const expired = await changeTask(tx, task, { state: 'expired', outcome: 'expired', finishedAt: at });
  await tellStory(tx, expired, 'expired', at, { enrollments, detail: { outcome: 'expired' } });
  if (caller !== undefined) await signalRuns(tx, expired, enrollments, at, { except: caller });
  return expired;
}

/** A journey that needs a task no longer, and why. */
export interface Leaving {
  readonly enrollmentId: string;
  readonly outcome: string;
  /** The sentence that the person who holds the task reads. */
  readonly banner: string;
}

/**
 * Takes a journey off a task. While others wait, or somebody holds it, the task stays and shows the banner (not while the customer waits
 * for it): it is not snatched away, and its completion later tells nobody who left. Otherwise it is cancelled with the banner. Returns what this journey
 * was answered: `outcome`, or the person's own when they were faster.
 */
export async function leaveTask(
  tx: Tx,
  taskId: string,
  { enrollmentId, outcome, banner }: Leaving,
  at: Date,
): Promise<string> {
  const task = await lockTask(tx, taskId);
  const [left] = await tx.taskWaiter.updateManyAndReturn({
    where: { taskId, enrollmentId, outcome: null },
    data: { outcome },
  });
  if (!left) {
    // The journey goes on with what the person said: from now on that cannot be taken back.
    await closeUndo(tx, task);
    const answered = await tx.taskWaiter.findFirst({ where: { taskId, enrollmentId }, orderBy: { since: 'desc' } });
    return answered?.outcome ?? outcome;
  }
  if (isFinished(task.state)) return outcome;
  const others = await tx.taskWaiter.findMany({ where: { taskId, outcome: null } });
  const stays = others.length > 0 || task.claimedAt !== null;
  const resolved = stays
    ? await updateTask(tx, task, { banner: others.some(isCustomer) ? task.banner : banner })
    : await changeTask(tx, task, { state: 'cancelled', outcome, banner, finishedAt: at });
  await tellStory(tx, resolved, stays ? 'kept' : 'cancelled', at, {
    enrollments: [enrollmentId],
    detail: { outcome },
  });
  return outcome;
}

function isCustomer({ enrollmentId }: { readonly enrollmentId: string | null }): boolean {
  return enrollmentId === null;
}

function assertOutcome(playbook: Playbook | undefined, outcome: string): void {
  if (!playbook) {
    const detail = 'cannot be judged: this version has no such playbook any more';
    throw new InvalidInput('The playbook of this task is gone.', [{ pointer: '/outcome', detail }]);
  }
  const codes = Object.keys(playbook.outcomes);
  if (codes.includes(outcome)) return;
  const detail = `must be an outcome of the playbook ${playbook.name}: ${codes.join(', ')}`;
  throw new InvalidInput(`The outcomes of "${playbook.name}" are ${codes.join(', ')}.`, [
    { pointer: '/outcome', detail },
  ]);
}

async function tellJourneys(tx: Tx, task: TaskRow, outcome: string, now: Date): Promise<void> {
  const enrollments = await answerWaiters(tx, task.id, outcome);
  await tellStory(tx, task, 'completed', now, {
    enrollments: task.enrollmentId === null ? enrollments : [task.enrollmentId, ...enrollments],
    mark: task.version,
    detail: { outcome, by: task.finishedBy },
  });
  await signalRuns(tx, task, enrollments, now);
}

/** Puts the outcome of a task on its way to the runs of these enrollments. A journey may wait for a task again that was opened again: then it is another event. */
async function signalRuns(
  tx: Tx,
  task: TaskRow,
  enrollments: readonly string[],
  now: Date,
  { except }: { readonly except?: string } = {},
): Promise<void> {
  const runs = await tx.enrollment.findMany({
    where: { id: { in: [...enrollments] }, ...(except !== undefined && { workflowId: { not: except } }) },
    select: { id: true, workflowId: true },
  });
  const heard = {
    eventId: `${task.id}:completed${task.reopenedAt ? `:${task.version}` : ''}`,
    type: 'task.completed',
    occurredAt: now.getTime(),
    data: { taskId: task.id, outcome: task.outcome },
  };
  await enqueue(
    tx,
    runs.map(({ id, workflowId }) => ({ kind: 'event' as const, enrollmentId: id, workflowId, payload: heard })),
    now,
    task.undoUntil,
  );
}

/** Writes the answer of everybody who still waits, and returns the enrollments among them. */
async function answerWaiters(tx: Tx, taskId: string, outcome: string): Promise<string[]> {
  const answered = await tx.taskWaiter.updateManyAndReturn({ where: { taskId, outcome: null }, data: { outcome } });
  return [...new Set(answered.flatMap(({ enrollmentId }) => enrollmentId ?? []))];
}
