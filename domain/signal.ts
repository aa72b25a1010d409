import type { Channel } from './channel';
import type { Nondelivery } from './policy/nondelivery';

/**
 * What can become known of a touch after it left. `queued` to `deferred`: on its way. `delivered`: handed to the mailbox or handset.
 * `bounced`: it did not arrive. `complained`, `unsubscribed`: the customer wants no more of it. `opened` is no answer, because machines
 * open mail; `seen` in our own inbox is sight. `clicked`, `replied`: an answer, when a human did it.
 */
export const SIGNAL_KINDS = [
  'queued',
  'sending',
  'sent',
  'deferred',
  'delivered',
  'bounced',
  'complained',
  'unsubscribed',
  'opened',
  'clicked',
  'seen',
  'dismissed',
  'replied',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** The attempt that a provider's signal is about, and why it bounced. No address, no text. */
export interface SignalDetail {
  readonly attemptId?: string;
  readonly channel?: Channel;
  readonly provider?: string;
  readonly providerId?: string;
  readonly failure?: Nondelivery;
  /** The provider's own code. */
  readonly code?: string;
  /** The recipient's mail domain: what rates are counted by. */
  readonly domain?: string;
  readonly link?: string;
}

/** One thing that became known of a touch. `key` makes saying it again a no-op. */
export interface TouchSignal {
  readonly touchId: string;
  readonly kind: SignalKind;
  /** False for scanners, prefetchers and privacy proxies. */
  readonly human: boolean;
  readonly detail: SignalDetail;
  readonly at: Date;
  readonly key: string;
}
