import type { Traits } from './traits';

/** Where backends say what a customer brings in a year, the first that is there; a monthly figure counts twelve times. */
const SOURCES: readonly (readonly [trait: string, times: number])[] = [
  ['annual_value', 1],
  ['annualValue', 1],
  ['arr', 1],
  ['mrr', 12],
  ['lifetime_value', 1],
  ['lifetimeValue', 1],
  ['ltv', 1],
];

/**
 * What a customer is worth in a year, in the currency that the backends count in: by their own traits, else by those of their company. Null
 * when nobody says, or what is said is no sum.
 */
export function valueOf(...said: readonly (Traits | null | undefined)[]): number | null {
  for (const traits of said) {
    for (const [trait, times] of SOURCES) {
      const sum = Number(traits?.[trait] ?? Number.NaN);
      if (Number.isFinite(sum) && sum > 0) return Math.round(sum * times);
    }
  }
  return null;
}
