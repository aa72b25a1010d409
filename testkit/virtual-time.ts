import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime, type NativeConnection } from '@temporalio/worker';
import { HOUR_MS } from '../domain/duration';
import type { Progress } from '../embedded/progress';
import { timeSkippingServer } from '../embedded/time-skipping';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes';
import { quietRuntime } from './quiet-runtime';

/** A clock that jumps over every stretch in which nothing happens, and what one world needs of the server that has it. */
export interface VirtualTime {
  readonly client: Client;
  readonly connection: NativeConnection;
  /** One of the world's own, so that worlds which share a server cannot meet. */
  readonly namespace: string;
  /** The instant that was last reached. Between two calls the server's clock runs on at its real pace. */
  readonly now: () => Date;
  /** Lets time pass until an instant, and returns when everything that fell due has been done. An instant that has passed only settles. */
  reach(instant: Date): Promise<void>;
}

/** A time-skipping server. Its clock is global to it and only moves forward: one world at a time, each born at the present instant. */
export interface TimeServer {
  /** A fresh namespace on this server. */
  world(): Promise<VirtualTime>;
  /** True when the clock is free to jump: nothing of former worlds holds it. */
  isFree(): Promise<boolean>;
  stop(): Promise<void>;
  /** Ends the server under a worker that still uses it. */
  kill(): Promise<void>;
}

/**
 * After the instant itself, time goes on for this long. The server jumps only while no task is outstanding, so this stretch
 * takes no real time once everything is done, and gives an activity that fails a few more tries.
 */
const SETTLE_MS = 30_000;
const LOOK_EVERY_MS = 90_000;
const HELD =
  'The virtual clock has not jumped for three minutes: a workflow task or an activity does not come to an end. Is there an error in a journey?';
const FREE_WITHIN_MS = 1_000;
/** The client asks a server that is gone ten times before it gives a call up. */
const RETRY_WAIT_MS = 100;
const MOST_RETRY_WAITS = 300;
const KEYWORD = 2;
const START_TRIES = 10;

/** How a server comes up. */
export interface TimeSource {
  /** An executable to use instead of the one that is looked for. */
  readonly server?: string | undefined;
  readonly progress?: Progress | undefined;
  /** Stops trying. */
  readonly abort?: AbortSignal | undefined;
}

/** Starts a server of one's own. */
export async function startTimeServer({ server, progress, abort }: TimeSource = {}): Promise<TimeServer> {
  quietRuntime();
  const env = await startEnvironment(await timeSkippingServer(server, progress), abort);
  // This server cannot list them, so nothing may be asked first; it knows them for all namespaces at once.
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, KEYWORD]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  let worlds = 0;
  let sleeping = 0;
  const asleep = (ms: number) => {
    sleeping += 1;
    return env.sleep(ms).finally(() => (sleeping -= 1));
  };
  const kill = async () => {
    const { server: process } = reveal(env);
    if (process !== 'existing') await Runtime.instance().shutdownEphemeralServer(process);
  };
  return {
    async world() {
      worlds += 1;
      const namespace = `world-${worlds}`;
      let now = await env.currentTimeMs();
      return {
        client: new Client({ connection: env.connection, namespace }),
        connection: env.nativeConnection,
        namespace,
        now: () => new Date(now),
        async reach(instant) {
          const ahead = instant.getTime() - (await env.currentTimeMs());
          if (ahead > 0) await sleep(env, asleep, ahead);
          await sleep(env, asleep, SETTLE_MS);
          now = await env.currentTimeMs();
        },
      };
    },
    // A clock that something holds runs at the pace of real time, so the answer must not wait for the sleep.
    isFree: () => Promise.race([asleep(HOUR_MS).then(() => true), pause(FREE_WITHIN_MS, false, { ref: false })]),
    // Closing the connection under a call that is still out would make its retry throw where nobody can catch it.
    async stop() {
      if (sleeping === 0) return env.teardown();
      await kill();
      for (let waits = 0; sleeping > 0 && waits < MOST_RETRY_WAITS; waits++) await pause(RETRY_WAIT_MS);
      await env.connection.close();
      await env.nativeConnection.close();
    },
    kill,
  };
}

/** The Java server needs a second or two to come up; on a busy machine its first start may be too slow for the caller's patience. */
async function startEnvironment(
  path: string,
  abort: AbortSignal | undefined,
  tries = START_TRIES,
): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  } catch (error) {
    if (tries <= 1 || abort?.aborted) throw error;
    return startEnvironment(path, abort, tries - 1);
  }
}

/** Lets virtual time pass; rejects when the clock stands still for good instead. */
async function sleep(env: TestWorkflowEnvironment, asleep: (ms: number) => Promise<void>, ms: number): Promise<void> {
  const over = new AbortController();
  const slept = asleep(ms).finally(() => over.abort());
  const long = () => pause(LOOK_EVERY_MS, 'long' as const, { signal: over.signal }).catch(() => undefined);
  let before = -Infinity;
  while ((await Promise.race([slept, long()])) === 'long') {
    const now = await env.currentTimeMs();
    if (now - before < 2 * LOOK_EVERY_MS) throw new Error(HELD);
    before = now;
  }
  await slept;
}

/** The SDK takes a server down only in good order, which a worker that lost its server needs many seconds for. */
function reveal(env: TestWorkflowEnvironment): {
  server: Parameters<Runtime['shutdownEphemeralServer']>[0] | 'existing';
} {
  return { server: env['server'] };
}
