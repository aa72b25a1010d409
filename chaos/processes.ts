import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../cli/config';
import { endProcess } from '../embedded/pid';
import type { Release } from './releases';

/** A process of the product that is brought up again at once whenever it ends, as a supervisor does. */
export interface Process {
  readonly name: string;
  /** Of the child that runs now. */
  readonly pid: () => number;
  /** Ends it without warning; resolves when its successor is ready. */
  readonly kill: () => Promise<void>;
  /** Stops it where it stands, without its notice, until whoever froze it has let it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Asks it to end, as a supervisor does, and resolves when its successor of this release is ready. Whoever stands still is not asked. */
  readonly upgrade: (to: Release) => Promise<void>;
  /** Resolves when it is ready. Rejects when it ends before, again and again. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What is started, and how. */
export interface ProcessOptions {
  readonly name: string;
  readonly release: Release;
  /** JavaScript, in the release. */
  readonly entry: string;
  readonly environment: Environment;
  /** Folder of its log. */
  readonly state: string;
}

const MOST_FALSE_STARTS = 30;
const STOP_WITHIN_MS = 15_000;
/** Longer than a worker takes for what it has in hand (20 s). */
const HANDS_OVER_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** Starts a process and keeps it running. It ends by itself when this process is gone. */
export function keepProcess(options: ProcessOptions): Process {
  let child: ChildProcess;
  let { release } = options;
  let ready: Promise<void>;
  let stopping = false;
  let falseStarts = 0;
  let frozenBy = 0;
  const begin = () => {
    child = start({ ...options, release });
    frozenBy = 0;
    ready = new Promise((resolve, reject) => {
      child.once('message', () => {
        falseStarts = 0;
        resolve();
      });
      child.once('exit', () => {
        if (stopping) return resolve();
        falseStarts += 1;
        if (falseStarts > MOST_FALSE_STARTS) return reject(new Error(`${options.name} does not come up: see its log.`));
        begin();
        ready.then(resolve, reject);
      });
    });
    ready.catch(() => undefined);
  };
  begin();
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return {
    name: options.name,
    pid: () => child.pid ?? 0,
    async kill() {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      signal('SIGKILL');
      await gone;
      await ready;
    },
    async upgrade(to) {
      release = to;
      while (frozenBy > 0) await pause(LOOK_EVERY_MS);
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      await endProcess(child.pid ?? 0, 'SIGTERM', HANDS_OVER_WITHIN_MS);
      await gone;
      await ready;
    },
    freeze() {
      frozenBy += 1;
      signal('SIGSTOP');
    },
    thaw() {
      frozenBy = Math.max(0, frozenBy - 1);
      if (frozenBy === 0) signal('SIGCONT');
    },
    ready: () => ready,
    async stop() {
      stopping = true;
      signal('SIGCONT');
      await endProcess(child.pid ?? 0, 'SIGTERM', STOP_WITHIN_MS);
    },
  };
}

function start({ name, release, entry, environment, state }: ProcessOptions): ChildProcess {
  const leash = path.join(release.folder, 'cli', 'start', 'leash.js');
  const child = spawn(process.execPath, ['--require', leash, path.join(release.folder, entry)], {
    env: { PATH: process.env.PATH, ...environment, PERENNIAL_VERSION: release.version },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  mkdirSync(state, { recursive: true });
  const log = createWriteStream(path.join(state, `${name}.log`), { flags: 'a' });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  return child;
}
