/** A thing that runs until it is told to stop. */
export interface Stoppable {
  readonly up: () => Promise<void>;
  /** Stops in order, also half-way through `up`. */
  readonly stop: () => Promise<void>;
  /** Stops at once. */
  readonly kill: () => void;
  readonly say: (line: string) => void;
  /** Stop as well when the parent process is gone. */
  readonly followParent: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C can arrive twice, from the terminal and through npm: only a later one is meant as a second. */
const SAME_CTRL_C_MS = 700;
const PARENT_EVERY_MS = 500;

/**
 * Brings something up and keeps it until SIGINT, SIGTERM or SIGHUP, then stops it in order; a second signal stops it at once.
 * Whatever was started is also stopped when `up` fails, and its error is thrown.
 */
export async function untilStopped({ up, stop, kill, say, followParent }: Stoppable): Promise<void> {
  const stopped = whenAsked(kill, say, followParent);
  const failed = up().then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => ({ error }),
  );
  const outcome = await Promise.race([stopped, failed]);
  await stop();
  if (outcome !== 'asked') throw outcome.error;
  say('  Stopped.');
}

function whenAsked(kill: () => void, say: (line: string) => void, followParent: boolean): Promise<'asked'> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        say('\n  Stopping (Ctrl-C again to force) ...');
        resolve('asked');
      } else if (performance.now() - firstAt > SAME_CTRL_C_MS) {
        kill();
        process.exit(130);
      }
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
    if (followParent) whenParentGone(onSignal);
  });
}

function whenParentGone(then: () => void): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    then();
  }, PARENT_EVERY_MS);
  looking.unref();
}
