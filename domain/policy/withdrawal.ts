import type { Channel } from '../channel';
import type { Settings } from './settings';

/** How much a customer takes back: one topic, one purpose (a class of messages), a whole channel, or everything. */
export const WITHDRAWAL_SCOPES = ['topic', 'purpose', 'channel', 'everything'] as const;
export type WithdrawalScope = (typeof WITHDRAWAL_SCOPES)[number];

/** What a record covers; `*` is all of it. */
export interface Cover {
  readonly channel: Channel | '*';
  readonly topic: string;
  readonly purpose: string;
}

/**
 * What a withdrawal of this scope covers, said of a message with this topic and class on this channel. A topic or purpose is taken back
 * on the channel on which it was said.
 */
export function coverOf(scope: WithdrawalScope, { channel, topic, purpose }: Cover): Cover {
  switch (scope) {
    case 'topic':
      return { channel, topic, purpose: '*' };
    case 'purpose':
      return { channel, topic: '*', purpose };
    case 'channel':
      return { channel, topic: '*', purpose: '*' };
    case 'everything':
      return { channel: '*', topic: '*', purpose: '*' };
  }
}

/**
 * What the single word "stop" takes back: the channel it came on, or everything, as the settings say for the customer's country. The
 * FCC's rule that it means everything is waived until 2027-01-31; it is switched on by `stop.regions.US`.
 */
export function scopeOfStop({ stop }: Pick<Settings, 'stop'>, country: string | null): 'channel' | 'everything' {
  return (country !== null && stop.regions[country]) || stop.everywhere;
}
