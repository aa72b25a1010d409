import type { Channel, MessageClass } from '../channel';

/** One expression of a customer's will, as it was recorded. `*` stands for every channel, topic or purpose; a purpose is a message class. */
export interface ConsentRecord {
  readonly id: string;
  readonly channel: Channel | '*';
  readonly topic: string;
  readonly purpose: string;
  /** `pending`: a double opt-in waits for its confirmation. */
  readonly state: 'pending' | 'granted' | 'withdrawn';
  /** The legal ground (domain/policy/consent-basis.ts). */
  readonly basis: string;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** What somebody wants to know of a customer's will: a channel, a topic, and the class of message it is about. */
export interface ConsentQuestion {
  readonly channel: Channel;
  readonly topic: string;
  readonly purpose: MessageClass;
}

/** Where a customer stands; `none`: never asked, or the grant has expired; `pending`: asked, and not yet confirmed. */
export type ConsentState = 'granted' | 'withdrawn' | 'pending' | 'none';

/** What a class of message needs: nothing; that nobody withdrew; or an unexpired grant. */
export type ConsentDuty = 'nothing' | 'no-withdrawal' | 'grant';

/**
 * Consent by class and channel, for writing to one's own customers. A receipt or a security notice goes out whatever was
 * withdrawn; service notices, help along the way (lifecycle) and surveys rest on legitimate interest until they are
 * withdrawn; marketing mail needs a grant (a soft opt-in is a grant with that basis), and so does every text message but a
 * receipt or an alarm. What a product shows inside itself needs no grant. A browser that lets us notify says that the customer wants to hear
 * of something, not of what and in which words, and grants the product as a whole; so its permission is where to send, and no consent:
 * marketing by push needs a grant of its own. Engineering input, not legal advice.
 */
export const CONSENT_DUTY: Readonly<Record<MessageClass, Readonly<Record<Channel, ConsentDuty>>>> = {
  transactional: { email: 'nothing', sms: 'nothing', push: 'nothing', 'in-app': 'nothing' },
  critical: { email: 'nothing', sms: 'nothing', push: 'nothing', 'in-app': 'nothing' },
  service: { email: 'no-withdrawal', sms: 'grant', push: 'no-withdrawal', 'in-app': 'no-withdrawal' },
  lifecycle: { email: 'no-withdrawal', sms: 'grant', push: 'no-withdrawal', 'in-app': 'no-withdrawal' },
  survey: { email: 'no-withdrawal', sms: 'grant', push: 'no-withdrawal', 'in-app': 'no-withdrawal' },
  marketing: { email: 'grant', sms: 'grant', push: 'grant', 'in-app': 'no-withdrawal' },
};

/** Where a customer stands on a channel, topic and purpose at an instant: the state of the record that decides it. */
export function consentState(records: readonly ConsentRecord[], about: ConsentQuestion, at: Date): ConsentState {
  return decisiveConsent(records, about, at)?.state ?? 'none';
}

/**
 * The record that decides, or null. Of what the customer said themselves, the latest that covers the question wins, by time (of the same
 * instant a withdrawal) and then id; what is only implied (a purchase, an inquiry) never overrules a withdrawal, however late it comes.
 * Expired grants do not count, so an older withdrawal shows again. Records later than `at` do count: a withdrawal that was committed
 * after a touch was scheduled still stops it.
 */
export function decisiveConsent<R extends ConsentRecord>(
  records: readonly R[],
  about: ConsentQuestion,
  at: Date,
): R | null {
  const counted = records.filter((record) => covers(record, about) && !hasExpired(record, at));
  return (
    latest(counted.filter(isOwnWord)) ??
    latest(counted.filter(({ state }) => state === 'granted')) ??
    latest(counted.filter(({ state }) => state === 'pending'))
  );
}

/** Whether the customer was asked to confirm exactly this, and has said neither yes nor no since. */
export function awaitsConfirmation(records: readonly ConsentRecord[], about: ConsentQuestion, at: Date): boolean {
  const counted = records.filter((record) => covers(record, about) && !hasExpired(record, at));
  const asked = latest(counted.filter(({ state }) => state === 'pending'));
  return asked !== null && counted.every((record) => !isOwnWord(record) || record.at < asked.at);
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

function covers(record: ConsentRecord, { channel, topic, purpose }: ConsentQuestion): boolean {
  return (
    (record.channel === '*' || record.channel === channel) &&
    (record.topic === '*' || record.topic === topic) &&
    (record.purpose === '*' || record.purpose === purpose)
  );
}

function hasExpired({ state, expiresAt }: ConsentRecord, at: Date): boolean {
  return state !== 'withdrawn' && expiresAt !== null && expiresAt <= at;
}

/** Ground of the short grant, for answers only, that somebody gives who asks us something after taking consent back. */
export const OWN_QUESTION = 'own_question';

/** Grounds of a grant on which the customer said yes, in so many words, or asked to be written to. */
const EXPRESS: ReadonlySet<string> = new Set(['consent', 'double_opt_in', OWN_QUESTION]);

function isOwnWord({ state, basis }: ConsentRecord): boolean {
  return state === 'withdrawn' || (state === 'granted' && EXPRESS.has(basis));
}

function latest<R extends ConsentRecord>(records: readonly R[]): R | null {
  return records.reduce<R | null>((last, record) => (last && isLater(last, record) ? last : record), null);
}

/** Of what was said at the same instant a withdrawal counts. */
function isLater(one: ConsentRecord, other: ConsentRecord): boolean {
  const difference = one.at.getTime() - other.at.getTime();
  if (difference !== 0) return difference > 0;
  if (one.state !== other.state) return one.state === 'withdrawn';
  return one.id > other.id;
}
