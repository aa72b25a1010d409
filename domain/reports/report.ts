import type { Channel } from '../channel';
import type { Nondelivery } from '../policy/nondelivery';
import type { SignalKind } from '../signal';

/** What one webhook of a provider says of one message, in our words. */
export interface Report {
  readonly provider: string;
  readonly channel: Channel;
  /** Of the signal that it becomes: the same report again has the same key. */
  readonly key: string;
  /** Null when the provider does not name our touch: the message was not ours, or our ids were lost on the way. */
  readonly touchId: string | null;
  readonly attemptId: string | null;
  /** The provider's own id of the message. */
  readonly providerId: string | null;
  readonly kind: SignalKind;
  readonly human: boolean;
  /** Why, when it did not arrive. */
  readonly failure: Nondelivery | null;
  /** The provider's code for that. */
  readonly code: string | null;
  /** The recipient, in the form in which it is hashed; null when it cannot be an address. Goes into no signal. */
  readonly address: string | null;
  readonly at: Date;
}

/** A raw webhook event as it is stored (prisma/provider-events.ts). */
export interface RawEvent {
  readonly body: Readonly<Record<string, unknown>>;
  readonly receivedAt: Date;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id of ours as a provider gives it back, or null when it is none. */
export function ownId(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : null;
}

/** A text, or null. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
