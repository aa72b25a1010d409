import { MESSAGE_CLASSES } from '../domain/channel';
import { owesUnsubscribe } from '../domain/policy/duties';
import type { Db } from './client';

const STOPPABLE = MESSAGE_CLASSES.filter(owesUnsubscribe);

/** True when no text message that can be stopped has gone out to a customer: the first one says how to stop them. */
export async function isFirstText(db: Db, customerId: string): Promise<boolean> {
  const sent = { customerId, channel: 'sms', sentAt: { not: null }, messageClass: { in: STOPPABLE } };
  return (await db.touch.findFirst({ where: sent, select: { id: true } })) === null;
}
