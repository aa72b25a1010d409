import { verify, type KeyObject } from 'node:crypto';
import type { Request } from 'express';
import { DAY_MS, MINUTE_MS } from '../../domain/duration';

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';

/** SendGrid repeats a batch for a day, an inbound mail for three; older ones were recorded and played again. */
const LONGEST_MS = 7 * DAY_MS;
const SKEW_MS = 10 * MINUTE_MS;

/** A signature as it came, or null when the request has none that could be one: then its body need not be read. */
export function signatureOf(request: Request, now: Date): SendgridSignature | null {
  const [signature, timestamp] = [request.get(SIGNATURE), request.get(TIMESTAMP)];
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return null;
  const age = now.getTime() - Number(timestamp) * 1000;
  return age > -SKEW_MS && age < LONGEST_MS ? { signature, timestamp } : null;
}

/** ECDSA on P-256 with SHA-256, in DER and base64, over timestamp and body. */
export interface SendgridSignature {
  readonly signature: string;
  readonly timestamp: string;
}

/** Whether one of the keys made the signature for exactly these bytes. */
export function isSigned(
  keys: readonly KeyObject[],
  { signature, timestamp }: SendgridSignature,
  body: Buffer,
): boolean {
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return keys.some((key) => {
    try {
      return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
    } catch {
      return false;
    }
  });
}
