import { canTake } from '../../domain/policy/assignment';
import { endAlarm, openAlarms, raiseAlarm } from '../alarms';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';
import { inTransaction } from '../transaction';
import { colleaguesOf } from './colleagues';

/** The kind of the alarm of a queue in which tasks wait while everybody who serves it is away or has enough; its subject is the queue. */
const NOBODY_AVAILABLE = 'nobody_available';

/**
 * A task waits in a queue: raises the alarm when nobody who serves it could take it, and ends it when somebody can again. An installation in
 * which nobody signs in, because tools do the work, has nobody to miss.
 */
export async function heedAvailability(tx: Tx, queue: string, now: Date): Promise<void> {
  const serving = await colleaguesOf(tx, queue);
  if (serving.some((colleague) => canTake(colleague, now)))
    return void (await endAlarm(tx, { kind: NOBODY_AVAILABLE, subject: queue, by: 'somebody is there' }, now));
  if (serving.length === 0 && !(await anybodyWorks(tx))) return;
  const text = `Tasks wait in ${queue}, and nobody is there to take them: everybody who serves it is away or has as many as they may have.`;
  const detail = { serving: serving.map(({ id }) => id).slice(0, 50) };
  await raiseAlarm(tx, { kind: NOBODY_AVAILABLE, subject: queue, level: 'critical', text, detail }, now);
}

/** Looks at every queue in which something waits that is offered to nobody, and at those whose alarm is on. */
export async function heedAllQueues(db: Db, now: Date): Promise<void> {
  const waiting = await db.$queryRaw<{ queue: string }[]>(Prisma.sql`
    SELECT DISTINCT queue FROM (
      SELECT queue FROM tasks WHERE state IN ('open', 'claimed', 'snoozed') AND assignee IS NULL LIMIT 20000
    ) AS unassigned ORDER BY queue LIMIT 200`);
  const alarms = await openAlarms(db, [NOBODY_AVAILABLE]);
  const queues = new Set(waiting.map(({ queue }) => queue));
  for (const queue of queues) await inTransaction(db, (tx) => heedAvailability(tx, queue, now));
  for (const { subject } of alarms) {
    if (!queues.has(subject))
      await endAlarm(db, { kind: NOBODY_AVAILABLE, subject, by: 'nothing waits any more' }, now);
  }
}

async function anybodyWorks(tx: Tx): Promise<boolean> {
  return (await tx.staff.count({ where: { disabledAt: null, role: { in: ['agent', 'lead'] } } })) > 0;
}
