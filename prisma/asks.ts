import type { Ask } from '../domain/ask';
import { errandIdOf } from '../domain/ids';
import { taskTimes } from '../domain/policy/task-timers';
import type { Tx } from './client';
import { enqueue } from './outbox';
import { addNote } from './tasks/note';
import { openOrJoin } from './tasks/open';
import type { TaskRow } from './tasks/row';

/** What a customer asked for a person with. `key` makes asking again with the same a no-op; `because` is one sentence without personal data. */
export interface Asking {
  readonly ask: Ask;
  readonly customerId: string;
  readonly key: string;
  readonly because: string;
}

/**
 * Hands a customer to a person outside of any journey (M10): opens a task for their owner, or joins the open one that asks for the same,
 * with a note. An errand reminds of it and tells the lead, for as long as it takes, also when a journey that wanted the same has ended.
 */
export async function askForPerson(tx: Tx, { ask, customerId, key, because }: Asking, now: Date): Promise<TaskRow> {
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { owner: true } });
  const request = {
    key,
    enrollmentId: null,
    customerId,
    journey: null,
    stage: null,
    playbook: ask.name,
    because,
    assignTo: customer.owner,
    due: ask.due,
  };
  const { task, joined } = await openOrJoin(tx, request, ask, taskTimes(now, ask.due), now);
  if (joined) await addNote(tx, { taskId: task.id, by: 'perennial', body: `The customer ${because}.` }, now);
  const payload = { errand: 'task', id: task.id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('task', task.id), payload }], now);
  return task;
}
