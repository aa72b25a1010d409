import { SECOND_MS } from '../../domain/duration';
import { Conflict } from '../../domain/errors';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';
import { inTransaction } from '../transaction';
import { withdrawNextStep, type OpenedStep } from './next-step';
import { assertFresh, changeTask, lockTask, type StaffAct, type TaskRow } from './row';
import { isAwaited, tellStory, waiting } from './story';

/** How long a completion can be taken back, for which journeys wait to hear of it. */
export const UNDO_MS = 10 * SECOND_MS;

/** What a task was before its completion, and who was answered by it. */
interface Undo {
  readonly state: TaskRow['state'];
  readonly snoozedUntil: string | null;
  readonly waiters: readonly string[];
  /** The task that was opened for what is to be done afterwards. */
  readonly nextStep?: OpenedStep;
}

/** Keeps what is needed to take a completion back. */
export function undoOf(task: TaskRow, waiters: readonly { readonly key: string }[]): Prisma.InputJsonObject {
  return {
    state: task.state,
    snoozedUntil: task.snoozedUntil?.toISOString() ?? null,
    waiters: waiters.map(({ key }) => key),
  };
}

/** A journey goes on with the outcome before it was told: from then on nobody takes it back. */
export async function closeUndo(tx: Tx, task: TaskRow): Promise<TaskRow> {
  if (!task.undoUntil) return task;
  return (await tx.task.update({ where: { id: task.id }, data: { undoUntil: null, undo: Prisma.DbNull } })) as TaskRow;
}

/**
 * Takes a completion back, by who completed it, as if it had not been: the task is as it was, and journeys never hear of it. Not after ten
 * seconds, nor once a journey has gone on with it. A run that ended meanwhile does not wait again. The next step is withdrawn, unless somebody
 * has begun with it. Notes stay. Throws NotFound or Conflict.
 */
export async function undoCompletion(db: Db, act: StaffAct, now: Date): Promise<TaskRow> {
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state !== 'done') throw new Conflict('The task is not completed.', { state: task.state });
    if (!task.undoUntil || task.undoUntil <= now) throw tooLate();
    if (task.finishedBy !== act.by)
      throw new Conflict(`It was completed by ${task.finishedBy}.`, { finished_by: task.finishedBy });
    assertFresh(task, act);
    const { state, snoozedUntil, waiters, nextStep } = task.undo as unknown as Undo;
    await takeBack(tx, task);
    if (nextStep) await withdrawNextStep(tx, nextStep, act.by, now);
    await tx.$executeRaw(Prisma.sql`
      UPDATE task_waiters w SET outcome = NULL WHERE w.key = ANY(${[...waiters]}::text[])
        AND NOT EXISTS (SELECT FROM enrollments e WHERE e.id = w.enrollment_id AND e.state = 'ended')`);
    const undone = await changeTask(tx, task, {
      state,
      snoozedUntil,
      outcome: null,
      finishedAt: null,
      finishedBy: null,
      undoUntil: null,
      undo: Prisma.DbNull,
      ...((await isAwaited(tx, task.id)) || waiters.length === 0 ? {} : { banner: NOBODY_WAITS }),
    });
    await tellStory(tx, undone, 'undone', now, {
      enrollments: await waiting(tx, task.id),
      mark: undone.version,
      detail: { by: act.by },
    });
    return undone;
  });
}

const NOBODY_WAITS = 'The journey that asked for this has ended; nothing more is needed.';

/** Takes back what waits for the journeys. A relay whose clock is ahead of ours may have some in its hands: then it is too late. */
async function takeBack(tx: Tx, { id, undoUntil }: TaskRow): Promise<void> {
  const rows = await tx.$queryRaw<{ id: bigint; leased: boolean }[]>(Prisma.sql`
    SELECT o.id, o.locked_until IS NOT NULL AS leased FROM outbox o
    WHERE o.not_before = ${undoUntil}::timestamptz AND o.kind = 'event' AND o.payload -> 'data' ->> 'taskId' = ${id} FOR UPDATE`);
  if (rows.some(({ leased }) => leased)) throw tooLate();
  await tx.$executeRaw(Prisma.sql`DELETE FROM outbox WHERE id = ANY(${rows.map((row) => row.id)}::bigint[])`);
}

function tooLate(): Conflict {
  return new Conflict('It cannot be taken back any more: the journey goes on with it.', { too_late: true });
}
