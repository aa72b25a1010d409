import { INBOUND_CHANNELS, type InboundChannel } from '../../domain/conversation';
import type { Tx } from '../client';
import type { KeptEvent } from '../hearing';
import { hear } from './hear';

/** The events by which customers speak. */
export const SPOKEN_EVENTS = ['customer.replied', 'customer.help_requested'] as const;

/**
 * Lets what customers said by way of events join their conversations: a raised hand (M10), which asks for a person at once whatever page
 * or message it came from, and an answer that a backend passes on with its text. Words that were received already come without a text.
 * Gives the ids of those that journeys shall not take for an answer: what a machine wrote, and a mere stop.
 */
export async function hearEvents(tx: Tx, events: readonly KeptEvent[], now: Date): Promise<ReadonlySet<string>> {
  const unanswering = new Set<string>();
  for (const event of events) {
    const handRaised = event.type === 'customer.help_requested';
    const text = textOf(event.properties['text']);
    if (!handRaised && text === '') continue;
    const touchId = idOf(event.properties['touchId']);
    const inbound = {
      customerId: event.customerId,
      channel: await channelOf(tx, event, touchId),
      source: handRaised ? 'hand-raise' : 'event',
      body: text,
      dedupeKey: `event:${event.id}`,
      touchId,
      automatic: false,
      at: event.occurredAt,
    };
    const { answers } = await hear(tx, inbound, now, { handRaised });
    if (!answers) unanswering.add(event.id);
  }
  return unanswering;
}

/** Where it was said: as the event says, else on the channel of the message that it answers, else in the product. */
async function channelOf(tx: Tx, { properties }: KeptEvent, touchId: string | null): Promise<InboundChannel> {
  const touch =
    touchId === null ? null : await tx.touch.findUnique({ where: { id: touchId }, select: { channel: true } });
  return INBOUND_CHANNELS.find((channel) => channel === (properties['channel'] ?? touch?.channel)) ?? 'in-app';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value : null;
}
