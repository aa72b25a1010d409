import type { Nondelivery } from './nondelivery';

/**
 * Twilio's numeric error codes, as they answer a call or come in a status callback, and what each says of the message. Numbers are
 * stable, texts are not (https://www.twilio.com/docs/api/errors). A code that is not here is `unknown`.
 */
const CODES: Readonly<Record<number, Nondelivery>> = {
  20003: 'operator', // credentials
  20429: 'overload', // too many requests
  21211: 'address', // not a number
  21408: 'operator', // this country is not enabled for the account
  21606: 'operator', // the sender cannot send texts
  21610: 'opted_out', // the recipient answered STOP
  21611: 'overload', // the sender's queue is full
  21614: 'address', // not a mobile number
  30001: 'overload', // the messaging service's queue is full
  30002: 'operator', // account suspended
  30003: 'passing', // handset off or out of reach
  30004: 'carrier', // blocked by carrier or recipient
  30005: 'address', // unknown handset
  30006: 'address', // landline, or a carrier that cannot be reached
  30007: 'content', // filtered as spam
  30008: 'passing', // the carrier does not say why
  30022: 'overload', // A2P 10DLC rate limit
  30034: 'operator', // sender not registered with the carriers
  30036: 'expired', // its validity period ended in the queue
};

/** What a code says; `unknown` for none and for one that is not in the table, which is counted in a metric. */
export function ofTwilioCode(code: number | null): Nondelivery {
  return (code !== null && CODES[code]) || 'unknown';
}
