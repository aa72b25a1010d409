import { normalizeAddress } from '../address';
import { InvalidInput } from '../errors';
import type { Nondelivery } from '../policy/nondelivery';
import type { SignalKind } from '../signal';
import { ownId, textIn, type RawEvent, type Report } from './report';

/**
 * Reads one event of SendGrid's Event Webhook (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event). Null for what
 * changes nothing here: joining a group again, types that are new to us. Throws InvalidInput when it has no type, address or time.
 */
export function readSendgridEvent({ body, receivedAt }: RawEvent): Report | null {
  const type = textIn(body.event);
  if (type === 'account_status_change') return accountChange(body, receivedAt);
  const known = type === null ? undefined : KINDS[type];
  if (type !== null && !known) return null;

  const address = textIn(body.email);
  const seconds = body.timestamp;
  if (!known || !address || typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InvalidInput('This event has not the members that every event of SendGrid has.');
  }
  const reason = known === 'bounced' ? whyNot(type ?? '', body) : { failure: null, code: null };
  return {
    provider: 'sendgrid',
    channel: 'email',
    key: `sendgrid:${textIn(body.sg_event_id) ?? `${String(body.touch_id)}:${type}:${seconds}`}`,
    touchId: ownId(body.touch_id),
    attemptId: ownId(body.attempt_id),
    // What the answer to the call named is followed by routing parts.
    providerId: textIn(body.sg_message_id)?.split('.', 1)[0] ?? null,
    kind: known,
    // Scanners and privacy proxies fetch pictures and links: only our own redirect tells who clicked.
    human: known !== 'opened' && known !== 'clicked',
    ...reason,
    address: normalizeAddress('email', address),
    at: new Date(Math.min(seconds * 1000, receivedAt.getTime())),
  };
}

const KINDS: Readonly<Record<string, SignalKind>> = {
  processed: 'queued',
  deferred: 'deferred',
  delivered: 'delivered',
  bounce: 'bounced',
  dropped: 'bounced',
  open: 'opened',
  click: 'clicked',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
};

interface WhyNot {
  readonly failure: Nondelivery;
  readonly code: string | null;
}

function whyNot(type: string, { type: kind, status, reason, bounce_classification }: RawEvent['body']): WhyNot {
  if (type === 'dropped') return whyDropped(textIn(reason) ?? '');
  const classified = textIn(bounce_classification);
  const code = /^\d\.\d{1,3}\.\d{1,3}$/.test(String(status)) ? String(status) : classified && slug(classified);
  if (kind !== 'blocked') return { failure: 'address', code };
  return { failure: classified === 'Content' ? 'content' : 'soft', code };
}

/** Why SendGrid did not even try, by the beginning of its reason. */
const DROPPED: readonly (readonly [beginning: string, failure: Nondelivery])[] = [
  ['Bounced Address', 'address'],
  ['Invalid SMTPAPI', 'operator'],
  ['Invalid', 'address'],
  ['Unsubscribed Address', 'opted_out'],
  ['Spam Reporting Address', 'opted_out'],
  ['Spam Content', 'content'],
  ['Recipient List over', 'operator'],
];

function whyDropped(reason: string): WhyNot {
  const found = DROPPED.find(([beginning]) => reason.toLowerCase().startsWith(beginning.toLowerCase()));
  return { failure: found?.[1] ?? 'unknown', code: `dropped_${slug(found?.[0] ?? 'other')}` };
}

/** SendGrid suspended the account: no mail leaves until somebody talks to them. */
function accountChange({ type, sg_event_id, timestamp }: RawEvent['body'], receivedAt: Date): Report | null {
  if (!/suspend/i.test(String(type)) || /unsuspend/i.test(String(type))) return null;
  return {
    provider: 'sendgrid',
    channel: 'email',
    key: `sendgrid:${textIn(sg_event_id) ?? `account:${String(timestamp)}`}`,
    touchId: null,
    attemptId: null,
    providerId: null,
    kind: 'bounced',
    human: true,
    failure: 'operator',
    code: slug(String(type)),
    address: null,
    at: receivedAt,
  };
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 40);
}
