import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../embedded/pid';

/** A process that is up. `exited` settles with how it ended, for whatever reason. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<string>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** A process that is brought up again whenever it ends by itself. */
export interface Kept {
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Ends it at once, without order. */
  kill(): void;
}

const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 30_000;
/** Whoever ran as long as this is well: the next rest is a short one again. */
const WELL_AFTER_MS = 60_000;

/**
 * Starts a process and keeps it running: when it ends without having been stopped, it is said and started again, after
 * rests that grow from half a second to half a minute. Rejects when the very first start fails.
 */
export async function keep(name: string, start: () => Promise<Running>, say: (line: string) => void): Promise<Kept> {
  let running = await start();
  let starting = false;
  const stopping = new AbortController();
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      if (!starting) await running.stop();
      await watching;
    },
    kill() {
      stopping.abort();
      if (running.pid > 0 && isAlive(running.pid)) process.kill(running.pid, 'SIGKILL');
    },
  };

  async function watch(): Promise<void> {
    let rest = FIRST_REST_MS;
    let started = performance.now();
    while (!stopping.signal.aborted) {
      const how = await running.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - started > WELL_AFTER_MS) rest = FIRST_REST_MS;
      say(`${name} ended (${how}) and is started again.`);
      await pause(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
      rest = Math.min(rest * 2, LONGEST_REST_MS);
      started = performance.now();
      running = await restart(running);
    }
  }

  async function restart(last: Running): Promise<Running> {
    if (stopping.signal.aborted) return last;
    starting = true;
    try {
      const next = await start();
      if (stopping.signal.aborted) await next.stop();
      else say(`${name} is up again.`);
      return next;
    } catch (error) {
      // Watched like one that ended at once, so that it is tried again after a rest.
      const exited = Promise.resolve(error instanceof Error ? error.message : String(error));
      return { pid: 0, exited, stop: async () => undefined };
    } finally {
      starting = false;
    }
  }
}
