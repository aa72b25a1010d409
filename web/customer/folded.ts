import type { Moment } from './read';

/** Moments as the story tells them: one by one, or many alike that followed each other as one. */
export type Told = { readonly moment: Moment; readonly alike: readonly Moment[] };

const FEWEST_ALIKE = 3;

/**
 * Tells the same event over and over, with nothing between, in one line: a story has no use for thirty lines of a daily routine. Leaves out events
 * that only repeat what stands there in the words of the customer.
 */
export function folded(moments: readonly Moment[]): Told[] {
  const told: { readonly moment: Moment; readonly alike: Moment[] }[] = [];
  for (const moment of moments) {
    if (repeatsWords(moment)) continue;
    const last = told.at(-1);
    if (last && isAlike(last.moment, moment)) last.alike.push(moment);
    else told.push({ moment, alike: [moment] });
  }
  return told.flatMap((each) =>
    each.alike.length >= FEWEST_ALIKE ? [each] : each.alike.map((moment) => ({ moment, alike: [moment] })),
  );
}

function isAlike(one: Moment, other: Moment): boolean {
  return one.kind === 'event' && other.kind === 'event' && one['type'] === other['type'];
}

function repeatsWords({
  kind,
  type,
  properties,
}: Moment & { readonly type?: unknown; readonly properties?: unknown }): boolean {
  if (kind !== 'event' || type !== 'customer.replied') return false;
  return typeof properties === 'object' && properties !== null && 'utteranceId' in properties;
}
