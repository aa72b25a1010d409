/**
 * Whether a value that came out of JSON surely takes no more than `limit` bytes as JSON again. Counts the worst case without writing
 * anything, so false only means that it has to be measured: also where it is nested too deeply to go through.
 */
export function jsonIsWithin(value: unknown, limit: number): boolean {
  return rest(value, limit, DEEPEST) >= 0;
}

const DEEPEST = 64;

/** A character may become six, as in `\u0000`; a number has at most 25; what stands between members is counted with them. */
const PER_CHARACTER = 6;
const PER_VALUE = 32;

/** What is left of the budget; negative when it was used up. */
function rest(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - PER_VALUE - value.length * PER_CHARACTER;
  if (typeof value !== 'object' || value === null) return budget - PER_VALUE;
  if (depth === 0) return -1;
  let left = budget - PER_VALUE;
  for (const key in value) {
    left = rest((value as Record<string, unknown>)[key], left - key.length * PER_CHARACTER, depth - 1);
    if (left < 0) return left;
  }
  return left;
}
