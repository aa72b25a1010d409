import { nextTimer } from '../../domain/policy/task-timers';
import type { TaskTimer } from '../../domain/task';
import type { Tx } from '../client';
import { expireTask } from './finish';
import { raiseNobodyCame } from './nobody-came';
import { lockTask, updateTask, type TaskRow } from './row';
import { tellStory, waiting } from './story';

/** A timer of a task that has rung. `advanced`: its time has not come, but somebody let it pass. `lead` is told of a breach. */
export interface RungTimer {
  readonly taskId: string;
  readonly step: TaskTimer['step'];
  readonly advanced: boolean;
  readonly leadOf: (queue: string) => string;
}

/** The task after a timer, and whether the timer did anything: it does not when a person, or an earlier ring, was faster. */
export interface Rung {
  readonly task: TaskRow;
  readonly rang: boolean;
}

/**
 * Does what a timer is for: marks the reminder, tells the lead of a breach, or lets the task expire, with an alarm. A timer that a claim,
 * a snooze or its own earlier ring has overtaken does nothing. Throws NotFound.
 */
export async function ring(tx: Tx, { taskId, step, advanced, leadOf }: RungTimer, at: Date): Promise<Rung> {
  const task = await lockTask(tx, taskId);
  const next = nextTimer(task, at);
  if (next?.step !== step || (next.at > at.getTime() && !advanced)) return { task, rang: false };
  return { task: await act(tx, task, step, leadOf, at), rang: true };
}

async function act(
  tx: Tx,
  task: TaskRow,
  step: TaskTimer['step'],
  leadOf: RungTimer['leadOf'],
  at: Date,
): Promise<TaskRow> {
  if (step === 'expire') {
    await raiseNobodyCame(tx, task, at);
    return expireTask(tx, task, at);
  }
  const enrollments = await waiting(tx, task.id);
  if (step === 'remind') {
    const reminded = await updateTask(tx, task, { remindedAt: at });
    await tellStory(tx, reminded, 'reminded', at, { enrollments });
    return reminded;
  }
  const lead = leadOf(task.queue);
  const breached = await updateTask(tx, task, { breachedAt: at, escalatedTo: lead });
  await tellStory(tx, breached, 'breached', at, { enrollments, detail: { escalatedTo: lead } });
  return breached;
}
