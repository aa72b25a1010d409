import { DAY_MS } from '../../domain/duration';
import { endAlarm, raiseAlarm } from '../alarms';
import type { Db } from '../client';
import { inTransaction } from '../transaction';

/** So long before a wish is due it becomes an alarm. */
const WARNING_MS = 7 * DAY_MS;

/** Raises an alarm for each wish that nobody has met a week before it is due, and a critical one when its date is past. */
export async function heedPrivacyDates(db: Db, now: Date): Promise<void> {
  const near = new Date(now.getTime() + WARNING_MS);
  const wishes = await db.privacyRequest.findMany({ where: { doneAt: null, dueAt: { lte: near } } });
  for (const { id: subject, kind: wish, dueAt } of wishes) {
    const what = wish === 'export' ? 'have their data' : 'be erased';
    const day = dueAt.toISOString().slice(0, 10);
    const detail = { due: dueAt.toISOString(), request: subject };
    await inTransaction(db, async (tx) => {
      if (dueAt > now) {
        const text = `A customer's wish to ${what} is due on ${day}.`;
        await raiseAlarm(tx, { kind: 'privacy_due', subject, level: 'warning', text, detail }, now);
        return;
      }
      await endAlarm(tx, { kind: 'privacy_due', subject, by: 'its date is past' }, now);
      const text = `A customer's wish to ${what} was due on ${day} and is not met.`;
      await raiseAlarm(tx, { kind: 'privacy_overdue', subject, level: 'critical', text, detail }, now);
    });
  }
}
