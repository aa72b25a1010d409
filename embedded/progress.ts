/** Told what a long step is doing, in words for the person who waits. */
export type Progress = (phase: string) => void;

const TICK_MS = 10_000;

/** Does `work` and keeps telling `progress` how long it has taken, every ten seconds. */
export async function timed<T>(progress: Progress, phase: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  progress(phase);
  const ticking = setInterval(() => progress(`${phase} (${elapsed(performance.now() - started)})`), TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
  }
}

/** Milliseconds as a person says them: `8 s`, `3 min 20 s`. */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
