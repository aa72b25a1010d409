import { parse, isValid, type IPv6 } from 'ipaddr.js';
import { countAttempt, forgetAttempts, type AttemptLimit } from '../../prisma/staff/attempts';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';

/**
 * Limits of guessing: passwords of an account by one address, by one address over all accounts, of an account by everybody who is not known, by browsers
 * that are known to it, and by its session; links that are asked for, and links that are tried.
 */
const LIMITS = {
  pair: { kind: 'pair', most: 10 },
  address: { kind: 'address', most: 60 },
  account: { kind: 'account', most: 100 },
  known: { kind: 'known', most: 10 },
  change: { kind: 'change', most: 10 },
  reset: { kind: 'reset', most: 3 },
  resetFrom: { kind: 'reset from', most: 20 },
  link: { kind: 'link', most: 60 },
} as const satisfies Readonly<Record<string, AttemptLimit>>;

type Limit = keyof typeof LIMITS;

/** Counts attempts in the database, so that all API processes count together. */
export interface Throttle {
  /** Counts one, and throws a 429 problem with `Retry-After` when it is one too many. */
  readonly count: (limit: Limit, name: string, now: Date) => Promise<void>;
  /** Counts one, and says whether it is one too many. */
  readonly isTooMany: (limit: Limit, name: string, now: Date) => Promise<boolean>;
  readonly forget: (limit: Limit, name: string) => Promise<void>;
}

/** A throttle. The key of links also keys the hashes under which accounts and addresses are counted. */
export function createThrottle(deps: Pick<ApiDeps, 'db' | 'pageLinks'>): Throttle {
  const named = (limit: Limit, name: string) => ({ secret: deps.pageLinks.keys[0], name: nameIn(limit, name) });
  const wait = (limit: Limit, name: string, now: Date) => countAttempt(deps.db, LIMITS[limit], named(limit, name), now);
  return {
    async count(limit, name, now) {
      const seconds = await wait(limit, name, now);
      if (seconds === 0) return;
      throw new HttpProblem('too_many_requests', 'There were too many attempts: try again later.', {
        headers: { 'Retry-After': String(seconds) },
      });
    },
    isTooMany: async (limit, name, now) => (await wait(limit, name, now)) > 0,
    forget: (limit, name) => forgetAttempts(deps.db, LIMITS[limit].kind, named(limit, name)),
  };
}

const BY_ADDRESS: ReadonlySet<Limit> = new Set(['address', 'resetFrom', 'link']);

function nameIn(limit: Limit, name: string): string {
  return BY_ADDRESS.has(limit) ? networkOf(name) : name;
}

/** Whoever has one address of IPv6 has a whole network of them. */
export function networkOf(name: string): string {
  if (!isValid(name)) return name;
  const address = parse(name);
  if (address.kind() === 'ipv4') return address.toString();
  const six = address as IPv6;
  return six.isIPv4MappedAddress() ? six.toIPv4Address().toString() : six.parts.slice(0, 4).join(':');
}
