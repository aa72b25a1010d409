import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { lastLines } from '../../embedded/launch';
import { commandOf, endProcess, isAlive } from '../../embedded/pid';
import type { Environment } from '../config';
import type { Running } from './keep';
import { warningOf } from './log-line';
import { logFile } from './logs';

/** One of our own processes. */
export interface ChildOptions {
  readonly name: 'worker' | 'api';
  readonly environment: Environment;
  /** State folder: logs go to `logs/<name>.log`, the process id to `run/<name>.pid`. */
  readonly state: string;
  /** Told warnings and errors as they are logged. */
  readonly warn: (line: string) => void;
}

/** TypeScript in a checkout, JavaScript in a build. */
const EXTENSION = path.extname(__filename);
const ENTRIES = {
  worker: path.join(__dirname, '..', '..', 'activities', `worker${EXTENSION}`),
  api: path.join(__dirname, '..', '..', 'api', `server${EXTENSION}`),
} as const;
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 25_000;

/**
 * Starts a process of ours and waits until it says that it is ready (an IPC message `{ ready: true }`). It runs in a process
 * group of its own, so that Ctrl-C reaches only the supervisor, and ends by itself when the supervisor is gone. Rejects with the
 * end of its log when it ends before it is ready.
 */
export async function startChild(options: ChildOptions): Promise<Running> {
  const { name, environment, state } = options;
  const leash = path.join(__dirname, `leash${EXTENSION}`);
  const child = spawn(process.execPath, [...process.execArgv, '--require', leash, ENTRIES[name]], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = keepLog(child, options);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const pid = child.pid ?? 0;
  writeFileSync(pidFile(state, name), String(pid));
  await ready(child, exited, () => `${name} did not become ready:\n${lastLines(log)}`);
  const stop = async () => {
    await endProcess(pid, 'SIGTERM', STOP_WITHIN_MS);
    rmSync(pidFile(state, name), { force: true });
  };
  return { pid, exited, stop };
}

/** Ends a process that a killed supervisor left behind, and tells whether there was one. */
export async function endOrphan(name: ChildOptions['name'], state: string): Promise<boolean> {
  const file = pidFile(state, name);
  if (!existsSync(file)) return false;
  const pid = Number(readFileSync(file, 'utf8'));
  const found = pid > 0 && isAlive(pid) && commandOf(pid).includes(ENTRIES[name]);
  if (found) await endProcess(pid, 'SIGTERM', STOP_WITHIN_MS);
  rmSync(file, { force: true });
  return found;
}

function pidFile(state: string, name: string): string {
  mkdirSync(path.join(state, 'run'), { recursive: true });
  return path.join(state, 'run', `${name}.pid`);
}

function keepLog(child: ChildProcess, { name, state, warn }: ChildOptions): string {
  const log = logFile(state, name);
  const file = createWriteStream(log, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      file.write(`${line}\n`);
      const warning = warningOf(line);
      if (warning) warn(`${name}: ${warning}`);
    });
  }
  child.once('close', () => file.end());
  return log;
}

async function ready(child: ChildProcess, exited: Promise<string>, explain: () => string): Promise<void> {
  const said = new Promise<'ready'>((resolve) =>
    child.on('message', (message) => isReady(message) && resolve('ready')),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), READY_WITHIN_MS)));
  const outcome = await Promise.race([said, late, exited]);
  clearTimeout(timer);
  if (outcome === 'ready') return;
  child.kill('SIGKILL');
  throw new Error(explain());
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
}
