import { setTimeout as pause } from 'node:timers/promises';

/** Does `work` for each item, at most `width` at a time, in order of their beginning. */
export async function each<T>(items: readonly T[], width: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

const LOOK_EVERY_MS = 40;

/** Waits until `reached` says so; throws one sentence when that takes longer than `withinMs`. */
export async function until(
  what: string,
  reached: () => boolean | Promise<boolean>,
  withinMs = 120_000,
): Promise<void> {
  const started = performance.now();
  while (!(await reached())) {
    if (performance.now() - started > withinMs) throw new Error(`${what} did not come within ${withinMs / 1000} s.`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Splits a list into pieces of at most `size`. */
export function pieces<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
