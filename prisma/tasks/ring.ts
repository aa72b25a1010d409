import { isFinished, nextTimer } from '../../domain/policy/task-timers';
import type { TaskTimer } from '../../domain/task';
import type { Tx } from '../client';
import { leadOfQueue } from '../staffing/lead';
import { expireTask } from './finish';
import { raiseNobodyCame } from './nobody-came';
import { returnTask } from './return';
import { lockTask, updateTask, type TaskRow } from './row';
import { tellStory, waiting } from './story';
import { closeUndo } from './undo';

/** A timer of a task that has rung. `advanced`: its time has not come, but somebody let it pass. `lead` is told of a breach. */
export interface RungTimer {
  readonly taskId: string;
  readonly step: TaskTimer['step'];
  readonly advanced: boolean;
  /** Who is named for a queue; undefined: whoever leads it. */
  readonly leadOf: (queue: string) => string | undefined;
  /** Workflow id of the run that tends it, which needs not be told of an expiry. */
  readonly caller?: string | undefined;
}

/** The task after a timer, and whether the timer did anything: it does not when a person, or an earlier ring, was faster. */
export interface Rung {
  readonly task: TaskRow;
  readonly rang: boolean;
}

/**
 * Does what a timer is for: gives an idle claim back to the queue, marks the reminder, tells the lead of a breach, or lets the task expire, with an alarm. A timer that a claim,
 * a snooze or its own earlier ring has overtaken does nothing. Throws NotFound.
 */
export async function ring(tx: Tx, { taskId, step, advanced, leadOf, caller }: RungTimer, at: Date): Promise<Rung> {
  const task = await lockTask(tx, taskId);
  // Whoever asks goes on with the outcome: from now on that cannot be taken back.
  if (isFinished(task.state)) return { task: await closeUndo(tx, task), rang: false };
  const next = nextTimer(task, at);
  if (next?.step !== step || (next.at > at.getTime() && !advanced)) return { task, rang: false };
  return { task: await act(tx, task, step, { leadOf, caller }, at), rang: true };
}

async function act(
  tx: Tx,
  task: TaskRow,
  step: TaskTimer['step'],
  { leadOf, caller }: Pick<RungTimer, 'leadOf' | 'caller'>,
  at: Date,
): Promise<TaskRow> {
  if (step === 'expire') {
    await raiseNobodyCame(tx, task, at);
    return expireTask(tx, task, at, caller);
  }
  if (step === 'return') return returnTask(tx, task, at);
  const enrollments = await waiting(tx, task.id);
  if (step === 'remind') {
    const reminded = await updateTask(tx, task, { remindedAt: at });
    await tellStory(tx, reminded, 'reminded', at, { enrollments });
    return reminded;
  }
  const lead = leadOf(task.queue) ?? (await leadOfQueue(tx, task.queue, at));
  const breached = await updateTask(tx, task, { breachedAt: at, escalatedTo: lead });
  await tellStory(tx, breached, 'breached', at, { enrollments, detail: { escalatedTo: lead } });
  return breached;
}
