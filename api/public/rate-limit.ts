import { MINUTE_MS } from '../../domain/duration';

/** Counts what came under a key within a minute. */
export interface RateLimit {
  /** Counts once; the seconds after which to come again when it is too much, else 0. */
  readonly count: (key: string, now: Date) => number;
}

/** So many keys at most are remembered; beyond that the oldest are forgotten, so that nobody can fill the memory. */
const MOST_KEYS = 50_000;

/**
 * A limit of `most` in each minute for each key. In this process alone: several processes let through as many times more, which is enough
 * against guessing a 128-bit signature.
 */
export function createRateLimit(most: number): RateLimit {
  const counts = new Map<string, { count: number; readonly since: number }>();
  return {
    count(key, now) {
      const at = now.getTime();
      const known = counts.get(key);
      if (known && at - known.since < MINUTE_MS && at >= known.since) {
        known.count += 1;
        return known.count > most ? Math.ceil((known.since + MINUTE_MS - at) / 1000) : 0;
      }
      counts.delete(key);
      counts.set(key, { count: 1, since: at });
      if (counts.size > MOST_KEYS) counts.delete(counts.keys().next().value!);
      return 0;
    },
  };
}
