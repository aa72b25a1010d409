import type { MessageClass } from '../../domain/channel';
import { DAY_MS } from '../../domain/duration';
import { hashOfConsent } from '../../domain/policy/consent-chain';
import type { Life } from './life';
import type { Bringing } from './touching';

/** What a customer wants, and whether their address works: which way is open for a message. */
export interface Standing {
  /** The channel for a message at an instant, or null with the reason of the first that is closed. */
  wayFor(
    bringing: Pick<Bringing, 'messageClass' | 'channels'>,
    at: number,
  ): { readonly channel: string | null; readonly reason: string | null };
  /** Whether mail to them comes back now, and nobody knows yet. */
  bounces(at: number): boolean;
  /** Mail came back: from now on the address is not used. */
  bounced(at: number): void;
  /** When the address was found not to work; null: it works. */
  barredSince(): number | null;
  /** When they first took consent back; null: never. */
  readonly withdrawnAt: number | null;
}

/** Draws what a customer wants, and writes their consents, chained as they are when customers say them. */
export function standingOf(life: Life): Standing {
  const { lots, customer, now } = life;
  const { createdAt } = customer;
  const age = now - createdAt;
  const grantAt = lots.chance(0.58) ? createdAt + lots.whole(20_000, 400_000) : null;
  const basis = grantAt !== null && customer.country === 'DE' ? 'double_opt_in' : 'consent';
  const textsAt = customer.phone !== null && lots.chance(0.2) ? createdAt + lots.whole(30_000, 600_000) : null;
  const withdrawnAt =
    age > 5 * DAY_MS && lots.chance(0.055) ? createdAt + Math.floor(age * lots.between(0.15, 0.98)) : null;
  const everything = withdrawnAt !== null && lots.chance(0.2);
  const failsFrom = age > 20 * DAY_MS && lots.chance(0.014) ? createdAt + Math.floor(age * lots.between(0.3, 1)) : null;
  let barred: number | null = null;

  const write = chainOf(life);
  if (grantAt !== null && grantAt <= now)
    write({
      channel: 'email',
      topic: '*',
      purpose: 'marketing',
      state: 'granted',
      basis,
      method: basis === 'double_opt_in' ? 'confirmation_link' : 'sign_up_form',
      at: grantAt,
    });
  if (textsAt !== null && textsAt <= now)
    write({
      channel: 'sms',
      topic: '*',
      purpose: '*',
      state: 'granted',
      basis: 'consent',
      method: 'profile_page',
      at: textsAt,
    });
  if (withdrawnAt !== null)
    write({
      channel: everything ? '*' : 'email',
      topic: '*',
      purpose: everything ? '*' : 'marketing',
      state: 'withdrawn',
      basis: 'withdrawal',
      method: 'one_click',
      at: withdrawnAt,
    });

  const isOpen = (channel: string, of: MessageClass, at: number): string | null => {
    const withdrawn = withdrawnAt !== null && withdrawnAt <= at;
    if (channel === 'email') {
      if (customer.email === null) return 'no_address';
      if (barred !== null && barred < at) return 'suppressed_hard_bounce';
      if (withdrawn && (everything || of === 'marketing')) return 'consent_withdrawn';
      return of === 'marketing' && (grantAt === null || grantAt > at) ? 'consent_missing' : null;
    }
    if (channel === 'sms')
      return customer.phone === null ? 'no_address' : textsAt === null || textsAt > at ? 'consent_missing' : null;
    if (channel === 'push') return 'no_address';
    return withdrawn && everything ? 'consent_withdrawn' : null;
  };

  return {
    withdrawnAt,
    wayFor({ messageClass, channels }, at) {
      let closed: string | null = null;
      for (const channel of channels) {
        const reason = isOpen(channel, messageClass, at);
        if (reason === null) return { channel, reason };
        closed ??= reason;
      }
      return { channel: null, reason: closed ?? 'no_channel' };
    },
    bounces: (at) => failsFrom !== null && failsFrom <= at,
    bounced: (at) => void (barred ??= at),
    barredSince: () => barred,
  };
}

const WORDING = {
  en: 'Yes, write to me about news and offers. I can take this back at any time.',
  de: 'Ja, schreiben Sie mir zu Neuigkeiten und Angeboten. Ich kann das jederzeit widerrufen.',
} as const;

interface Said {
  readonly channel: string;
  readonly topic: string;
  readonly purpose: string;
  readonly state: string;
  readonly basis: string;
  readonly method: string;
  readonly at: number;
}

function chainOf({ book, customer, lots }: Life): (said: Said) => void {
  let [seq, previous]: [number, string | null] = [0, null];
  return ({ at, ...said }) => {
    const record = {
      ...said,
      id: lots.id(at),
      chain: customer.id,
      seq: (seq += 1),
      previous,
      wording: said.state === 'granted' ? WORDING[customer.locale] : null,
      wordingVersion: said.state === 'granted' ? '1' : null,
      locale: customer.locale,
      actor: null,
      at: new Date(at),
      expiresAt: null,
      evidence: {},
    };
    const hash = hashOfConsent(record);
    const { wordingVersion, expiresAt, ...rest } = record;
    book.write('consents', {
      ...rest,
      customer_id: customer.id,
      wording_version: wordingVersion,
      expires_at: expiresAt,
      hash,
    });
    previous = hash;
  };
}
