import { spawn } from 'node:child_process';

/** How a program ended: `ok` when it returned 0, and everything it printed. */
export interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program to its end. One that cannot be started, fails or outlasts `timeoutMs` (it is killed) answers `ok: false`; nothing is thrown. */
export function run(
  command: readonly string[],
  { cwd, timeoutMs }: { cwd?: string; timeoutMs?: number } = {},
): Promise<Ran> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (part) => (output += String(part)));
    child.stderr.on('data', (part) => (output += String(part)));
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}
