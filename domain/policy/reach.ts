import { normalizeAddress } from '../address';
import type { AddressHash } from '../address-hash';
import { CHANNELS, type Channel } from '../channel';

/** An address of a customer and the hash under which it would be suppressed; both null when it cannot be an address of its channel. */
interface Address {
  readonly text: string | null;
  readonly hash: string | null;
}

/** Where a customer can be reached. A channel that is not in it has no address at all. */
export type Reach = ReadonlyMap<Channel, Address>;

/** A customer with their addresses, as they were given to us. */
export interface Addressee {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** Whether a browser of theirs takes notifications. */
  readonly takesPush: boolean;
}

/** Reads a customer's addresses. In-app needs none: it is the customer; so is push, once a browser takes it, for one touch goes to all their browsers. */
export function reachOf({ id, email, phone, takesPush }: Addressee, hash: AddressHash): Reach {
  const given: Readonly<Record<Channel, string | null>> = {
    email,
    sms: phone,
    push: takesPush ? id : null,
    'in-app': id,
  };
  const reach = new Map<Channel, Address>();
  for (const channel of CHANNELS) {
    const raw = given[channel]?.trim();
    if (!raw) continue;
    const text = normalizeAddress(channel, raw);
    reach.set(channel, { text, hash: text && hash(channel, text) });
  }
  return reach;
}

/** The hashes of all addresses, to look up what is suppressed. */
export function hashesOf(reach: Reach): string[] {
  return [...reach.values()].flatMap(({ hash }) => hash ?? []);
}
