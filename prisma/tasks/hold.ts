import { InvalidInput, NotFound } from '../../domain/errors';
import { DAY_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { isFinished } from '../../domain/policy/task-timers';
import type { Db, Tx } from '../client';
import type { TaskNote } from '../generated/client';
import { inTransaction } from '../transaction';
import { endNobodyCame } from './nobody-came';
import { assertActable, assertFresh, changeTask, finished, lockTask, type StaffAct, type TaskRow } from './row';
import { isAwaited, tellStory, waiting, type TaskStep } from './story';

/** The longest that a task may be put off at a time. */
const LONGEST_SNOOZE_DAYS = 90;

const AWAKE = { snoozedUntil: null, snoozeReason: null };

/**
 * Makes a task the person's own, also when it was first offered to somebody else. Claiming what one already holds ends a
 * snooze and is otherwise a no-op. Throws NotFound, or Conflict: of two who claim at once the second is told the winner.
 */
export async function claimTask(db: Db, act: StaffAct, now: Date): Promise<TaskRow> {
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state === 'claimed' && task.assignee === act.by) return task;
    assertActable(task, act);
    const claimed = await changeTask(tx, task, {
      ...AWAKE,
      state: 'claimed',
      assignee: act.by,
      claimedAt: task.claimedAt ?? now,
    });
    await endNobodyCame(tx, claimed, act.by, now);
    await tell(tx, claimed, 'claimed', now, { by: act.by });
    return claimed;
  });
}

/**
 * Gives a task back to its queue, by its holder or by anybody for an absent one. When nobody waits for it any more
 * (it carries a banner) there is nothing to hand on, and it is cancelled. Throws NotFound or Conflict.
 */
export async function releaseTask(db: Db, act: StaffAct, now: Date): Promise<TaskRow> {
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state === 'open' && task.assignee === null) return task;
    if (isFinished(task.state)) throw finished(task);
    assertFresh(task, act);
    const back = { ...AWAKE, assignee: null, claimedAt: null };
    const awaited = await isAwaited(tx, task.id);
    const released = await changeTask(
      tx,
      task,
      awaited ? { ...back, state: 'open' } : { ...back, state: 'cancelled', outcome: 'journey_moved', finishedAt: now },
    );
    await tell(tx, released, awaited ? 'released' : 'cancelled', now, { by: act.by });
    return released;
  });
}

/**
 * Puts a task off: nothing rings before `until`, but its due date stands. Its holder keeps it. Throws NotFound, Conflict,
 * or InvalidInput when `until` is not in the future or more than 90 days away.
 */
export async function snoozeTask(
  db: Db,
  act: StaffAct & { readonly until: Date; readonly reason: string },
  now: Date,
): Promise<TaskRow> {
  const { until, reason } = act;
  assertSnoozable(until, now);
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state === 'snoozed' && task.snoozedUntil?.getTime() === until.getTime() && task.snoozeReason === reason)
      return task;
    assertActable(task, act);
    const snoozed = await changeTask(tx, task, { state: 'snoozed', snoozedUntil: until, snoozeReason: reason });
    await tell(tx, snoozed, 'snoozed', now, { by: act.by, until: until.toISOString() });
    return snoozed;
  });
}

/** Adds a note. Notes only ever append, in any state of the task, so they never conflict. Throws NotFound. */
export async function addNote(
  db: Db | Tx,
  note: { readonly taskId: string; readonly by: string; readonly body: string },
  now: Date,
): Promise<TaskNote> {
  const { taskId, by, body } = note;
  if ((await db.task.count({ where: { id: taskId } })) === 0) throw new NotFound('There is no such task.');
  return db.taskNote.create({ data: { id: newId(now), taskId, author: by, body, at: now } });
}

function assertSnoozable(until: Date, now: Date): void {
  const away = until.getTime() - now.getTime();
  if (away > 0 && away <= LONGEST_SNOOZE_DAYS * DAY_MS) return;
  throw new InvalidInput(`A snooze ends in the future, at most ${LONGEST_SNOOZE_DAYS} days from now.`, [
    { pointer: '/until', detail: `must lie in the future, at most ${LONGEST_SNOOZE_DAYS} days from now` },
  ]);
}

async function tell(tx: Tx, task: TaskRow, step: TaskStep, now: Date, detail: Record<string, unknown>): Promise<void> {
  await tellStory(tx, task, step, now, { enrollments: await waiting(tx, task.id), mark: task.version, detail });
}
