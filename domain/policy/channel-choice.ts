import type { Channel } from '../channel';
import { passed, refused, type Finding } from './finding';

/** The channels that a touch allows: the message's own first choice and what may stand in for it. */
export interface AllowedChannels {
  readonly primary: Channel;
  readonly fallback: readonly Channel[];
}

/**
 * The channels of a touch in the order in which they are tried: those that the customer prefers, in their order, then the message's
 * primary, then what may stand in. A preference never adds a channel: what a message is for decides where it may go (M23).
 */
export function channelOrder(
  { primary, fallback }: AllowedChannels,
  preferred: readonly Channel[],
): readonly Channel[] {
  const allowed = [...new Set([primary, ...fallback])];
  return [...new Set([...preferred.filter((channel) => allowed.includes(channel)), ...allowed])];
}

/** What became of the touch that a second one stands in for. */
export interface FirstTouch {
  readonly state: string;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
}

/**
 * Whether a second touch may stand in for a first that nobody answered in time (M22). Doing anything at all since counts as an answer;
 * opening a mail does not. (One that provably did not arrive needs no second: it goes on to its next channel by itself.)
 */
export function mayStandIn(first: FirstTouch | null, lastSeenAt: Date | null): Finding {
  if (!first) return refused('no_first_touch');
  const acted = lastSeenAt !== null && first.sentAt !== null && lastSeenAt > first.sentAt;
  const inputs = { first: first.state, answered: first.answeredAt !== null, acted };
  return inputs.answered || acted ? refused('answered', inputs) : passed(inputs);
}
