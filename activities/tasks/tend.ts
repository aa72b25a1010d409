import { nextTimer } from '../../domain/policy/task-timers';
import type { TaskTimer, TendedTask } from '../../domain/task';
import type { Db } from '../../prisma/client';
import { ring, type Rung } from '../../prisma/tasks/ring';
import { inTransaction } from '../../prisma/transaction';

export interface TendTaskDeps {
  readonly db: Db;
  /** Staff id of the lead who is told when a task of a queue breaches its due date; for other queues somebody of the staff who leads them. */
  readonly leads?: Readonly<Record<string, string>>;
  readonly log: { warn(fields: object, message: string): void };
}

/** A timer of the chain that has fired. `advanced`: its time has not come, but somebody let it pass. */
export interface FiredTimer {
  readonly taskId: string;
  readonly step: TaskTimer['step'];
  readonly advanced?: boolean;
  /** Workflow id of the run that it fired in. */
  readonly caller?: string;
}

/**
 * Tends a task whose timer fired: takes it from a holder who does nothing, reminds, tells the lead of the breach, or lets it expire, each at most once, also when
 * repeated. Returns the next timer (later, when a claim or a snooze overtook this one), or `settled` with the outcome of a finished
 * task. Breach and expiry also warn in the log, so a hand-over that nobody takes is never silent. Throws NotFound.
 */
export async function tendTask(
  deps: TendTaskDeps,
  { taskId, step, advanced = false, caller }: FiredTimer,
  at: Date,
): Promise<TendedTask> {
  const leadOf = (queue: string) => deps.leads?.[queue];
  const rung = await inTransaction(deps.db, (tx) => ring(tx, { taskId, step, advanced, leadOf, caller }, at));
  alert(deps, rung, step);
  const { task } = rung;
  const timer = nextTimer(task, at);
  return { timer, settled: timer ? null : { outcome: task.outcome ?? task.state } };
}

/** `alert` is a stable name to filter and count by. */
function alert({ log }: TendTaskDeps, { task, rang }: Rung, step: TaskTimer['step']): void {
  if (!rang || step === 'remind' || step === 'return') return;
  const { id: taskId, queue, playbook, journey, escalatedTo } = task;
  if (step === 'breach')
    log.warn({ alert: 'task_breached', taskId, queue, playbook, journey, escalatedTo }, 'a task is overdue');
  else
    log.warn({ alert: 'task_expired', taskId, queue, playbook, journey }, 'a task expired: nobody took it to an end');
}
