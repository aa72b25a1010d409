import { isKnownBrowser, type BrowserKeys } from './known-browser';
import { networkOf, type Throttle } from './throttle';

/** Somebody who gives a password: for which account, from which address, in which browser. */
export interface Guess {
  readonly email: string;
  readonly address: string;
  /** The `Cookie` header. */
  readonly cookies: string | undefined;
}

/**
 * Counts a password that is given, before it is looked at, and throws a 429 problem when it is one too many. One address gets ten for an account, and sixty
 * over all; an account gets a hundred from everybody together, however many addresses they have. Browsers in which its holder was signed in before are
 * counted apart, so that nobody can keep the holder out by failing on purpose. What one address is refused does not count against the account.
 */
export async function countGuess(throttle: Throttle, guess: Guess, keys: BrowserKeys, now: Date): Promise<void> {
  const { email, address, cookies } = guess;
  if (isKnownBrowser(cookies, email, keys)) return throttle.count('known', email, now);
  await throttle.count('address', address, now);
  await throttle.count('pair', pairOf(guess), now);
  await throttle.count('account', email, now);
}

/** It was them after all: what they tried here is forgotten. */
export async function forgetGuesses(throttle: Throttle, guess: Guess, keys: BrowserKeys): Promise<void> {
  if (isKnownBrowser(guess.cookies, guess.email, keys)) await throttle.forget('known', guess.email);
  await throttle.forget('pair', pairOf(guess));
}

function pairOf({ email, address }: Guess): string {
  return `${email} ${networkOf(address)}`;
}
