import type { AddressHash } from '../../domain/address-hash';
import { DAY_MS } from '../../domain/duration';
import { advance, NEWCOMER } from '../../domain/lifecycle';
import { NOT_SEEN_BY } from '../../domain/seen';
import type { MessageCatalog } from '../../messages/catalog';
import type { Book } from './book';
import { standingOf, type Standing } from './consents';
import { TextArray } from './copy';
import { fateOf } from './fate';
import type { Life } from './life';
import type { Lots } from './lots';
import { livePast } from './past';
import type { Customer } from './people';
import { talk } from './talk';

/** What customers are written with. */
export interface Pen {
  readonly book: Book;
  readonly messages: MessageCatalog;
  readonly addressHash: AddressHash;
  readonly codeVersion: string;
  readonly handedShare: number;
  readonly now: number;
}

/** Writes one customer with their whole life. */
export function writeCustomer(pen: Pen, customer: Customer, lots: Lots): void {
  const { book, messages, codeVersion, now } = pen;
  const life: Life = { customer, lots, book, now, codeVersion, happened: [], wrote: [], absences: [] };
  const standing = standingOf(life);
  const renewalDate = livePast({ life, standing, messages }, fateOf(life, pen.handedShare));
  talk(life, standing);
  preferences(life);
  suppression(pen, life, standing);
  profile(life, renewalDate);
}

function profile(life: Life, renewalDate: string | null): void {
  const { book, customer, lots, now } = life;
  const { company, createdAt } = customer;
  const born = new Date(createdAt);
  const seen = life.happened.filter(({ type }) => !UNSEEN.has(type)).map(({ at }) => at);
  const last = Math.max(createdAt, ...seen);
  const tickets = count(life, 'ticket.opened') - count(life, 'ticket.closed');
  const traits = {
    name: customer.name,
    ...(customer.email !== null && { email: customer.email }),
    ...(customer.phone !== null && { phone: customer.phone }),
    title: customer.title,
    company: company.name,
    plan: company.plan,
    timezone: customer.zone,
    locale: customer.locale,
    ...(customer.owner !== null && { owner: customer.owner }),
    ...(renewalDate !== null && { renewal_date: renewalDate, mrr: lots.whole(2, 90) * 10 }),
  };
  book.write('customers', {
    id: customer.id,
    email: customer.email,
    phone: customer.phone,
    name: customer.name,
    locale: customer.locale,
    time_zone: customer.zone,
    owner: customer.owner,
    lifecycle: lifecycleOf(life),
    traits,
    country: customer.country,
    open_tickets: Math.max(0, tickets),
    created_at: born,
    updated_at: new Date(Math.min(now, last)),
    last_seen_at: new Date(Math.min(now, last)),
  });
  book.write('identities', { kind: 'user', value: customer.userId, customer_id: customer.id, created_at: born });
  book.write('account_members', { account_id: company.id, customer_id: customer.id, joined_at: born });
  computed(life);
}

const UNSEEN: ReadonlySet<string> = new Set(NOT_SEEN_BY);

function count({ happened }: Life, type: string): number {
  return happened.filter((each) => each.type === type).length;
}

/** As the engine folds it: what happened, and the absences for which a journey took them in. */
function lifecycleOf({ happened, absences }: Life): string {
  const signals = [
    ...happened.map(({ type, at }) => ({ at, signal: { kind: 'event', type } as const })),
    ...absences.map((at) => ({ at, signal: { kind: 'absence' } as const })),
  ].toSorted((one, other) => one.at - other.at);
  return signals.reduce((state, { signal }) => advance(state, signal), NEWCOMER).stage;
}

/** What is computed of events: how often a day, and when last. */
function computed({ book, customer, happened }: Life): void {
  const days = new Map<string, number>();
  const lasts = new Map<string, number>();
  for (const { type, at } of happened) {
    const day = `${type} ${Math.floor(at / DAY_MS)}`;
    days.set(day, (days.get(day) ?? 0) + 1);
    lasts.set(type, Math.max(lasts.get(type) ?? 0, at));
  }
  for (const [key, times] of days) {
    const [type, day] = key.split(' ') as [string, string];
    const date = new Date(Number(day) * DAY_MS).toISOString().slice(0, 10);
    book.write('event_days', { customer_id: customer.id, type, day: date, count: times });
  }
  for (const [type, at] of lasts) book.write('last_events', { customer_id: customer.id, type, at: new Date(at) });
}

function preferences({ book, customer, lots, now }: Life): void {
  if (!lots.chance(0.04)) return;
  const channels = new TextArray(lots.pick([[], ['in-app', 'email'], ['email'], ['sms', 'email']]));
  const paused = lots.chance(0.1) ? new Date(now + lots.whole(2, 40) * DAY_MS) : null;
  const updated = new Date(customer.createdAt + Math.floor((now - customer.createdAt) * lots.draw()));
  book.write('preferences', {
    customer_id: customer.id,
    channels,
    most_per_week: lots.pick([null, 1, 2, 3]),
    paused_until: paused,
    updated_at: updated,
  });
}

function suppression({ addressHash }: Pen, { book, customer, lots }: Life, standing: Standing): void {
  const since = standing.barredSince();
  if (since === null || customer.email === null) return;
  book.write('suppressions', {
    id: lots.id(since),
    channel: 'email',
    address_hash: addressHash('email', customer.email),
    reason: 'hard_bounce',
    at: new Date(since),
    scope: '*',
    source: 'seed',
  });
}
