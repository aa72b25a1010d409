import { PerennialError, ProviderRejected, ProviderUnavailable, type RejectionKind } from '../../domain/errors';
import type { Accepted, ChannelAdapter, Dispatch } from './channel';
import { retryAfterMs } from './retry-after';
import { twilioClient, type Refusal } from './twilio-client';
import { unreached } from './unreached';

/** An account at Twilio, and what text messages are sent from: a messaging service (preferred) or one number. `baseUrl` points at a stand-in. */
export interface TwilioConfig {
  readonly accountSid: string;
  readonly authToken: string;
  readonly sender: { readonly messagingServiceSid: string } | { readonly from: string };
  /** Where Twilio reports what became of a message, without query. Not asked for when absent. */
  readonly statusCallback?: string;
  readonly baseUrl?: string;
  /** Longest wait for an answer (10 seconds). */
  readonly timeoutMs?: number;
}

const HTTP_TIMEOUT_MS = 10_000;

/** How long a text message may queue at Twilio before it is dropped: after that it comes too late to help. */
const VALID_FOR_SECONDS = 4 * 60 * 60;

/**
 * Text messages by Twilio's Messages resource. It has no idempotency key, and messages can only be looked up by recipient and
 * day, which proves nothing, so there is no `find`. The callback's query names touch and attempt even when the answer to the call was lost.
 */
export function twilioSms({
  sender,
  statusCallback,
  timeoutMs = HTTP_TIMEOUT_MS,
  ...access
}: TwilioConfig): ChannelAdapter {
  const client = twilioClient({ ...access, timeoutMs }, classify);
  return {
    channel: 'sms',
    provider: 'twilio',
    async send({ recipient, content, touchId, attemptId }: Dispatch): Promise<Accepted> {
      if (content.channel !== 'sms') throw new TypeError(`an ${content.channel} message was handed to the sms channel`);
      const callback = statusCallback && { statusCallback: `${statusCallback}?t=${touchId}&a=${attemptId}` };
      const options = { to: recipient, body: content.text, validityPeriod: VALID_FOR_SECONDS, ...sender, ...callback };
      try {
        const { sid } = await client.messages.create(options);
        return { providerId: typeof sid === 'string' ? sid : null };
      } catch (error) {
        throw error instanceof PerennialError ? error : unreached('Twilio', error);
      }
    },
  };
}

/** Twilio's numeric codes that can answer a send, and what follows from them. Texts may change, numbers do not. */
const REJECTIONS: Readonly<Record<number, RejectionKind>> = {
  20003: 'operator', // credentials
  21211: 'address', // not a number
  21408: 'operator', // this country is not enabled for the account
  21606: 'operator', // the sender cannot send texts
  21610: 'opted_out', // the recipient answered STOP
  21614: 'address', // not a mobile number
  30002: 'operator', // account suspended
  30034: 'operator', // sender not registered with the carriers
};

/** Nothing was sent; slow down: too many requests, or the sender's queue is full. */
const OVERLOADS: ReadonlySet<number> = new Set([20429, 21611, 30001, 30022]);

function classify({ status, headers, body }: Refusal): ProviderRejected | ProviderUnavailable {
  const code = errorCode(body);
  if (status === 429 || (code !== undefined && OVERLOADS.has(code))) {
    return new ProviderUnavailable(`Twilio is limiting our rate (${code ?? status})`, 'no', retryAfterMs(headers));
  }
  if (status >= 500 || status === 408) return new ProviderUnavailable(`Twilio failed (${status})`, 'unknown');
  const shown = String(code ?? status);
  return new ProviderRejected(`Twilio refused the message (${shown})`, kindOf(status, code), shown);
}

function errorCode(body: unknown): number | undefined {
  const code = (body as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : undefined;
}

function kindOf(status: number, code: number | undefined): RejectionKind {
  const known = code === undefined ? undefined : REJECTIONS[code];
  if (known) return known;
  return status === 400 || status === 422 || status === 413 ? 'unknown' : 'operator';
}
