import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines, launch, type Launched } from './launch';
import { commandOf, endProcess, isAlive } from './pid';
import { freePort, portIsFree } from './port';
import { temporalAnswers } from './temporal-namespace';

/** A running development server. `uiUrl` is its web interface. */
export interface RunningTemporal extends Launched {
  readonly address: string;
  readonly uiUrl: string;
  stop(): Promise<void>;
}

/** `cli`: the `temporal` program. `dir`: the server's own folder (database, log, process id). Ports: free ones when missing. */
export interface TemporalOptions {
  readonly cli: string;
  readonly dir: string;
  readonly namespace: string;
  readonly port?: number;
  readonly uiPort?: number;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const DATABASE = 'temporal.db';

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
  const log = path.join(dir, 'server.log');
  const ports = ['--port', String(port), '--ui-port', String(uiPort)];
  const flags = [
    '--db-filename',
    path.join(dir, DATABASE),
    '--ip',
    '127.0.0.1',
    '--namespace',
    namespace,
    '--log-level',
    'warn',
  ];
  const server = launch([cli, 'server', 'start-dev', ...ports, ...flags], log);
  writeFileSync(pidFile(dir), String(server.pid));
  const address = `127.0.0.1:${port}`;
  await ready(address, namespace, server.exited, log);
  return { ...server, address, uiUrl: `http://127.0.0.1:${uiPort}`, stop: () => stopTemporal(dir) };
}

/** Stops the server of this folder, whoever started it. No server is fine. */
export async function stopTemporal(folder: string): Promise<void> {
  if (!existsSync(pidFile(folder))) return;
  const dir = realpathSync(folder);
  const pid = Number.parseInt(readFileSync(pidFile(dir), 'utf8'), 10);
  const isOurs = pid > 0 && isAlive(pid) && commandOf(pid).includes(path.join(dir, DATABASE));
  if (isOurs) await endProcess(pid, 'SIGTERM', STOP_WITHIN_MS);
  rmSync(pidFile(dir), { force: true });
}

function pidFile(dir: string): string {
  return path.join(dir, 'server.pid');
}

async function ready(address: string, namespace: string, exited: Promise<string>, log: string): Promise<void> {
  let ended: string | undefined;
  void exited.then((how) => (ended = how));
  const until = performance.now() + READY_WITHIN_MS;
  while (!(await temporalAnswers({ address }, namespace))) {
    if (ended !== undefined) throw new Error(`Temporal ended at its start (${ended}):\n${lastLines(log)}`);
    if (performance.now() > until)
      throw new Error(`Temporal did not answer within ${READY_WITHIN_MS / 1000} s:\n${lastLines(log)}`);
    await pause(100);
  }
}
