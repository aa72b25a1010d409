import { InvalidInput } from '../../domain/errors';
import { DAY_MS } from '../../domain/duration';
import { isAbsent } from '../../domain/policy/assignment';
import { isFinished } from '../../domain/policy/task-timers';
import type { Db, Tx } from '../client';
import { inTransaction } from '../transaction';
import { endNobodyCame } from './nobody-came';
import { addNote } from './note';
import { keepTime } from './nudge';
import { assertActable, assertFresh, changeTask, finished, heldBy, lockTask, type StaffAct, type TaskRow } from './row';
import { isAwaited, tellStory, waiting, type TaskStep } from './story';

/** The longest that a task may be put off at a time. */
const LONGEST_SNOOZE_DAYS = 90;

const AWAKE = { snoozedUntil: null, snoozeReason: null, wakeOnReply: false };

/**
 * Makes a task the person's own, also when it was first offered to somebody else. Claiming what one already holds ends a
 * snooze and is otherwise a no-op. A load limit does not refuse it: limits keep people from being given too much, and somebody who takes one more, because a
 * customer waits and they see a way, is told that they are beyond it (prisma/staffing/load.ts) rather than sent away while the customer waits. Throws
 * NotFound, or Conflict: of two who claim at once the second is told the winner.
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
      expireAt: afterSnooze(task, now),
      actedAt: now,
    });
    await keepTime(tx, task, claimed, now);
    await endNobodyCame(tx, claimed, act.by, now);
    await tell(tx, claimed, 'claimed', now, { by: act.by });
    return claimed;
  });
}

/**
 * Gives a task back to its queue: by its holder, by anybody for one who is away or gone, and by whoever may share out the work of others (`ofOthers`). When
 * nobody waits for it any more (it carries a banner) there is nothing to hand on, and it is cancelled. Throws NotFound, or Conflict: `extra.assignee`
 * when somebody holds it who is here.
 */
export async function releaseTask(db: Db, act: StaffAct & { readonly ofOthers: boolean }, now: Date): Promise<TaskRow> {
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state === 'open' && task.assignee === null) return task;
    if (isFinished(task.state)) throw finished(task);
    const isOthers = task.claimedAt !== null && task.assignee !== act.by;
    if (isOthers && !act.ofOthers && !(await isAway(tx, task, now))) throw heldBy(task);
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
 * Puts a task off: nothing rings before `until`, or before the customer has answered when `untilReply` says so (and then at the latest in 90
 * days), but its due date stands. Its holder keeps it. Throws NotFound, Conflict, or InvalidInput when `until` is not in the future or more
 * than 90 days away.
 */
export async function snoozeTask(
  db: Db,
  act: StaffAct & { readonly until?: Date | undefined; readonly untilReply?: boolean; readonly reason: string },
  now: Date,
): Promise<TaskRow> {
  const { reason, untilReply = false } = act;
  const until = act.until ?? new Date(now.getTime() + LONGEST_SNOOZE_DAYS * DAY_MS);
  assertSnoozable(until, now);
  return inTransaction(db, async (tx) => {
    const task = await lockTask(tx, act.taskId);
    if (task.state === 'snoozed' && isSame(task, until, untilReply, reason)) return task;
    assertActable(task, act);
    const snoozed = await changeTask(tx, task, {
      state: 'snoozed',
      snoozedUntil: until,
      snoozeReason: reason,
      wakeOnReply: untilReply,
    });
    await keepTime(tx, task, snoozed, now);
    await tell(tx, snoozed, 'snoozed', now, { by: act.by, until: until.toISOString(), untilReply });
    return snoozed;
  });
}

/** The customer has answered: what was put off until then is to be done. Writes tasks, notes and timeline. */
export async function wakeForAnswer(tx: Tx, customerId: string, now: Date): Promise<void> {
  const asleep = await tx.task.findMany({
    where: { customerId, state: 'snoozed', wakeOnReply: true },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  for (const { id } of asleep) {
    const task = await lockTask(tx, id);
    if (task.state !== 'snoozed' || !task.wakeOnReply) continue;
    const woken = await changeTask(tx, task, {
      ...AWAKE,
      state: task.claimedAt ? 'claimed' : 'open',
      expireAt: afterSnooze(task, now),
      actedAt: now,
    });
    const body = 'The customer has answered: the snooze is over.';
    await addNote(tx, { taskId: id, by: 'perennial', body }, now);
    await keepTime(tx, task, woken, now);
    await tell(tx, woken, 'woken', now, {});
  }
}

async function isAway(tx: Tx, { assignee }: TaskRow, now: Date): Promise<boolean> {
  const holder = assignee === null ? null : await tx.staff.findUnique({ where: { id: assignee } });
  return holder !== null && (holder.disabledAt !== null || isAbsent(holder, now));
}

/** Whoever ends a snooze early is left a day, as they are by one that ends by itself. */
function afterSnooze({ snoozedUntil, expireAt }: TaskRow, now: Date): Date {
  const left = now.getTime() + DAY_MS;
  return snoozedUntil && expireAt.getTime() < left ? new Date(left) : expireAt;
}

function isSame(task: TaskRow, until: Date, untilReply: boolean, reason: string): boolean {
  const { snoozedUntil, wakeOnReply, snoozeReason } = task;
  return snoozedUntil?.getTime() === until.getTime() && wakeOnReply === untilReply && snoozeReason === reason;
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
