import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { withLock } from './lock';
import type { Progress } from './progress';

/** Where programs that are costly to get are kept for all checkouts of this user, by name and version. */
export function userCache(name: string): string {
  return path.join(homedir(), '.cache', 'perennial', name);
}

/**
 * Gets something into a folder of the user's cache once: `find` looks for it there, `make` brings it when it is missing.
 * Processes that want the same thing at the same time wait for the first of them.
 */
export async function cached<T>(
  folder: string,
  find: () => T | undefined,
  make: () => Promise<T>,
  progress: Progress,
): Promise<T> {
  const found = find();
  if (found !== undefined) return found;
  mkdirSync(folder, { recursive: true });
  const waiting = (holder: number) => progress(`Waiting for process ${holder}, which is getting the same thing`, 0);
  return withLock(path.join(folder, 'lock'), async () => find() ?? make(), waiting);
}
