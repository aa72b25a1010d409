/** One line of the table. `bad` is how many of `of` were not as they must be; a count that is only told has no `bad`. */
export interface Verdict {
  readonly name: string;
  readonly of: number;
  readonly bad: number;
  /** What the count is of. */
  readonly unit: string;
  /** A few of those that were not as they must be, for whoever looks for the cause. */
  readonly examples: readonly string[];
}

/** A verdict on many: those that `isBad` names are. */
export function verdictOn<T>(
  name: string,
  unit: string,
  all: readonly T[],
  isBad: (one: T) => boolean,
  show: (one: T) => string,
): Verdict {
  const bad = all.filter(isBad);
  return { name, unit, of: all.length, bad: bad.length, examples: bad.slice(0, MOST_EXAMPLES).map(show) };
}

const MOST_EXAMPLES = 5;
/** None in fewer says next to nothing. */
const FEW = 10;

/**
 * What none in `of` says of the rate: with 95 % confidence it lies under three in so many. Meaningless for few.
 */
export function boundOf({ of, bad }: Verdict): string {
  if (bad > 0 || of < FEW) return '';
  return `< ${((3 / of) * 100).toFixed(of < 300 ? 1 : 2)} %`;
}

/** The members of a list by what `keyOf` says of each, in their order. */
export function grouped<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
