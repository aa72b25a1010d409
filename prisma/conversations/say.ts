import { CONVERSATION_TOPIC, isChannel, REPLY_MESSAGE } from '../../domain/conversation';
import type { Channel } from '../../domain/channel';
import { Conflict, InvalidInput, NotFound } from '../../domain/errors';
import { errandIdOf, newId } from '../../domain/ids';
import { asksForPersonalData, channelChangesIn } from '../../domain/channel-change';
import { unfilledPlace } from '../../domain/reply-template';
import type { Tx } from '../client';
import { lockCustomers } from '../customers';
import type { Conversation, Utterance } from '../generated/client';
import { rankTasksOf } from '../inbox/rank';
import { enqueue } from '../outbox';
import { noteAnswer } from '../tasks/note';
import { Overtaken } from '../transaction';

/** What a person answers. `dedupeKey`: saying it again under the same key is answered the same. `elsewhere`: it was said already, where the customer wrote. */
export interface Saying {
  readonly conversationId: string;
  readonly text: string;
  readonly by: string;
  readonly dedupeKey: string;
  readonly elsewhere: boolean;
}

/**
 * Writes a person's answer and sends it on its way, on the channel that the customer last used (M05): the words stay here, a planned touch
 * of class `service` stands for them in the ledger, and an errand brings them through the gate, at most once, whatever process dies. What was
 * said elsewhere is only kept. Throws NotFound; InvalidInput for words that send the customer to another channel (M08, M09) or are too
 * long for a text message; Conflict where Perennial cannot send.
 */
export async function say(tx: Tx, saying: Saying, now: Date): Promise<Utterance> {
  const conversation = await lockConversation(tx, saying.conversationId);
  const known = await tx.utterance.findUnique({ where: { dedupeKey: saying.dedupeKey } });
  if (known) return known;

  const channel = saying.elsewhere ? (conversation.lastChannel ?? 'email') : await channelFor(tx, conversation);
  insistOnWords(saying.text, channel);
  const id = newId(now);
  const touchId = saying.elsewhere ? null : await planTouch(tx, conversation.customerId, id, now);
  const { text: body, by, dedupeKey } = saying;
  const author = `staff:${by}`;
  const data = { id, customerId: conversation.customerId, direction: 'out', channel, body, author, touchId, dedupeKey };
  const utterance = await tx.utterance.create({
    data: { ...data, conversationId: conversation.id, source: saying.elsewhere ? 'elsewhere' : 'reply', at: now },
  });
  await tx.conversation.update({ where: { id: conversation.id }, data: { state: 'quiet', updatedAt: now } });
  await noteAnswer(tx, conversation.customerId, by, now);
  await rankTasksOf(tx, conversation.customerId, now);
  return utterance;
}

async function lockConversation(tx: Tx, id: string): Promise<Conversation> {
  const conversation = await tx.conversation.findUnique({ where: { id } });
  if (!conversation) throw new NotFound('There is no such conversation.');
  const { customerId } = conversation;
  if ((await lockCustomers(tx, [customerId])).get(customerId)?.mergedInto !== null) throw new Overtaken();
  return tx.conversation.findUniqueOrThrow({ where: { id } });
}

/** Where the customer wrote last; an answer to a survey is answered where the survey was, or where they last wrote otherwise. */
async function channelFor(tx: Tx, { id, customerId, lastChannel }: Conversation): Promise<Channel> {
  if (lastChannel !== null && isChannel(lastChannel)) return lastChannel;
  if (lastChannel === 'social') {
    const detail = 'The customer last wrote on social media, where Perennial cannot send: answer there, and record it.';
    throw new Conflict(detail, { last_channel: lastChannel });
  }
  const said = await tx.utterance.findMany({
    where: { conversationId: id, direction: 'in', automatic: false },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 50,
  });
  const surveyed = said[0]?.touchId ? await tx.touch.findUnique({ where: { id: said[0].touchId } }) : null;
  const channels = [surveyed?.channel, ...said.map(({ channel }) => channel)];
  const used = channels.find((channel): channel is Channel => typeof channel === 'string' && isChannel(channel));
  return used ?? firstChannel(tx, customerId);
}

/** Of whom nothing was heard: by mail, or by what else they can be reached. */
async function firstChannel(tx: Tx, customerId: string): Promise<Channel> {
  const { email, phone } = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
  if (email !== null) return 'email';
  return phone === null ? 'in-app' : 'sms';
}

/** What a text message can carry in one piece at the providers. */
const LONGEST_SMS = 1_500;

function insistOnWords(text: string, channel: string): void {
  const fault = (detail: string) => new InvalidInput('This cannot be said so.', [{ pointer: '/text', detail }]);
  const place = unfilledPlace(text);
  if (place) throw fault(`still has ${place} in it, which nobody has filled`);
  const [change] = channelChangesIn(text);
  if (change && !asksForPersonalData(text)) {
    throw fault(
      `"${change.phrase}" sends the customer to another channel: answer where they wrote (M08); a more private one may only be offered when you ask for personal data (M09)`,
    );
  }
  if (channel === 'sms' && text.length > LONGEST_SMS)
    throw fault(`must be at most ${LONGEST_SMS} characters as a text message`);
}

/** A touch that nobody has decided on yet: the errand asks the gate. */
async function planTouch(tx: Tx, customerId: string, utteranceId: string, now: Date): Promise<string> {
  const { locale } = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { locale: true } });
  const id = newId(now);
  await tx.touch.create({
    data: {
      id,
      key: `reply:${utteranceId}`,
      customerId,
      message: REPLY_MESSAGE,
      messageClass: 'service',
      topic: CONVERSATION_TOPIC,
      locale,
      state: 'planned',
      plannedAt: now,
      updatedAt: now,
      codeVersion: 'undecided',
    },
  });
  const payload = { errand: 'reply', id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('reply', id), payload }], now);
  return id;
}
