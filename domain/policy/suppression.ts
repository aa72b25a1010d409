import type { Channel } from '../channel';

/** Why an address must not be used again: the provider calls it invalid, or its holder told the carrier to stop. */
export type SuppressionReason = 'invalid' | 'opted_out';

/** One suppressed address, by its keyed hash. */
export interface SuppressedAddress {
  readonly channel: Channel;
  readonly addressHash: string;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

/**
 * Why an address is suppressed at this instant, or null when it may be used. It holds for every class of message:
 * these addresses do not work, whatever we would like to say. With several reasons the first in the alphabet is named.
 */
export function suppressedBy(
  rows: readonly SuppressedAddress[],
  channel: Channel,
  addressHash: string | null,
  at: Date,
): string | null {
  const reasons = rows
    .filter(
      (row) =>
        row.channel === channel && row.addressHash === addressHash && (row.expiresAt === null || row.expiresAt > at),
    )
    .map((row) => row.reason);
  return reasons.toSorted()[0] ?? null;
}
