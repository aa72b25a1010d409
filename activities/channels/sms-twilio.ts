import { MINUTE_MS } from '../../domain/duration';
import { PerennialError, ProviderRejected, ProviderUnavailable, type RejectionKind } from '../../domain/errors';
import type { Nondelivery } from '../../domain/policy/nondelivery';
import { ofTwilioCode } from '../../domain/policy/twilio-codes';
import type { Accepted, ChannelAdapter, Dispatch, Lost } from './channel';
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
 * Text messages by Twilio's Messages resource. It has no idempotency key. The callback's query names touch and attempt even when the answer
 * to the call was lost; where no callback comes, the message is looked for among those to the same recipient.
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
    async trace(lost: Lost) {
      try {
        return await find(client, lost);
      } catch (error) {
        throw error instanceof PerennialError ? error : unreached('Twilio', error);
      }
    },
  };
}

/** What a code of Twilio's means for the call that it answers; whatever else refuses it is not known. */
const REFUSALS: Readonly<Partial<Record<Nondelivery, RejectionKind>>> = {
  address: 'address',
  opted_out: 'opted_out',
  content: 'content',
  operator: 'operator',
};

function classify({ status, headers, body }: Refusal): ProviderRejected | ProviderUnavailable {
  const code = errorCode(body);
  if (status === 429 || ofTwilioCode(code ?? null) === 'overload') {
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
  const known = REFUSALS[ofTwilioCode(code ?? null)];
  if (known) return known;
  return status === 400 || status === 422 || status === 413 ? 'unknown' : 'operator';
}

/** How far from our own record of the call a message's time may lie: clocks differ, and a call takes its time. */
const AROUND_MS = 3 * MINUTE_MS;

/**
 * Looks for a lost call among the messages to its recipient. Twilio knows recipient, day and words only: it is ours when it left at that
 * time and says the same. Addresses in it do not count, because links are made anew.
 */
async function find(client: ReturnType<typeof twilioClient>, { recipient, content, startedAt }: Lost) {
  if (content.channel !== 'sms') return null;
  const dateSentAfter = new Date(startedAt.getTime() - AROUND_MS);
  const messages = await client.messages.list({ to: recipient, dateSentAfter, limit: 50 });
  const words = wordsOf(content.text);
  const ours = messages.find(({ body, dateCreated }) => wordsOf(body) === words && isAround(dateCreated, startedAt));
  return ours ? { providerId: ours.sid } : null;
}

function wordsOf(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/g, '<link>').trim();
}

function isAround(created: Date | null | undefined, startedAt: Date): boolean {
  return created instanceof Date && Math.abs(created.getTime() - startedAt.getTime()) <= AROUND_MS;
}
