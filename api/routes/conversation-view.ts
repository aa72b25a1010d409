import { z } from 'zod';
import { CONVERSATION_STATES, INBOUND_CHANNELS } from '../../domain/conversation';
import { isUnsure, TRIAGE_GROUPS } from '../../domain/triage/triage';
import { TOUCH_STATES } from '../../domain/touch';
import type { ListedConversation, SpokenUtterance } from '../../prisma/conversations/read';

const time = z.iso.datetime();

/** One thing that was said. */
export const utteranceSchema = z.object({
  id: z.uuid(),
  direction: z.enum(['in', 'out']),
  channel: z.enum(INBOUND_CHANNELS),
  source: z.string(),
  author: z.string().meta({ description: '`customer`, or `staff:` and who it was.' }),
  body: z.string().nullable().meta({ description: 'Null while it is hidden: ask with `hidden=true`.' }),
  at: time,
  automatic: z.boolean().meta({ description: 'A machine wrote it.' }),
  hidden: z.boolean().meta({ description: 'Abuse.' }),
  triage: z.enum(TRIAGE_GROUPS).nullable().meta({ description: 'Of what the customer said.' }),
  confidence: z.number().nullable(),
  unsure: z.boolean().meta({ description: 'The rules are not sure: a person has to decide.' }),
  reasons: z.array(z.string()).meta({ description: 'The rules that spoke, or `corrected`.' }),
  answers: z
    .object({ touch_id: z.uuid(), message: z.string() })
    .nullable()
    .meta({ description: 'The message of ours that the customer answered.' }),
  delivery: z
    .object({ touch_id: z.uuid(), state: z.enum(TOUCH_STATES), reason: z.string().nullable() })
    .nullable()
    .meta({
      description:
        'How what we said fares in the ledger; `reason` says why it did not go out. `GET /v1/touches/:id` has it all.',
    }),
});

/** A conversation without what was said. */
const conversationSchema = z.object({
  id: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string().nullable(), owner: z.string().nullable() }),
  state: z.enum(CONVERSATION_STATES).meta({ description: '`open`: somebody should answer.' }),
  last_channel: z
    .enum(INBOUND_CHANNELS)
    .nullable()
    .meta({ description: 'Where the customer wrote last, so where an answer goes.' }),
  last_inbound_at: time.nullable(),
  opened_at: time,
  updated_at: time,
});

/** A conversation in a list. */
export const listedConversationSchema = conversationSchema.extend({
  latest: utteranceSchema.nullable().meta({ description: 'What the customer said last.' }),
});

/** A conversation with a page of what was said. */
export const conversationFileSchema = conversationSchema.extend({
  utterances: z.object({
    data: z.array(utteranceSchema).meta({ description: 'The latest first.' }),
    next_cursor: z.string().nullable(),
  }),
});

/** An utterance as it is answered; what is hidden is only shown on demand. */
export function utteranceView(spoken: SpokenUtterance, showHidden = false): z.input<typeof utteranceSchema> {
  const { id, direction, channel, source, author, automatic, hidden, triage, confidence, touch, touchId } = spoken;
  const named = touch && touchId;
  return {
    id,
    direction,
    channel: channel as z.input<typeof utteranceSchema>['channel'],
    source,
    author,
    body: hidden && !showHidden ? null : spoken.body,
    at: spoken.at.toISOString(),
    automatic,
    hidden,
    triage,
    confidence,
    unsure: direction === 'in' && isUnsure({ confidence: confidence ?? 0 }),
    reasons: [...(spoken.triageReasons as readonly string[])],
    answers: named && direction === 'in' ? { touch_id: touchId, message: touch.message } : null,
    delivery:
      named && direction === 'out'
        ? { touch_id: touchId, state: touch.state as (typeof TOUCH_STATES)[number], reason: touch.reason }
        : null,
  };
}

/** A conversation as it is answered, without what was said. */
export function conversationView({
  conversation,
  customer,
}: Omit<ListedConversation, 'latest'>): z.input<typeof conversationSchema> {
  const { id, state, lastChannel, lastInboundAt, openedAt, updatedAt } = conversation;
  return {
    id,
    customer,
    state: state as z.input<typeof conversationSchema>['state'],
    last_channel: lastChannel as z.input<typeof conversationSchema>['last_channel'],
    last_inbound_at: lastInboundAt?.toISOString() ?? null,
    opened_at: openedAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
