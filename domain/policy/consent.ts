import type { Channel, MessageClass } from '../channel';

/** One expression of a customer's will, as it was recorded. `*` stands for every channel or every topic. */
export interface ConsentRecord {
  readonly id: string;
  readonly channel: Channel | '*';
  readonly topic: string;
  readonly state: 'granted' | 'withdrawn';
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** Where a customer stands on one channel and topic; `none`: never asked, or the grant has expired. */
export type ConsentState = 'granted' | 'withdrawn' | 'none';

/** What a class of message needs: nothing; that nobody withdrew; or an unexpired grant. */
export type ConsentDuty = 'nothing' | 'no-withdrawal' | 'grant';

/**
 * Consent by class and channel, for writing to one's own customers. A receipt or a security notice goes out whatever was
 * withdrawn; service notices, help along the way (lifecycle) and surveys rest on legitimate interest until they are
 * withdrawn; marketing mail needs a grant (a soft opt-in is a grant with that basis), and so does every text message but a
 * receipt or an alarm. What a product shows inside itself needs no grant. Engineering input, not legal advice.
 */
export const CONSENT_DUTY: Readonly<Record<MessageClass, Readonly<Record<Channel, ConsentDuty>>>> = {
  transactional: { email: 'nothing', sms: 'nothing', 'in-app': 'nothing' },
  critical: { email: 'nothing', sms: 'nothing', 'in-app': 'nothing' },
  service: { email: 'no-withdrawal', sms: 'grant', 'in-app': 'no-withdrawal' },
  lifecycle: { email: 'no-withdrawal', sms: 'grant', 'in-app': 'no-withdrawal' },
  survey: { email: 'no-withdrawal', sms: 'grant', 'in-app': 'no-withdrawal' },
  marketing: { email: 'grant', sms: 'grant', 'in-app': 'no-withdrawal' },
};

/**
 * Where a customer stands on a channel and topic: the latest record that covers both decides, by time and then id.
 * Expired grants do not count, so an older withdrawal shows again. Records later than `at` do count: a withdrawal that
 * was committed after a touch was scheduled still stops it.
 */
export function consentState(
  records: readonly ConsentRecord[],
  channel: Channel,
  topic: string,
  at: Date,
): ConsentState {
  const decisive = records
    .filter((record) => covers(record, channel, topic) && !hasExpired(record, at))
    .reduce<ConsentRecord | null>((latest, record) => (latest && isLater(latest, record) ? latest : record), null);
  return decisive?.state ?? 'none';
}

/** True when a message of this class may go out on this channel in this state of consent. */
export function consentAllows(duty: ConsentDuty, state: ConsentState): boolean {
  switch (duty) {
    case 'nothing':
      return true;
    case 'no-withdrawal':
      return state !== 'withdrawn';
    case 'grant':
      return state === 'granted';
  }
}

function covers(record: ConsentRecord, channel: Channel, topic: string): boolean {
  return (record.channel === '*' || record.channel === channel) && (record.topic === '*' || record.topic === topic);
}

function hasExpired(record: ConsentRecord, at: Date): boolean {
  return record.state === 'granted' && record.expiresAt !== null && record.expiresAt <= at;
}

function isLater(one: ConsentRecord, other: ConsentRecord): boolean {
  const difference = one.at.getTime() - other.at.getTime();
  return difference > 0 || (difference === 0 && one.id > other.id);
}
