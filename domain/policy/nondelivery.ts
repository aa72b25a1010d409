import { MINUTE_MS } from '../duration';

/**
 * Why a message that a provider had taken reached nobody. For good: `address` (it does not exist), `opted_out` (its holder told the
 * carrier to stop), `carrier` (blocked on the way), `content` (filtered for its words), `soft` (a full or busy mailbox, given up by the
 * provider after its own tries). For now: `passing` (handset away), `overload` (too fast), `expired` (queued too long), `unknown` (a code
 * that we do not know). `operator`: account, sender or registration are at fault: nobody's chance of being reached is spent on it.
 */
export const NONDELIVERIES = [
  'address',
  'opted_out',
  'carrier',
  'content',
  'soft',
  'passing',
  'overload',
  'expired',
  'unknown',
  'operator',
] as const;
export type Nondelivery = (typeof NONDELIVERIES)[number];

/** How often the same channel is tried again for the same touch, and how long it rests before. */
interface Again {
  readonly tries: number;
  readonly restMs: number;
}

const NEVER: Again = { tries: 0, restMs: 0 };

const AGAIN: Readonly<Record<Nondelivery, Again>> = {
  address: NEVER,
  opted_out: NEVER,
  carrier: NEVER,
  content: NEVER,
  soft: NEVER,
  passing: { tries: 1, restMs: 45 * MINUTE_MS },
  unknown: { tries: 1, restMs: 45 * MINUTE_MS },
  overload: { tries: 2, restMs: MINUTE_MS },
  expired: { tries: 1, restMs: 0 },
  // Its circuit says when; bounded, in case the account fails only for this customer.
  operator: { tries: 3, restMs: 0 },
};

/** What follows for the same channel and touch. Certain either way: the message did not arrive, so trying again cannot double it. */
export function againAfter(kind: Nondelivery): Again {
  return AGAIN[kind];
}

/** True when it says something about the address that adds up: so many within a month, and the address is given up. */
export function wearsOut(kind: Nondelivery): boolean {
  return kind === 'soft' || kind === 'passing' || kind === 'carrier';
}

/** True for one of the names above, as it stands in stored rows. */
export function isNondelivery(text: unknown): text is Nondelivery {
  return NONDELIVERIES.some((kind) => kind === text);
}
