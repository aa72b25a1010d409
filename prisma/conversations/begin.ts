import type { Db } from '../client';
import { lockCustomers } from '../customers';
import type { Conversation } from '../generated/client';
import { inTransaction, Overtaken } from '../transaction';
import { joinConversation } from './row';

/** The conversation with the customer of a task: theirs, or a new one when they have not written yet and a person writes first. */
export async function conversationWith(db: Db, customerId: string, now: Date): Promise<Conversation> {
  return inTransaction(db, async (tx) => {
    if ((await lockCustomers(tx, [customerId])).get(customerId)?.mergedInto !== null) throw new Overtaken();
    return joinConversation(tx, customerId, now, now);
  });
}
