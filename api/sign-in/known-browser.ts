import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY_MS } from '../../domain/duration';
import { cookie, cookieIn, type CookieSettings } from './cookie';

/** What says that somebody was signed in here before. It lets nobody in: it only spares its holder from waiting for the failures of others. */
const BROWSER_COOKIE = 'perennial_browser';
const KNOWN_FOR_MS = 180 * DAY_MS;
/** Only where passwords are given. */
const PATH = '/v1/session';

/** The keys by which browsers are known: the first writes, all of them read. */
export type BrowserKeys = readonly [string, ...string[]];

/** Lets a browser be known to an account, also after its session has ended ("device cookie", OWASP). One browser knows one account: the latest. */
export function browserCookie(email: string, keys: BrowserKeys, { secure }: CookieSettings): string {
  return cookie(BROWSER_COOKIE, markOf(email, keys[0]), { path: PATH, maxAgeMs: KNOWN_FOR_MS, secure });
}

/** Whether somebody was signed in to this account in the browser that sends these cookies. */
export function isKnownBrowser(cookies: string | undefined, email: string, keys: BrowserKeys): boolean {
  const given = Buffer.from(cookieIn(cookies, BROWSER_COOKIE) ?? '');
  return keys.some((key) => {
    const wanted = Buffer.from(markOf(email, key));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

function markOf(email: string, key: string): string {
  return createHmac('sha256', key).update(`perennial browser\0${email}`).digest('base64url');
}
