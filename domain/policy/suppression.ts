import type { Channel, MessageClass } from '../channel';

/**
 * Why an address must not be used again. By what providers say: `hard_bounce`, `soft_bounce_limit`, `invalid`, `carrier_block`,
 * `complaint`, `opted_out` (its holder told the carrier to stop). By what people decide: `erased`, `manual`, `legal`.
 */
export const SUPPRESSION_REASONS = [
  'hard_bounce',
  'soft_bounce_limit',
  'complaint',
  'opted_out',
  'invalid',
  'carrier_block',
  'erased',
  'manual',
  'legal',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** What a suppression holds for: every message, or only these classes. */
export type SuppressionScope = '*' | readonly MessageClass[];

/** One suppressed address, by its keyed hash. `scope` is as stored: `*`, or classes joined by commas. */
export interface SuppressedAddress {
  readonly channel: Channel;
  readonly addressHash: string;
  readonly reason: string;
  readonly scope: string;
  readonly expiresAt: Date | null;
}

/** What a suppression for this reason holds for unless somebody says otherwise: a complaint leaves receipts and alarms alone. */
export function scopeFor(reason: SuppressionReason): SuppressionScope {
  return reason === 'complaint' ? ['service', 'lifecycle', 'marketing', 'survey'] : '*';
}

/** A scope as it is stored. */
export function scopeText(scope: SuppressionScope): string {
  return scope === '*' ? scope : [...new Set(scope)].toSorted().join(',');
}

/**
 * Why an address is suppressed for a class of message at this instant, or null when it may be used. With several reasons the
 * first in the alphabet is named.
 */
export function suppressedBy(
  rows: readonly SuppressedAddress[],
  about: { readonly channel: Channel; readonly addressHash: string | null; readonly messageClass: MessageClass },
  at: Date,
): string | null {
  const reasons = rows.filter((row) => holdsFor(row, about, at)).map((row) => row.reason);
  return reasons.toSorted()[0] ?? null;
}

function holdsFor(
  row: SuppressedAddress,
  { channel, addressHash, messageClass }: Parameters<typeof suppressedBy>[1],
  at: Date,
): boolean {
  if (row.channel !== channel || row.addressHash !== addressHash) return false;
  if (row.expiresAt !== null && row.expiresAt <= at) return false;
  return row.scope === '*' || row.scope.split(',').includes(messageClass);
}
