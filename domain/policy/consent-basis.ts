/**
 * Legal grounds on which consent is recorded. Said by the customer: `consent`, `double_opt_in` (confirmed by a link in a mail). Implied:
 * `soft_opt_in` (a sale, with an offer to object, for similar products), `implied_purchase` and `implied_inquiry` (CASL), `contract`.
 * A withdrawal is its own ground.
 */
export const CONSENT_BASES = [
  'consent',
  'double_opt_in',
  'soft_opt_in',
  'implied_purchase',
  'implied_inquiry',
  'contract',
  'withdrawal',
] as const;

/** Months for which implied consent lasts: Canada's Anti-Spam Legislation, section 10(10): two years after a purchase, six months after an inquiry. */
const LASTS_MONTHS: Readonly<Partial<Record<string, number>>> = { implied_purchase: 24, implied_inquiry: 6 };

/** When a grant on this ground ends by itself at the latest; null: when it is withdrawn. */
export function expiryOf(basis: string, at: Date): Date | null {
  const months = LASTS_MONTHS[basis];
  return months === undefined ? null : monthsAfter(at, months);
}

/** The same day of a later month, or that month's last day where it has no such day. */
function monthsAfter(at: Date, months: number): Date {
  const later = new Date(at);
  later.setUTCMonth(at.getUTCMonth() + months);
  if (later.getUTCDate() !== at.getUTCDate()) later.setUTCDate(0);
  return later;
}
