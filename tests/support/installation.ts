import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, isAlive } from '../../embedded/pid';
import { freePort, portIsFree } from '../../embedded/port';
import { testFolder } from '../../testkit/cluster';

/** A place for `perennial start` of its own: a state folder, and free ports as environment variables. */
export interface Installation {
  readonly variables: Readonly<Record<string, string>>;
  readonly state: string;
  readonly api: string;
}

/** Lends an installation, and afterwards ends whatever still runs on it. */
export async function withInstallation(test: (installation: Installation) => Promise<void>): Promise<void> {
  const state = mkdtempSync(path.join(testFolder(), 'start-'));
  const names = ['PORT', 'PERENNIAL_TEMPORAL_PORT', 'PERENNIAL_TEMPORAL_UI_PORT', 'PERENNIAL_POSTGRES_PORT'];
  // A free port is drawn by lot, and may be drawn twice.
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  const chosen = [...ports].map((port, index) => [names[index]!, String(port)] as const);
  const variables: Record<string, string> = { ...Object.fromEntries(chosen), PERENNIAL_STATE: state };
  try {
    await test({ variables, state, api: `http://127.0.0.1:${variables.PORT}` });
  } finally {
    for (const pid of processesOf(state)) process.kill(pid, 'SIGKILL');
    while (!(await everyPortIsFree(variables))) await pause(100);
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The four processes that stand on a state folder, as far as they live. */
export function processesOf(state: string): number[] {
  const notes = [
    () => pidOf(state, 'api'),
    () => pidOf(state, 'worker'),
    () => (JSON.parse(readFileSync(path.join(state, 'temporal', 'server.json'), 'utf8')) as { pid: number }).pid,
    () => Number.parseInt(readFileSync(path.join(state, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10),
  ];
  return notes.flatMap((read) => {
    try {
      const pid = read();
      return isAlive(pid) && /worker|server|postgres/.test(commandOf(pid)) ? [pid] : [];
    } catch {
      return [];
    }
  });
}

/** The process that a supervisor's note names. */
export function pidOf(state: string, name: 'api' | 'worker'): number {
  return Number(readFileSync(path.join(state, 'run', `${name}.pid`), 'utf8'));
}

async function everyPortIsFree(variables: Readonly<Record<string, string>>): Promise<boolean> {
  const ports = Object.entries(variables).filter(([name]) => name.endsWith('PORT'));
  return (await Promise.all(ports.map(([, port]) => portIsFree(Number(port))))).every(Boolean);
}
