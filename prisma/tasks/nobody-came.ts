import { endAlarm, raiseAlarm } from '../alarms';
import type { Tx } from '../client';
import type { TaskRow } from './row';

/** The kind of the alarm that a queue raises in which nobody takes tasks to an end; its subject is the queue. */
const NOBODY_CAME = 'task_expired';

/** A task expired: customers wait for people who do not come. One alarm for a queue, however many expire. */
export async function raiseNobodyCame(tx: Tx, { id, queue, playbook }: TaskRow, now: Date): Promise<void> {
  const text = `Tasks of ${queue} expire because nobody takes them: customers wait for a person who does not come.`;
  const detail = { taskId: id, playbook };
  await raiseAlarm(tx, { kind: NOBODY_CAME, subject: queue, level: 'critical', text, detail }, now);
}

/** Somebody works on the queue again. */
export async function endNobodyCame(tx: Tx, { queue }: TaskRow, by: string, now: Date): Promise<void> {
  await endAlarm(tx, { kind: NOBODY_CAME, subject: queue, by }, now);
}
