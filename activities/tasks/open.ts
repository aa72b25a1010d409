import { InvalidInput } from '../../domain/errors';
import { nextTimer, taskTimes } from '../../domain/policy/task-timers';
import type { OpenedTask, Playbook, TaskRequest } from '../../domain/task';
import type { Db } from '../../prisma/client';
import { openOrJoin } from '../../prisma/tasks/open';
import { inTransaction } from '../../prisma/transaction';

export interface OpenTaskDeps {
  readonly db: Db;
  readonly playbooks: Readonly<Record<string, Playbook>>;
  /** IANA zone in which business days are counted (default UTC). */
  readonly businessZone?: string;
}

/**
 * Hands a customer to a person (M02, X05). Asking again under the same key returns the same task with its present timer, or
 * `settled` when this request was answered. An unfinished task of the same customer, playbook and reason is joined, not
 * doubled. Writes the task and the timeline. Throws InvalidInput for an unknown playbook or a malformed due, NotFound for an unknown enrollment.
 */
export async function openTask(deps: OpenTaskDeps, request: TaskRequest, at: Date): Promise<OpenedTask> {
  const playbook = deps.playbooks[request.playbook];
  if (!playbook) throw new InvalidInput(`There is no playbook "${request.playbook}".`);
  const times = timesOf(request, at, deps.businessZone);
  const { task, outcome } = await inTransaction(deps.db, (tx) => openOrJoin(tx, request, playbook, times, at));
  if (outcome !== null) return { taskId: task.id, timer: null, settled: { outcome } };
  return { taskId: task.id, timer: nextTimer(task, at), settled: null };
}

function timesOf({ due }: TaskRequest, at: Date, zone: string | undefined) {
  try {
    return taskTimes(at, due, zone);
  } catch (cause) {
    if (cause instanceof RangeError) throw new InvalidInput(cause.message);
    throw cause;
  }
}
