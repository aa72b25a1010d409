import type { Channel } from './channel';
import type { OnConflict, Priority } from './journey';

/** States of a touch in the ledger (docs/decisions/0004-at-most-once-by-default.md). `delivered` and `failed` come from provider webhooks. */
export const TOUCH_STATES = [
  'planned',
  'suppressed',
  'deferred',
  'claimed',
  'dispatching',
  'ambiguous',
  'accepted',
  'delivered',
  'failed',
  'unknown',
] as const;
export type TouchState = (typeof TOUCH_STATES)[number];

/**
 * One rule of the gate as it was applied: which rule, on which channel (null: on the whole touch), whether it lets the touch pass, and the
 * inputs that decided. `until`: it does not pass for now, and comes again then at the earliest (ISO 8601).
 */
export interface Verdict {
  readonly rule: string;
  readonly channel: Channel | null;
  readonly pass: boolean;
  readonly reason: string;
  readonly until?: string;
  readonly inputs: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a journey asks of the ledger: one attempt to reach one customer with one message. Ids and names only. */
export interface TouchRequest {
  /** Enrollment, stage, message and the count of that message: stable over retries, replays, resets and continue-as-new. */
  readonly key: string;
  /** Null, as journey and stage, for what a person says in a conversation. */
  readonly enrollmentId: string | null;
  readonly customerId: string;
  readonly journey: string | null;
  readonly stage: string | null;
  readonly message: string;
  readonly primary: Channel;
  readonly fallback: readonly Channel[];
  /** Of the journey; `normal` and `wait` when not given, as by journeys that began before there was a choice. */
  readonly priority?: Priority;
  readonly onConflict?: OnConflict;
  /** The key of the touch that this one stands in for, on another channel, because nobody answered it (M22). */
  readonly standsInFor?: string;
  /** A person answers what the customer wrote: that is never out of hours. */
  readonly inReply?: boolean;
  /** Somebody let the time of this journey pass (docs/decisions/0005): where messages are only captured, rules of time do not hold it. */
  readonly ahead?: boolean;
}

/**
 * What became of a touch. Policy refusals are values: a journey goes on.
 * `sent`: a provider accepted it on `channel`. `suppressed`: no channel was allowed, `reason` is the deciding rule.
 * `failed`: every allowed channel refused it for good. `unknown`: it may or may not have gone out and is not repeated.
 */
export type TouchResult =
  | { readonly verdict: 'sent'; readonly touchId: string; readonly channel: Channel }
  | { readonly verdict: 'suppressed' | 'failed' | 'unknown'; readonly touchId: string; readonly reason: string };

/** What one call of the delivering activity returns: a result, or the epoch milliseconds at which the journey shall come again with the same key. */
export type DeliverResult =
  | TouchResult
  | {
      readonly verdict: 'later';
      readonly touchId: string;
      readonly until: number;
      readonly reason: string;
      /** The channel on whose task queue it shall come: its provider is called at a bounded rate. */
      readonly via?: Channel;
    };
