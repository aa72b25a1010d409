import { DAY_MS } from '../../domain/duration';
import { Conflict } from '../../domain/errors';
import { errandIdOf } from '../../domain/ids';
import { isFinished } from '../../domain/policy/task-timers';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { rankTasksOf } from '../inbox/rank';
import { enqueue } from '../outbox';
import { inTransaction } from '../transaction';
import { addNote } from './note';
import { assertFresh, changeTask, lockTask, type StaffAct, type TaskRow } from './row';
import { tellStory } from './story';

/** What ended longer ago is begun anew, not opened again. */
const LONGEST_OVER_DAYS = 30;

/**
 * Opens a task again that has ended, for whoever asks: there is more to do for the customer. It is due in as long as it was given at first. The
 * journeys went on with what they were told, and none waits for it now; it reminds, breaches and expires by itself. Throws NotFound, or Conflict
 * while it is unfinished, can still be taken back, is too long over, or another task of the customer asks for the same.
 */
export async function reopenTask(db: Db, act: StaffAct & { readonly because: string }, now: Date): Promise<TaskRow> {
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (!isFinished(task.state)) throw new Conflict('The task is not finished.', { state: task.state });
    assertFresh(task, act);
    const over = now.getTime() - (task.finishedAt?.getTime() ?? 0);
    if (over > LONGEST_OVER_DAYS * DAY_MS) throw new Conflict('It ended more than 30 days ago.', { state: task.state });
    if (task.undoUntil && task.undoUntil > now)
      throw new Conflict('It was completed just now: take that back instead.', { undo: true });
    const alike = await tx.task.findFirst({
      where: { customerId: task.customerId, playbook: task.playbook, state: { in: ['open', 'claimed', 'snoozed'] } },
      select: { id: true },
    });
    if (alike) throw new Conflict('Another task of this customer asks for the same.', { task_id: alike.id });

    const given = (at: Date) => new Date(now.getTime() + at.getTime() - task.openedAt.getTime());
    const open = await changeTask(tx, task, {
      state: 'open',
      assignee: act.by,
      outcome: null,
      banner: null,
      finishedAt: null,
      finishedBy: null,
      claimedAt: null,
      actedAt: null,
      snoozedUntil: null,
      snoozeReason: null,
      wakeOnReply: false,
      remindedAt: null,
      breachedAt: null,
      escalatedTo: null,
      undoUntil: null,
      undo: Prisma.DbNull,
      reopenedAt: now,
      remindAt: given(task.remindAt),
      dueAt: given(task.dueAt),
      expireAt: given(task.expireAt),
    });
    const key = `reopened:${open.id}:${open.version}`;
    await tx.taskWaiter.create({ data: { key, taskId: open.id, enrollmentId: null, since: now } });
    await rankTasksOf(tx, open.customerId, now);
    await addNote(tx, { taskId: open.id, by: act.by, body: `Opened again: ${act.because}` }, now);
    await tellStory(tx, open, 'reopened', now, { enrollments: [], mark: open.version, detail: { by: act.by } });
    const payload = { errand: 'nudge', id: open.id, until: null } as const;
    const workflowId = errandIdOf('nudge', `${open.id}:${open.version}`);
    await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId, payload }], now);
    return open;
  });
}
