import { mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const NAMES = ['postgres', 'temporal', 'worker', 'api'] as const;
const LARGEST_BYTES = 10 * 1024 * 1024;

/** Log file of one of the processes. */
export function logFile(state: string, name: (typeof NAMES)[number]): string {
  return path.join(state, 'logs', `${name}.log`);
}

/** Makes the folder of logs, and sets aside those that have grown past 10 MB: one old file a process is kept. */
export function turnOverLogs(state: string): void {
  mkdirSync(path.join(state, 'logs'), { recursive: true });
  for (const name of NAMES) {
    const file = logFile(state, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LARGEST_BYTES) renameSync(file, `${file}.old`);
  }
}
