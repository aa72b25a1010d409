import { DAY_MS } from '../../domain/duration';
import { companyOf, customerOf, type Company } from './people';
import { writeCustomer, type Pen } from './customer';
import { lotsOf, type Lots } from './lots';

/** The world goes back so far. */
const YEARS_MS = 3 * 365 * DAY_MS;
/** Above 1: more and more sign up. */
const GROWTH = 1.5;

/** Sizes of companies, as far as they are customers, and how many have them. */
const SIZES: readonly (readonly [number, number])[] = [
  [1, 30],
  [2, 18],
  [4, 20],
  [7, 14],
  [12, 10],
  [25, 6],
  [60, 2],
];

/** A world to write. `before`: what the database holds already. */
export interface World {
  readonly seed: string;
  readonly customers: number;
  readonly before: { readonly customers: number; readonly groupIds: readonly string[] };
}

/** Writes so many customers, company by company, the oldest first. `onCustomer` is told of each. */
export async function writeWorld(pen: Pen, { seed, customers, before }: World, onCustomer: () => void): Promise<void> {
  const taken = new Set<string>(before.groupIds);
  let written = 0;
  for (let place = 0; written < customers; place += 1) {
    const lots = lotsOf(seed, 'company', place);
    const size = Math.min(lots.weighed(SIZES) + lots.whole(0, 2), customers - written);
    const begun = signedUp(written, customers, pen.now);
    const company = writeCompany(pen, lots, begun, size, taken);
    const colleagues = new Set<string>();
    for (let seat = 0; seat < size; seat += 1, written += 1) {
      const number = before.customers + written;
      const own = lotsOf(seed, 'customer', number);
      const at = Math.min(signedUp(written, customers, pen.now), pen.now - 60_000);
      const customer = customerOf(own, { company, number, createdAt: workday(own, at, company, pen.now) }, colleagues);
      writeCustomer(pen, customer, own);
      onCustomer();
      await pen.book.turn();
    }
  }
}

/** When the customer at a place of the world signed up: the last of them, just now. */
function signedUp(number: number, customers: number, now: number): number {
  const share = 1 - (number + 0.5) / customers;
  return Math.floor(now - YEARS_MS * share ** GROWTH);
}

function workday(lots: Lots, at: number, { place: { offset } }: Company, now: number): number {
  const midnight = Math.floor(at / DAY_MS) * DAY_MS;
  const then = midnight + (lots.between(8, 19) - offset) * (DAY_MS / 24);
  return Math.floor(then < now ? then : at);
}

/** What a seat costs in a month, by plan. */
const SEAT_PRICES: Readonly<Record<string, number>> = { starter: 9, team: 19, business: 39, enterprise: 69 };

function writeCompany({ book }: Pen, lots: Lots, begun: number, size: number, taken: Set<string>): Company {
  const company = companyOf(lots, begun, taken);
  const { id, groupId, name, plan, industry } = company;
  const at = new Date(begun);
  const seats = size + lots.whole(0, 8);
  const mrr = seats * (SEAT_PRICES[plan] ?? 0);
  const traits = { plan, industry, seats, mrr, country: company.place.country };
  book.write('accounts', { id, group_id: groupId, name, traits, created_at: at, updated_at: at });
  return company;
}
