import type { ASKED_DUES } from '../../domain/ask';
import { errandIdOf } from '../../domain/ids';
import { taskTimes } from '../../domain/policy/task-timers';
import type { Tx } from '../client';
import type { Prisma } from '../generated/client';
import { enqueue } from '../outbox';
import { addNote } from './note';
import { openOrJoin, type Placed } from './open';
import { changeTask, lockTask, updateTask, type TaskRow } from './row';
import { tellStory } from './story';

/** What is to be done for the customer after a task is completed; `because` is one sentence. */
export interface NextStep {
  readonly because: string;
  readonly due: (typeof ASKED_DUES)[number];
}

/** The task of a next step as it was opened, to be found again when the completion is taken back. */
export interface OpenedStep {
  readonly taskId: string;
  readonly version: number;
  /** Of the request among those that wait for the task. */
  readonly key: string;
  /** It was open already: others want it, too. */
  readonly joined: boolean;
}

/**
 * Opens the next step of a task that was completed just now, for whoever completed it, or joins an unfinished task of the same playbook with a
 * note. Returns the completed task, which remembers the step for as long as it can be taken back. Writes tasks, task_waiters, notes, timeline and outbox.
 */
export async function openNextStep(
  tx: Tx,
  done: TaskRow,
  { because, due }: NextStep,
  playbook: Placed,
  now: Date,
): Promise<TaskRow> {
  const key = `next-step:${done.id}:${done.version}`;
  const by = done.finishedBy ?? 'perennial';
  const outside = { enrollmentId: null, journey: null, stage: null } as const;
  const request = { key, ...outside, customerId: done.customerId, playbook: playbook.name, because, assignTo: by, due };
  const { task, joined } = await openOrJoin(tx, request, playbook, taskTimes(now, due), now);
  if (joined) await addNote(tx, { taskId: task.id, by, body: because }, now);
  const payload = { errand: 'task', id: task.id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('task', task.id), payload }], now);
  if (done.undo === null) return done;
  const nextStep: OpenedStep = { taskId: task.id, version: task.version, key, joined };
  return updateTask(tx, done, { undo: { ...(done.undo as Prisma.JsonObject), nextStep: { ...nextStep } } });
}

/**
 * Takes a next step back with the completion that it followed. A task that nobody has touched is cancelled; one that was open before, or with
 * which somebody has begun, stays with a note that says so.
 */
export async function withdrawNextStep(tx: Tx, step: OpenedStep, by: string, now: Date): Promise<void> {
  const { taskId, key } = step;
  const task = await lockTask(tx, taskId);
  await tx.taskWaiter.updateMany({ where: { key, outcome: null }, data: { outcome: 'withdrawn' } });
  if (!(await isUntouched(tx, task, step))) {
    await addNote(tx, { taskId, by, body: 'The completion that this followed from was taken back.' }, now);
    return;
  }
  const withdrawn = await changeTask(tx, task, { state: 'cancelled', outcome: 'withdrawn', finishedAt: now });
  await tellStory(tx, withdrawn, 'cancelled', now, { enrollments: [], mark: withdrawn.version, detail: { by } });
}

async function isUntouched(tx: Tx, task: TaskRow, { version, joined }: OpenedStep): Promise<boolean> {
  if (joined || task.version !== version || task.state !== 'open') return false;
  const taskId = task.id;
  const [waiters, notes, attempts] = await Promise.all([
    tx.taskWaiter.count({ where: { taskId, outcome: null } }),
    tx.taskNote.count({ where: { taskId, author: { not: 'perennial' } } }),
    tx.contactAttempt.count({ where: { taskId } }),
  ]);
  return waiters + notes + attempts === 0 && task.ticked.length === 0;
}
