import type { Tx } from './client';
import { hear, type Heard, type Inbound } from './conversations/hear';
import { keepEvents, type EventContext } from './events';

export type { Inbound } from './conversations/hear';
export { say } from './conversations/say';

/**
 * Receives something that a customer said on any channel: it joins their one conversation (M07), is triaged (M06), takes consent back when
 * it says so, opens a task at once when it is urgent, and counts as an answer (`customer.replied`) for journeys unless a machine wrote it, or it
 * says nothing but stop: journeys hear of the withdrawal.
 * All or nothing, in the caller's transaction (`inTransaction`, because it may be overtaken); the same `dedupeKey` again changes nothing.
 * Throws NotFound when there is no such customer; one who was merged is followed.
 */
export async function receive(tx: Tx, inbound: Inbound, context: EventContext): Promise<Heard> {
  const heard = await hear(tx, inbound, context.now);
  const { utterance, customer, answers } = heard;
  if (!answers) return heard;
  const { id, channel, touchId, at } = utterance;
  const properties = { channel, utteranceId: id, ...(touchId && { touchId }) };
  const event = { messageId: `utterance:${id}`, customerId: customer.id, type: 'customer.replied', properties };
  await keepEvents(tx, [{ ...event, occurredAt: at }], new Map([[customer.id, customer]]), context);
  return heard;
}
