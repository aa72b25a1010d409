import { canonicalJson } from './canonical-json';
import type { Traits } from './traits';

/** A trait that staff corrected: what a backend says, and what staff say instead. Null: nothing. */
export interface Correction {
  readonly said: unknown;
  readonly corrected: unknown;
}

/**
 * What counts of what a backend says of somebody whose traits staff corrected (decision 13). Repeating what was corrected does not undo the
 * correction: backends send whole profiles again and again. Anything else is news, and ends it (`over`), as does agreeing with it.
 */
export function heedCorrections(
  patch: Traits,
  corrections: Readonly<Record<string, Correction>>,
  known: Traits,
): { readonly patch: Traits; readonly over: readonly string[] } {
  const heeded: Record<string, unknown> = { ...patch };
  const over: string[] = [];
  for (const [trait, { said }] of Object.entries(corrections)) {
    if (Object.hasOwn(patch, trait)) {
      if (isSame(patch[trait], said)) delete heeded[trait];
      else over.push(trait);
    } else if (trait === 'name' && said === null && NAME_PARTS.some((part) => isNews(part, patch, known))) {
      heeded['name'] = null;
      over.push(trait);
    }
  }
  return { patch: heeded, over };
}

/** Whether two values of a trait are the same; what is not said is null. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** A backend that speaks in parts of a name never says the whole, so a changed part is its news. */
const NAME_PARTS = ['firstName', 'first_name', 'lastName', 'last_name'] as const;

function isNews(trait: string, patch: Traits, known: Traits): boolean {
  return Object.hasOwn(patch, trait) && !isSame(patch[trait], known[trait]);
}
