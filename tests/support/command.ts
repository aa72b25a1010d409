import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../../embedded/state';

/** A `perennial` command that is running: what it has printed so far, on both streams. */
export interface RunningCommand {
  readonly pid: number;
  readonly output: () => string;
  /** What it has printed on standard output alone. */
  readonly stdout: () => string;
  /** Settles with the exit code, or with the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Waits until it has printed this; rejects with its output when it ends before. */
  printed(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

const LOOK_EVERY_MS = 50;

/** Runs `perennial` as a person does, in a process group of its own, with these variables besides our own. */
export function perennial(words: readonly string[], variables: Readonly<Record<string, string>> = {}): RunningCommand {
  const main = path.join(projectRoot(), 'cli', 'perennial.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    cwd: projectRoot(),
    detached: true,
    env: { ...process.env, NODE_ENV: 'test', NO_COLOR: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let stdout = '';
  let over = false;
  child.stdout.on('data', (part) => (stdout += String(part)));
  child.stdout.on('data', (part) => (output += String(part)));
  child.stderr.on('data', (part) => (output += String(part)));
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(signal ?? code ?? -1);
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stdout: () => stdout,
    ended,
    async printed(text) {
      while (!output.includes(text)) {
        if (over) throw new Error(`It ended before it printed "${text}":\n${output}`);
        await pause(LOOK_EVERY_MS);
      }
    },
    signal: (signal) => void child.kill(signal),
  };
}
