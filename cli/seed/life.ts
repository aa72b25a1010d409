import { DAY_MS, HOUR_MS } from '../../domain/duration';
import type { EntryCause, EntryRefusal } from '../../domain/journey';
import type { Book } from './book';
import type { Lots } from './lots';
import type { Customer } from './people';

/** Something that a customer did or that was told of them. */
export interface Happened {
  readonly type: string;
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Something that a customer wrote, and what about. `touchId`: the message that they answered. */
export interface Wrote {
  readonly at: number;
  readonly channel: 'email' | 'sms' | 'in-app';
  readonly touchId: string | null;
}

/** What a customer's life is written with. All times are epoch ms; nothing in it lies after `now`. */
export interface Life {
  readonly customer: Customer;
  readonly lots: Lots;
  readonly book: Book;
  readonly now: number;
  /** Version of the code that decided. */
  readonly codeVersion: string;
  readonly happened: Happened[];
  readonly wrote: Wrote[];
  /** Entries of journeys for an absence, which move the customer to at-risk. */
  readonly absences: number[];
}

/** Lets something happen, when its time has come, and gives the id under which it is kept. */
export function happens(life: Life, type: string, at: number, properties: Happened['properties'] = {}): string {
  const id = life.lots.id(at);
  if (at > life.now) return id;
  life.happened.push({ type, at, properties });
  const { book, customer } = life;
  const when = new Date(at);
  book.write('events', {
    id,
    message_id: `seed:${customer.number}:${life.happened.length}`,
    customer_id: customer.id,
    type,
    properties,
    occurred_at: when,
    received_at: when,
  });
  return id;
}

/** Puts a moment on the customer's timeline. */
export function tell(
  { book, customer }: Life,
  entry: {
    readonly key: string;
    readonly enrollmentId: string | null;
    readonly at: number;
    readonly kind: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
): void {
  const { key, enrollmentId, at, kind, detail } = entry;
  book.write('timeline', {
    key,
    customer_id: customer.id,
    enrollment_id: enrollmentId,
    at: new Date(at),
    kind,
    detail,
  });
}

/** Writes that a journey did not let them in, and why. */
export function refuse(
  life: Life,
  refusal: {
    readonly journey: string;
    readonly reason: EntryRefusal;
    readonly cause: EntryCause;
    readonly causeKey: string;
    readonly at: number;
  },
): void {
  const { journey, reason, cause, causeKey, at } = refusal;
  const { book, customer, lots } = life;
  const [id, when] = [lots.id(at), new Date(at)];
  book.write('entry_refusals', { id, journey, customer_id: customer.id, reason, cause, cause_key: causeKey, at: when });
  const key = `${customer.id}:refused:${journey}:${causeKey}`;
  tell(life, { key, enrollmentId: null, at, kind: 'refused', detail: { journey, reason, cause } });
}

const FIRST_HOUR = 8;
const LAST_HOUR = 19;

/** The instant itself when the customer is up and about then; else one in the next morning. */
export function decent({ customer, lots }: Life, at: number): number {
  const hour = hourOf(customer, at);
  if (hour >= FIRST_HOUR && hour < LAST_HOUR) return at;
  const untilMorning = (FIRST_HOUR - hour + 24) % 24;
  return Math.floor(at + untilMorning * HOUR_MS + lots.between(0, 1.5 * HOUR_MS));
}

/** Some time of a day on which people work, near an instant: in the customer's working hours. */
export function atWork(life: Life, at: number): number {
  const { customer, lots } = life;
  const local = at + customer.offset * HOUR_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS - customer.offset * HOUR_MS;
  const hour = lots.weighed(HOURS);
  const weekday = new Date(local).getUTCDay();
  const shift = weekday === 0 ? -2 : weekday === 6 ? -1 : 0;
  const moved = lots.chance(0.85) ? shift : 0;
  return Math.floor(midnight + moved * DAY_MS + (hour + lots.draw()) * HOUR_MS);
}

/** When people are at it, by the hour of their clock. */
const HOURS: readonly (readonly [number, number])[] = [
  [7, 2],
  [8, 7],
  [9, 12],
  [10, 13],
  [11, 11],
  [12, 5],
  [13, 8],
  [14, 11],
  [15, 10],
  [16, 8],
  [17, 5],
  [18, 3],
  [20, 3],
  [21, 2],
];

function hourOf({ offset }: Customer, at: number): number {
  return (((at / HOUR_MS + offset) % 24) + 24) % 24;
}
