/** Told what a long step is doing, in words for the person who waits, and how long it has been at it; about every second. */
export type Progress = (phase: string, elapsedMs: number) => void;

const TICK_MS = 1000;
const LINE_EVERY_MS = 30_000;

/** Does `work` and keeps telling `progress` how long it has taken. */
export async function timed<T>(progress: Progress, phase: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  progress(phase, 0);
  const ticking = setInterval(() => progress(phase, performance.now() - started), TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
  }
}

/** Progress as lines of a log: one when a phase begins and one every half minute. */
export function progressLines(write: (line: string) => void): Progress {
  let last = { phase: '', atMs: 0 };
  return (phase, elapsedMs) => {
    const isNew = phase !== last.phase;
    if (!isNew && elapsedMs - last.atMs < LINE_EVERY_MS) return;
    last = { phase, atMs: elapsedMs };
    write(isNew ? phase : `${phase} (${elapsed(elapsedMs)})`);
  };
}

/** Milliseconds as a person says them: `0.4 s`, `8 s`, `3 min 20 s`. */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
