import { setImmediate } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C can arrive twice, from the terminal and through npm: only a later one is meant as a second. */
const SAME_CTRL_C_MS = 700;
const INTERRUPTED = 130;

/**
 * Does work that Ctrl-C gives up: `abort` fires, the work takes down what it has put up, and the process ends with code 130. A
 * second Ctrl-C does not wait for that. Without a signal it is as if the work had been called alone.
 */
export async function interruptible<T>(work: (abort: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      process.stderr.write('\nStopping ...\n');
      controller.abort(new Error('Stopped.'));
    } else if (performance.now() - firstAt > SAME_CTRL_C_MS) process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    // What the signal broke may be seen before the signal itself.
    await setImmediate();
    if (!controller.signal.aborted) throw error;
    return process.exit(INTERRUPTED);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
