import type { ConversationState } from '../../domain/conversation';
import { newId } from '../../domain/ids';
import { isUnsure } from '../../domain/triage/triage';
import type { Tx } from '../client';
import type { Conversation, Utterance } from '../generated/client';

/** The customer's one conversation, begun if there is none. The customer must be locked. */
export async function joinConversation(tx: Tx, customerId: string, at: Date, now: Date): Promise<Conversation> {
  const known = await tx.conversation.findUnique({ where: { customerId } });
  if (known) return known;
  return tx.conversation.create({
    data: { id: newId(now), customerId, state: 'quiet', openedAt: at, updatedAt: now },
  });
}

/** Writes what a customer's words do to the conversation: whether somebody should answer, and where they wrote last (M05). */
export async function noteInbound(
  tx: Tx,
  conversation: Conversation,
  utterance: Utterance,
  isNew: boolean,
  now: Date,
): Promise<void> {
  const { channel, automatic, at } = utterance;
  const isLatest = conversation.lastInboundAt === null || at >= conversation.lastInboundAt;
  const last = !automatic && isLatest ? { lastChannel: channel, lastInboundAt: at } : {};
  const state = isNew ? stateAfter(utterance) : undefined;
  await tx.conversation.update({
    where: { id: conversation.id },
    data: { ...last, updatedAt: now, ...(state && { state }) },
  });
}

/** Whether somebody should answer now; undefined leaves it as it was: a "thanks" does not answer the question before it. */
export function stateAfter(utterance: Utterance): ConversationState | undefined {
  const { automatic, triage, confidence } = utterance;
  if (automatic) return undefined;
  if (triage !== 'none' || isUnsure({ confidence: confidence ?? 0 })) return 'open';
  const reasons = utterance.triageReasons as readonly string[];
  return reasons.some((reason) => SETTLES.has(reason)) ? 'quiet' : undefined;
}

const SETTLES: ReadonlySet<string> = new Set(['already_solved', 'asks_to_stop', 'corrected']);
