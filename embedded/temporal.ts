import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines, launch, type Launched } from './launch';
import { commandOf, endProcess, isAlive } from './pid';
import { freePort, portIsFree } from './port';
import { hasNamespace, setRetention } from './temporal-namespace';

/** A running development server. `uiUrl` is its web interface. */
export interface RunningTemporal extends Launched {
  readonly address: string;
  readonly uiUrl: string;
  stop(): Promise<void>;
}

/**
 * `cli`: the `temporal` program. `dir`: the server's own folder (database, process id). `searchAttributes`: names of the
 * Keyword attributes that it must know. `log`: file for what it prints, `server.log` in `dir` when missing. Ports: free ones when missing.
 */
export interface TemporalOptions {
  readonly cli: string;
  readonly dir: string;
  readonly namespace: string;
  readonly searchAttributes: readonly string[];
  readonly log?: string;
  readonly port?: number;
  readonly uiPort?: number;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
/** Long enough to look at how journeys of this month ended. */
const RETENTION_DAYS = 30;
const DATABASE = 'temporal.db';

/**
 * Doubles what the server does a second and takes seconds off its latency under load. The write-ahead log is synced at checkpoints only: it loses
 * nothing when processes are killed, and the last moments when the machine is. One partition is enough for one machine, and none forwards to another.
 */
const PACE = [
  ...['journal_mode=wal', 'synchronous=normal'].flatMap((pragma) => ['--sqlite-pragma', pragma]),
  ...['Read', 'Write'].flatMap((side) => ['--dynamic-config-value', `matching.numTaskqueue${side}Partitions=1`]),
];

/**
 * Brings up Temporal's development server on 127.0.0.1 with its web interface; its state is kept in one SQLite file, so
 * journeys go on after a restart. A server left over by a killed run is stopped first. Throws when a port is taken or
 * the server does not come up, with the end of its log.
 */
export async function startTemporal({ cli, namespace, ...options }: TemporalOptions): Promise<RunningTemporal> {
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  await stopTemporal(dir);

  const port = options.port ?? (await freePort());
  const uiPort = options.uiPort ?? (await freePort());
  for (const wanted of [port, uiPort]) {
    if (!(await portIsFree(wanted))) throw new Error(`Port ${wanted} of 127.0.0.1 is taken, so Temporal cannot start.`);
  }
  const log = options.log ?? path.join(dir, 'server.log');
  const ports = ['--port', String(port), '--ui-port', String(uiPort)];
  const kept = ['--db-filename', path.join(dir, DATABASE), '--namespace', namespace, '--log-level', 'warn'];
  const attributes = options.searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]);
  const flags = ['--ip', '127.0.0.1', ...ports, ...kept, ...PACE, ...attributes];
  const server = launch([cli, 'server', 'start-dev', ...flags], log);
  const address = `127.0.0.1:${port}`;
  writeFileSync(noteOf(dir), JSON.stringify({ pid: server.pid, address } satisfies Note));
  await ready(address, namespace, server.exited, log);
  await setRetention(address, namespace, RETENTION_DAYS);
  return { ...server, address, uiUrl: `http://127.0.0.1:${uiPort}`, stop: async () => void (await stopTemporal(dir)) };
}

/** Address of the server of this folder, if one is running. */
export function runningTemporal(folder: string): string | undefined {
  const note = readNote(folder);
  return note && isOurs(folder, note) ? note.address : undefined;
}

/** Stops the server of this folder, whoever started it, and tells whether there was one. */
export async function stopTemporal(folder: string): Promise<boolean> {
  const note = readNote(folder);
  if (!note) return false;
  const found = isOurs(folder, note);
  if (found) await endProcess(note.pid, 'SIGTERM', STOP_WITHIN_MS);
  rmSync(noteOf(folder), { force: true });
  return found;
}

/** What is remembered of a server, for a supervisor that was killed and for other commands. */
interface Note {
  readonly pid: number;
  readonly address: string;
}

function noteOf(folder: string): string {
  return path.join(folder, 'server.json');
}

function readNote(folder: string): Note | undefined {
  return existsSync(noteOf(folder)) ? (JSON.parse(readFileSync(noteOf(folder), 'utf8')) as Note) : undefined;
}

function isOurs(folder: string, { pid }: Note): boolean {
  return pid > 0 && isAlive(pid) && commandOf(pid).includes(path.join(realpathSync(folder), DATABASE));
}

async function ready(address: string, namespace: string, exited: Promise<string>, log: string): Promise<void> {
  let ended: string | undefined;
  void exited.then((how) => (ended = how));
  const until = performance.now() + READY_WITHIN_MS;
  while (!(await hasNamespace(address, namespace))) {
    if (ended !== undefined) throw new Error(`Temporal ended at its start (${ended}):\n${lastLines(log)}`);
    if (performance.now() > until)
      throw new Error(`Temporal did not answer within ${READY_WITHIN_MS / 1000} s:\n${lastLines(log)}`);
    await pause(100);
  }
}
