import { MINUTE_MS } from './duration';

/** Buckets to a doubling of the length of a stay: what is read from them is right within a tenth. */
const PER_DOUBLING = 4;

/** The bucket of a stay: up to a minute, then four to a doubling. As prisma/stage-visits.ts counts it in SQL. */
export function stayBucket(stayMs: number): number {
  return Math.floor(PER_DOUBLING * Math.log2(Math.max(1, stayMs / MINUTE_MS)));
}

/** The middle of a bucket, in milliseconds. */
export function stayOf(bucket: number): number {
  return 2 ** ((bucket + 0.5) / PER_DOUBLING) * MINUTE_MS;
}

/** How many stays fell into a bucket. */
export interface Stays {
  readonly bucket: number;
  readonly count: number;
}

/** How long stays were: half of them were shorter than `medianMs`, nine of ten shorter than `p90Ms`, each within a tenth. */
export interface StayLength {
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly of: number;
}

/** Adds up how long stays were; null when there was none. */
export function stayLength(stays: readonly Stays[]): StayLength | null {
  const of = stays.reduce((sum, { count }) => sum + count, 0);
  if (of === 0) return null;
  const sorted = stays.toSorted((a, b) => a.bucket - b.bucket);
  const at = (share: number): number => {
    let left = Math.ceil(of * share);
    return stayOf(sorted.find(({ count }) => (left -= count) <= 0)?.bucket ?? sorted.at(-1)!.bucket);
  };
  return { medianMs: at(0.5), p90Ms: at(0.9), of };
}
