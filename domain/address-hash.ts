import { createHmac } from 'node:crypto';
import type { Channel } from './channel';

/** Turns a normalised address into the opaque text under which it is suppressed. */
export type AddressHash = (channel: Channel, address: string) => string;

/**
 * Keyed hash of addresses (HMAC-SHA256, hex), so that a suppression outlives the erasure of the address and cannot be
 * turned back by guessing without the secret. The secret must stay the same for the life of the database: with another one, suppressed
 * addresses are written to again. The case of an email address makes no difference.
 */
export function addressHashWith(secret: string): AddressHash {
  return (channel, address) => createHmac('sha256', secret).update(`${channel}:${address.toLowerCase()}`).digest('hex');
}
