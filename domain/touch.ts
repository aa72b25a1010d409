import type { Channel } from './channel';

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

/** One rule of the gate as it was applied: which rule, on which channel, whether it lets the touch pass, and the inputs that decided. */
export interface Verdict {
  readonly rule: string;
  readonly channel: Channel;
  readonly pass: boolean;
  readonly reason: string;
  readonly inputs: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a journey asks of the ledger: one attempt to reach one customer with one message. Ids and names only. */
export interface TouchRequest {
  /** Enrollment, stage, message and the count of that message: stable over retries, replays, resets and continue-as-new. */
  readonly key: string;
  readonly enrollmentId: string;
  readonly customerId: string;
  readonly journey: string;
  readonly stage: string;
  readonly message: string;
  readonly primary: Channel;
  readonly fallback: readonly Channel[];
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
  | { readonly verdict: 'later'; readonly touchId: string; readonly until: number; readonly reason: string };
