import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

/** A server process of ours. `exited` settles with its exit code (or the signal that ended it), also when it could not be started. */
export interface Launched {
  readonly pid: number;
  readonly exited: Promise<string>;
  /** Lets our own process end while the server runs on. */
  release(): void;
}

/**
 * Starts a server in a process group of its own, so that Ctrl-C in the terminal reaches only its supervisor, which then
 * stops things in order. Both output streams go to the log file: the server outlives a supervisor that is killed.
 */
export function launch(
  command: readonly string[],
  log: string,
  as: { readonly uid?: number; readonly gid?: number } = {},
): Launched {
  const [program = '', ...args] = command;
  const output = openSync(log, 'a');
  const child = spawn(program, args, { ...as, cwd: '/', detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
  });
  return { pid: child.pid ?? 0, exited, release: () => child.unref() };
}

/** The last lines of a log file, for an error that must say why. */
export function lastLines(log: string, lines = 12): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '(no log)';
}
