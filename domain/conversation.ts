import { CHANNELS, type Channel } from './channel';

/** Where customers write from: the channels that can be answered on, answers to surveys, and social media. */
export const INBOUND_CHANNELS = ['email', 'sms', 'in-app', 'survey', 'social'] as const;
export type InboundChannel = (typeof INBOUND_CHANNELS)[number];

/** Where a conversation stands: somebody should answer, or nobody need. */
export const CONVERSATION_STATES = ['open', 'quiet'] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

/** What the gate and the preference page call answers of people; nobody subscribes to it, and withdrawing everything covers it. */
export const CONVERSATION_TOPIC = 'conversation';

/** The built-in message in which a person's own words leave: its text is kept with the conversation, never in Temporal. */
export const REPLY_MESSAGE = 'conversation/reply';

/** True for a channel on which Perennial can send, so on which an answer can leave. */
export function isChannel(channel: string): channel is Channel {
  return (CHANNELS as readonly string[]).includes(channel);
}
