import { createHash } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { deliverAll, inDisorder, type Delivery, type SignedRequest } from './reporting';

/** A text message that callbacks are about: as the stand-in took it. */
export interface ReportedText {
  readonly sid: string;
  readonly To: string;
  readonly From?: string | undefined;
  /** Where the product asked for reports, with its query. */
  readonly StatusCallback?: string | undefined;
}

/** What happened to a text message. */
export interface TextOutcome {
  readonly MessageStatus: 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';
  readonly ErrorCode?: number;
}

/** The half of Twilio that reports: status callbacks and inbound messages, signed with the account's token for the address it was given. */
export interface TwilioReports {
  /** Sends status callbacks to where the message asked for them; `url` takes the place of scheme and host. */
  readonly report: (text: ReportedText, outcomes: readonly TextOutcome[], delivery: Delivery) => Promise<number[]>;
  /** Sends a text message of a customer's. `signedFor`: the address that Twilio was given, when it is not the one it is sent to. */
  readonly receive: (text: InboundText, delivery: Delivery & { readonly signedFor?: string }) => Promise<number[]>;
}

/** A text message that somebody writes to us. */
export interface InboundText {
  readonly From: string;
  readonly To: string;
  readonly Body: string;
  readonly OptOutType?: 'STOP' | 'START' | 'HELP';
  /** Another one than before. */
  readonly MessageSid?: string;
}

/** Makes the reporting half of a stand-in. */
export function twilioReports(authToken: string): TwilioReports {
  const request = (params: Record<string, string>, signedFor: string, forge: Delivery['forge']): SignedRequest => {
    const token = forge === 'key' ? `${authToken}-not` : authToken;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(token, signedFor, params),
      'i-twilio-idempotency-token': hashOf(params),
    };
    const sent = forge === 'body' ? { ...params, MessageStatus: 'delivered', Changed: 'yes' } : params;
    return { headers, body: new URLSearchParams(sent).toString() };
  };
  return {
    async report(text, outcomes, { forge, url, ...delivery }) {
      const asked = new URL(text.StatusCallback ?? '/webhooks/twilio/status', url);
      const requests = inDisorder(outcomes, delivery).map((outcome) =>
        request(callbackOf(text, outcome), asked.href, forge),
      );
      return deliverAll(requests, { ...delivery, url: new URL(asked.pathname + asked.search, url).href });
    },
    async receive({ MessageSid, ...text }, { forge, signedFor, ...delivery }) {
      const sid = MessageSid ?? `SM${hashOf(text).slice(0, 32)}`;
      const params = {
        ...text,
        MessageSid: sid,
        SmsMessageSid: sid,
        AccountSid: `AC${'0'.repeat(32)}`,
        NumMedia: '0',
        NumSegments: '1',
      };
      const requests = inDisorder([request(params, signedFor ?? delivery.url, forge)], delivery);
      return deliverAll(requests, delivery);
    },
  };
}

function callbackOf(
  { sid, To, From = '' }: ReportedText,
  { MessageStatus, ErrorCode }: TextOutcome,
): Record<string, string> {
  const status = { MessageSid: sid, SmsSid: sid, MessageStatus, SmsStatus: MessageStatus };
  const params = { ...status, To, From, AccountSid: `AC${'0'.repeat(32)}`, ApiVersion: '2010-04-01' };
  return ErrorCode === undefined ? params : { ...params, ErrorCode: String(ErrorCode) };
}

function hashOf(params: object): string {
  return createHash('sha256').update(JSON.stringify(params)).digest('hex');
}
