import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../embedded/pid';
import { freePort } from '../embedded/port';
import { startPostgres, stopPostgres, type RunningPostgres } from '../embedded/postgres';
import { startTemporal, stopTemporal, type RunningTemporal } from '../embedded/temporal';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes';

/** A server that comes back at its address, with its data. */
interface Mortal<T> {
  readonly running: T;
  /** Ends it without warning, waits `downMs`, and brings it up again. */
  readonly killFor: (downMs: number) => Promise<void>;
}

/** The servers of a run, both on empty data, and durable. */
export interface Servers {
  readonly postgres: Mortal<RunningPostgres>;
  readonly temporal: Mortal<RunningTemporal>;
  readonly stop: () => Promise<void>;
}

export const NAMESPACE = 'default';

const BACK_WITHIN_MS = 60_000;

/** Brings up PostgreSQL and Temporal's development server in folders of their own below `state`, which are emptied first. */
export async function startServers(state: string, temporalCli: string): Promise<Servers> {
  const { postgres: postgresDir, temporal: temporalDir } = foldersIn(state);
  await endServers(state);
  for (const dir of [postgresDir, temporalDir]) rmSync(dir, { recursive: true, force: true });
  const [postgresPort, port, uiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const searchAttributes = SEARCH_ATTRIBUTES.map(({ name }) => name);
  const bringUp = {
    postgres: () => startPostgres({ dir: postgresDir, port: postgresPort }),
    temporal: () =>
      startTemporal({ cli: temporalCli, dir: temporalDir, namespace: NAMESPACE, searchAttributes, port, uiPort }),
  };
  const [postgres, temporal] = await Promise.all([bringUp.postgres(), bringUp.temporal()]);
  return {
    postgres: mortal(postgres, bringUp.postgres, () => postmasterOf(postgresDir)),
    temporal: mortal(temporal, bringUp.temporal, ({ pid }) => pid),
    stop: () => endServers(state),
  };
}

/** Stops what a run that was interrupted has left behind. */
export async function endServers(state: string): Promise<void> {
  const { postgres, temporal } = foldersIn(state);
  await Promise.all([stopPostgres(postgres), stopTemporal(temporal)]);
}

function foldersIn(state: string) {
  return { postgres: path.join(state, 'postgres'), temporal: path.join(state, 'temporal') };
}

function mortal<T>(first: T, bringUp: () => Promise<T>, pidOf: (running: T) => number): Mortal<T> {
  const server = {
    running: first,
    async killFor(downMs: number) {
      const pid = pidOf(server.running);
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await pause(20);
      await pause(downMs);
      server.running = await insistently(bringUp);
    },
  };
  return server;
}

/** The first tries after a kill may find memory or a port that the dead server's children still hold. */
async function insistently<T>(bringUp: () => Promise<T>): Promise<T> {
  const until = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    try {
      return await bringUp();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(300);
    }
  }
}

/** PostgreSQL's own note of itself begins with its process id. */
function postmasterOf(dir: string): number {
  return Number.parseInt(readFileSync(path.join(dir, 'data', 'postmaster.pid'), 'utf8'), 10);
}
