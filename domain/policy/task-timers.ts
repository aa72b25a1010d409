import { addBusinessDays } from '../business-days';
import { DAY_MS, MINUTE_MS, toMs, type Due, type Duration } from '../duration';
import type { TaskState, TaskTimer } from '../task';

/** The three instants that are fixed when a task opens. */
export interface TaskTimes {
  readonly remindAt: Date;
  readonly dueAt: Date;
  readonly expireAt: Date;
}

/** What the timer chain depends on. `claimedAt` is set while somebody holds the task, also while that person has snoozed it. */
export interface TimedTask {
  readonly state: TaskState;
  readonly remindAt: Date;
  readonly remindedAt: Date | null;
  readonly dueAt: Date;
  readonly breachedAt: Date | null;
  readonly expireAt: Date;
  readonly snoozedUntil: Date | null;
  readonly claimedAt: Date | null;
  /** When the holder last did something about it. */
  readonly actedAt?: Date | null;
  /** After so many idle minutes a claimed task goes back to its queue. */
  readonly returnAfter?: number | null;
}

/**
 * The chain of a task that opens now (X05): a reminder at half the time to due, the breach at due, and expiry after the
 * same length again, at least a day. Business days are counted in `zone` (IANA, default UTC). Throws a RangeError that quotes a malformed due.
 */
export function taskTimes(openedAt: Date, due: Due, zone?: string): TaskTimes {
  const dueAt = dueDate(openedAt, due, zone);
  const length = dueAt.getTime() - openedAt.getTime();
  return {
    remindAt: new Date(openedAt.getTime() + length / 2),
    dueAt,
    expireAt: new Date(dueAt.getTime() + Math.max(length, DAY_MS)),
  };
}

/**
 * What happens next to a task by itself, never earlier than `at`; null when it is finished. A claimed task whose holder does nothing goes
 * back to its queue. Only an unclaimed task is reminded of, and only before its breach. A snooze does not stop the SLA clock, but nothing rings before it is over, and
 * expiry leaves a day after it.
 */
export function nextTimer(task: TimedTask, at: Date): TaskTimer | null {
  if (isFinished(task.state)) return null;
  const snoozedUntil = task.snoozedUntil?.getTime() ?? 0;
  const quietUntil = Math.max(at.getTime(), snoozedUntil);
  const expireAt = Math.max(at.getTime(), task.expireAt.getTime(), snoozedUntil + DAY_MS);
  const returns = returnTimer(task, quietUntil);
  const ends = endTimer(task, quietUntil, expireAt);
  return returns && returns.at <= ends.at ? returns : ends;
}

/** A snooze is a word of its holder too: idleness is counted from its end. */
function returnTimer(
  { claimedAt, actedAt, returnAfter, snoozedUntil }: TimedTask,
  quietUntil: number,
): TaskTimer | null {
  if (!claimedAt || returnAfter === null || returnAfter === undefined) return null;
  const acts = [claimedAt, actedAt, snoozedUntil].map((act) => act?.getTime() ?? 0);
  return { step: 'return', at: Math.max(Math.max(...acts) + returnAfter * MINUTE_MS, quietUntil) };
}

function endTimer(task: TimedTask, quietUntil: number, expireAt: number): TaskTimer {
  if (task.breachedAt) return { step: 'expire', at: expireAt };
  const breachAt = Math.max(task.dueAt.getTime(), quietUntil);
  const remindAt = Math.max(task.remindAt.getTime(), quietUntil);
  const remind = !task.remindedAt && !task.claimedAt && remindAt < breachAt;
  return remind ? { step: 'remind', at: remindAt } : { step: 'breach', at: breachAt };
}

/** What happens to a task by itself from `at` on if nobody does anything, in order, down to its expiry; empty when it is finished. */
export function timersAhead(task: TimedTask, at: Date): readonly TaskTimer[] {
  const timer = nextTimer(task, at);
  if (!timer) return [];
  const then = new Date(timer.at);
  switch (timer.step) {
    case 'return':
      return [timer, ...timersAhead({ ...task, state: 'open', claimedAt: null, snoozedUntil: null }, then)];
    case 'remind':
      return [timer, ...timersAhead({ ...task, remindedAt: then }, then)];
    case 'breach':
      return [timer, ...timersAhead({ ...task, breachedAt: then }, then)];
    case 'expire':
      return [timer];
  }
}

/** The state as people see it: a snooze that is over needs nobody to end it, the task is open (or its holder's) again. */
export function stateAt(task: Pick<TimedTask, 'state' | 'snoozedUntil' | 'claimedAt'>, at: Date): TaskState {
  if (task.state !== 'snoozed' || (task.snoozedUntil && task.snoozedUntil > at)) return task.state;
  return task.claimedAt ? 'claimed' : 'open';
}

/** True for the states that nothing leads out of. */
export function isFinished(state: TaskState): boolean {
  return state === 'done' || state === 'expired' || state === 'cancelled';
}

function dueDate(openedAt: Date, due: Due, zone?: string): Date {
  const days = /^(\d+) business days?$/.exec(due);
  if (days) return addBusinessDays(openedAt, Number(days[1]), zone);
  return new Date(openedAt.getTime() + toMs(due as Duration));
}
