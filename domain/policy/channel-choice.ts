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
export function channelOrder({ primary, fallback }: AllowedChannels, preferred: readonly Channel[]): readonly Channel[] {
  const allowed = [...new Set([primary, ...fallback])];
  return [...new Set([...preferred.filter((channel) => allowed.includes(channel)), ...allowed])];
}

/** Why a second touch stands in for a first one: it provably did not arrive, or nobody answered it in time. */
export type StandInCause = 'undelivered' | 'unanswered';

/** What became of the touch that a second one stands in for. */
export interface FirstTouch {
  readonly state: string;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly answeredAt: Date | null;
}

/**
 * Whether a fallback may go out: only after proof that the first touch did not arrive, or when nobody answered it (M22). Doing anything at
 * all since counts as an answer; opening a mail does not. Whoever was reached meanwhile is not written to again.
 */
export function mayStandIn(cause: StandInCause, first: FirstTouch | null, lastSeenAt: Date | null): Finding {
  const inputs = { because: cause, first: first?.state ?? null };
  if (!first) return refused('no_first_touch', inputs);
  if (cause === 'undelivered') return first.state === 'failed' ? passed(inputs) : refused('delivered', inputs);
  const acted = lastSeenAt !== null && first.sentAt !== null && lastSeenAt > first.sentAt;
  return first.answeredAt !== null || acted ? refused('answered', inputs) : passed(inputs);
}
