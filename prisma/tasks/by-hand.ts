import type { Duration } from '../../domain/duration';
import { errandIdOf } from '../../domain/ids';
import { taskTimes } from '../../domain/policy/task-timers';
import { audit } from '../audit';
import type { Tx } from '../client';
import { enqueue } from '../outbox';
import { addNote } from './note';
import { openOrJoin, type Placed } from './open';
import type { TaskRow } from './row';

/** A task that a person opens for another. `key` makes asking again with the same a no-op; `because` is one sentence. */
export interface AskedByHand {
  readonly customerId: string;
  readonly playbook: Placed;
  readonly because: string;
  /** Staff id; null: the customer's owner, if there is one. */
  readonly assignTo: string | null;
  readonly due: Duration;
  readonly by: string;
  readonly key: string;
  readonly requestId: string;
}

/**
 * Opens a task outside of any journey, by hand (M03), or joins the one of the same playbook that is open, with a note that says who asked and
 * why. An errand reminds of it and tells the lead. Throws NotFound when there is no such customer.
 */
export async function openByHand(tx: Tx, asked: AskedByHand, now: Date): Promise<{ task: TaskRow; joined: boolean }> {
  const { customerId, playbook, because, due, by, key, requestId } = asked;
  const owner = await tx.customer.findUnique({ where: { id: customerId }, select: { owner: true } });
  const assignTo = asked.assignTo ?? owner?.owner ?? null;
  const outside = { enrollmentId: null, journey: null, stage: null } as const;
  const request = { key, ...outside, customerId, playbook: playbook.name, because, assignTo, due };
  const { task, joined } = await openOrJoin(tx, request, playbook, taskTimes(now, due), now);
  if (joined) await addNote(tx, { taskId: task.id, by, body: because }, now);
  const payload = { errand: 'task', id: task.id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('task', task.id), payload }], now);
  await audit(tx, { actor: by, action: 'task.opened', subject: customerId, detail: { task: task.id }, requestId }, now);
  return { task, joined };
}
