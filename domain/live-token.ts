import { createHmac, timingSafeEqual } from 'node:crypto';
import { HOUR_MS } from './duration';

/** How long a token is good for, and how long it can be renewed without asking the product's backend again. */
const LIVE_TOKEN_MS = HOUR_MS;
const LIVE_SESSION_MS = 12 * HOUR_MS;

/** What a page of one customer may know and say in their name: their in-app messages, and nothing else. */
export interface LiveToken {
  readonly customerId: string;
  readonly expiresAt: Date;
  /** No renewal after that. */
  readonly sessionEndsAt: Date;
}

/** A token for a page that begins now. */
export function newLiveToken(customerId: string, now: Date): LiveToken {
  const at = now.getTime();
  return { customerId, expiresAt: new Date(at + LIVE_TOKEN_MS), sessionEndsAt: new Date(at + LIVE_SESSION_MS) };
}

/** The same page goes on: another hour, but not beyond the end of its session. */
export function renewedLiveToken({ customerId, sessionEndsAt }: LiveToken, now: Date): LiveToken {
  const end = Math.min(now.getTime() + LIVE_TOKEN_MS, sessionEndsAt.getTime());
  return { customerId, expiresAt: new Date(end), sessionEndsAt };
}

/** Writes a token that only the holder of the key can make: customer, both ends, and an HMAC-SHA256 cut to 128 bits, base64url. */
export function signLiveToken(key: string, { customerId, expiresAt, sessionEndsAt }: LiveToken): string {
  const body = Buffer.alloc(BODY_BYTES);
  Buffer.from(customerId.replaceAll('-', ''), 'hex').copy(body);
  body.writeUInt32BE(secondsOf(expiresAt), 16);
  body.writeUInt32BE(secondsOf(sessionEndsAt), 20);
  return Buffer.concat([body, macOf(key, body)]).toString('base64url');
}

/** What a token says, when one of these keys has signed it and it has not expired; else null. Compares in constant time. */
export function readLiveToken(keys: readonly string[], token: string, now: Date): LiveToken | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null;
  const body = bytes.subarray(0, BODY_BYTES);
  const isOurs = keys.some((key) => timingSafeEqual(macOf(key, body), bytes.subarray(BODY_BYTES)));
  const expiresAt = new Date(body.readUInt32BE(16) * 1000);
  if (!isOurs || expiresAt <= now) return null;
  const customerId = body.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { customerId, expiresAt, sessionEndsAt: new Date(body.readUInt32BE(20) * 1000) };
}

const BODY_BYTES = 24;
const MAC_BYTES = 16;

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function macOf(key: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update('perennial live\0').update(body).digest().subarray(0, MAC_BYTES);
}
