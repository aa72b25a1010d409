import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './pid';

/** Locks of this very process. */
const held = new Set<string>();

/**
 * Takes a lock between processes: a file that names its holder. Returns `undefined` on success, else the id of the
 * living process that holds it. A lock whose holder has died is taken over.
 */
export function tryLock(file: string): number | undefined {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // Linking is atomic and the file is complete at once, so nobody ever reads a lock without its holder.
    linkSync(mine, file);
    held.add(file);
    return undefined;
  } catch {
    const holder = holderOf(file);
    // An own process id that we do not hold it under is a dead namesake's: containers use the same few ids again.
    if (holder !== undefined && (holder === process.pid ? held.has(file) : isAlive(holder))) return holder;
    rmSync(file, { force: true });
  } finally {
    rmSync(mine, { force: true });
  }
  return tryLock(file);
}

/** Gives back a lock that this process holds. */
export function unlock(file: string): void {
  if (held.delete(file)) rmSync(file, { force: true });
}

/** Does `work` alone among all processes that use the same lock file; `waiting` is called once with the holder's process id if somebody else is at it. */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  waiting: (holder: number) => void = () => undefined,
): Promise<T> {
  let holder = tryLock(file);
  if (holder !== undefined) waiting(holder);
  while (holder !== undefined) {
    await pause(100);
    holder = tryLock(file);
  }
  try {
    return await work();
  } finally {
    unlock(file);
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
