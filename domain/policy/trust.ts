import type { Channel } from '../channel';
import type { Settings } from './settings';

/** What was sent and what came of it, added up over some days. */
export interface TrustTally {
  readonly sent: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly complained: number;
  readonly unsubscribed: number;
}

/** What rates are measured for: a channel as a whole (`*`), one of its topics, or the recipients of one mail domain. */
export interface TrustGroup {
  readonly channel: Channel;
  readonly by: 'channel' | 'topic' | 'domain';
  readonly value: string;
}

/** What can go wrong with trust, each with guardrails of its own in the settings. */
export const TRUST_MEASURES = ['complaints', 'unsubscribes', 'bounces'] as const;
export type TrustMeasure = (typeof TRUST_MEASURES)[number];

/** How a rate stands to its guardrails. `silent`: too few messages to say anything. */
type TrustLevel = 'silent' | 'good' | 'warn' | 'pause';

/** So many of so many, as a share from 0 to 1. */
export interface TrustRate {
  readonly count: number;
  readonly of: number;
  readonly rate: number;
  readonly level: TrustLevel;
}

/**
 * One rate of a group against its guardrails (M34). Complaints and unsubscriptions are counted of what was delivered; bounces of what was
 * sent. Where fewer than half of the messages that did not bounce are reported as delivered, the channel does not report deliveries, and
 * what was sent and did not bounce stands in for them.
 */
export function trustRate(measure: TrustMeasure, tally: TrustTally, guardrails: Settings['guardrails']): TrustRate {
  const [count, of] = measured(measure, tally);
  const rate = of === 0 ? 0 : Math.min(1, count / of);
  const { warn, pause } = guardrails[measure];
  const level = of < guardrails.least ? 'silent' : rate >= pause ? 'pause' : rate >= warn ? 'warn' : 'good';
  return { count, of, rate, level };
}

/** A measure of a group as alarms name it: `complaints:email`, `bounces:email:domain:example.com`. */
export function trustSubject(measure: TrustMeasure, { channel, by, value }: TrustGroup): string {
  return by === 'channel' ? `${measure}:${channel}` : `${measure}:${channel}:${by}:${value}`;
}

/** A tally without what somebody has already looked at and answered for. Never below nothing. */
export function withoutSeen(tally: TrustTally, seen: TrustTally): TrustTally {
  const less = (what: keyof TrustTally) => Math.max(0, tally[what] - seen[what]);
  return {
    sent: less('sent'),
    delivered: less('delivered'),
    bounced: less('bounced'),
    complained: less('complained'),
    unsubscribed: less('unsubscribed'),
  };
}

function measured(measure: TrustMeasure, tally: TrustTally): [count: number, of: number] {
  switch (measure) {
    case 'complaints':
      return [tally.complained, arrived(tally)];
    case 'unsubscribes':
      return [tally.unsubscribed, arrived(tally)];
    case 'bounces':
      return [tally.bounced, tally.sent];
  }
}

function arrived({ sent, bounced, delivered }: TrustTally): number {
  const stayed = Math.max(0, sent - bounced);
  return delivered * 2 >= stayed ? delivered : stayed;
}
