import type { Channel } from '../../domain/channel';
import type { InAppForm, InAppStep } from '../../domain/in-app';
import type { ThreadPlace } from '../../domain/mail-thread';
import type { PushUrgency } from '../../domain/push';

/** A message rendered for one channel, ready to leave. */
export type Rendered =
  | {
      readonly channel: 'email';
      readonly subject: string;
      readonly html: string;
      readonly text: string;
      /** Where a mail program posts to when the customer wants no more of it (RFC 8058). */
      readonly unsubscribeUrl?: string;
      /** The thread that it joins. */
      readonly thread?: Pick<ThreadPlace, 'inReplyTo' | 'references'>;
    }
  | { readonly channel: 'sms'; readonly text: string }
  | {
      readonly channel: 'push';
      readonly title: string;
      readonly body: string;
      /** Where a click on it leads. */
      readonly url: string;
      /** How long it helps: a push service that cannot reach the device by then drops it. */
      readonly ttlSeconds: number;
      readonly urgency: PushUrgency;
      /** Where a press on the action for a person leads (M10), for systems that show actions. */
      readonly help?: { readonly label: string; readonly url: string };
    }
  | {
      readonly channel: 'in-app';
      readonly title: string;
      readonly body: string;
      readonly html: string;
      readonly action: { readonly label: string; readonly url: string } | null;
      /** How it is shown (a card) and, of a checklist, its steps. */
      readonly as?: InAppForm;
      readonly steps?: readonly InAppStep[];
    };

/** One attempt to hand one message to one provider. `recipient` is the address in the provider's form (for push and in-app: the customer id). */
export interface Dispatch {
  readonly attemptId: string;
  readonly touchId: string;
  readonly customerId: string;
  readonly recipient: string;
  readonly content: Rendered;
  readonly at: Date;
}

/** What a provider gave back: its own id of the message, when it gives one. */
export interface Accepted {
  readonly providerId: string | null;
}

/** A call of which nobody knows what became of it, as the provider would remember it. */
export interface Lost {
  readonly attemptId: string;
  readonly recipient: string;
  readonly content: Rendered;
  readonly startedAt: Date;
}

/**
 * A way to reach a customer, as the ledger sees it. `send` makes exactly one call and throws only ProviderRejected or
 * ProviderUnavailable. `find`, where that settles it (a table of ours), tells whether an attempt was accepted. `trace`, where a provider can be
 * asked for its messages, gives its id of the message when it has it; null proves nothing. Throws ProviderUnavailable when it cannot be asked.
 */
export interface ChannelAdapter {
  readonly channel: Channel;
  /** Name in the attempt row: sendgrid, twilio, web-push, in-app, capture. */
  readonly provider: string;
  send(dispatch: Dispatch): Promise<Accepted>;
  /** Taking a message is its delivery: nobody will report on it. */
  readonly delivers?: true;
  /** Behind it stand many services: the trouble of one is not that of the others. */
  readonly many?: true;
  find?(attemptId: string): Promise<'accepted' | 'absent'>;
  trace?(lost: Lost): Promise<{ readonly providerId: string } | null>;
}
