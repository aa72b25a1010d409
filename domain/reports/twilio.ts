import { normalizeAddress } from '../address';
import { InvalidInput } from '../errors';
import { ofTwilioCode } from '../policy/twilio-codes';
import type { SignalKind } from '../signal';
import { ownId, textIn, type RawEvent, type Report } from './report';

/**
 * Reads one status callback of Twilio's, whose query (`t`, `a`) names touch and attempt
 * (https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks). It has no time of its own: that of its
 * arrival counts. Null for a status that is new to us. Throws InvalidInput when it names no message.
 */
export function readTwilioStatus({ body, receivedAt }: RawEvent): Report | null {
  const sid = textIn(body.MessageSid) ?? textIn(body.SmsSid);
  const status = textIn(body.MessageStatus) ?? textIn(body.SmsStatus);
  if (!sid || !status) throw new InvalidInput('This status callback names no message.');
  const kind = KINDS[status];
  if (!kind) return null;
  const code = textIn(body.ErrorCode);
  return {
    provider: 'twilio',
    channel: 'sms',
    key: ['twilio', sid, status, code ?? ''].join(':'),
    touchId: ownId(body.t),
    attemptId: ownId(body.a),
    providerId: sid,
    kind,
    human: true,
    failure: kind === 'bounced' ? ofTwilioCode(code === null ? null : Number(code)) : null,
    code: kind === 'bounced' ? code : null,
    address: normalizeAddress('sms', textIn(body.To) ?? ''),
    at: receivedAt,
  };
}

const KINDS: Readonly<Record<string, SignalKind>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'opened',
  undelivered: 'bounced',
  failed: 'bounced',
  canceled: 'bounced',
};
