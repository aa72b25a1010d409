import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { lastLines, launch, type Launched } from './launch';
import { commandOf, endProcess, isAlive } from './pid';
import { freePort, portIsFree } from './port';
import { postgresBinaries } from './postgres-binaries';
import { postgresOwner, type PostgresOwner } from './postgres-owner';

/** A running cluster. `url` names the database `perennial`, which migrating makes. */
export interface RunningPostgres extends Launched {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * `dir`: the cluster's own folder (data, password). `port`: a free one when missing. `log`: file for what the server prints,
 * `server.log` in `dir` when missing. `durable: false` trades crash safety for speed, for tests.
 */
export interface PostgresOptions {
  readonly dir: string;
  readonly port?: number;
  readonly log?: string;
  readonly durable?: boolean;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

/**
 * Brings up real PostgreSQL on 127.0.0.1 with a password that only the owner of `dir` can read; the first time it makes
 * the cluster, later it keeps its data. A server left over by a killed run is stopped cleanly first. Throws when
 * the port is taken or the server does not come up, with the end of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  await stopPostgres(dir);

  const { root, postgres, initdb } = postgresBinaries();
  const data = path.join(dir, 'data');
  const owner = postgresOwner(data, [root, dir]);
  if (!existsSync(data)) await createCluster(initdb, owner, dir);

  const port = options.port ?? (await freePort());
  if (!(await portIsFree(port))) throw new Error(`Port ${port} of 127.0.0.1 is taken, so PostgreSQL cannot start.`);
  const log = options.log ?? path.join(dir, 'server.log');
  const command = [...owner.through, postgres, '-D', data, '-p', String(port), ...settings(options.durable ?? true)];
  const server = launch(command, log, owner);
  const url = urlOf(dir, port);
  await ready(url, server.exited, log);
  return { ...server, url, stop: async () => void (await stopPostgres(dir)) };
}

/** URL of the server of this folder, if one is running. */
export function runningPostgres(folder: string): string | undefined {
  const found = readPostmaster(folder);
  return found && isOurs(found) ? urlOf(folder, found.port) : undefined;
}

/**
 * Stops the server of this folder, whoever started it, and tells whether there was one. PostgreSQL's fast shutdown: clients are
 * cut off, data is kept.
 */
export async function stopPostgres(folder: string): Promise<boolean> {
  const found = readPostmaster(folder);
  if (!found) return false;
  const running = isOurs(found);
  if (running) await endProcess(found.pid, 'SIGINT', STOP_WITHIN_MS);
  // PostgreSQL judges a stale note itself, and better: it also looks for backends that outlived their server. It only cannot
  // know that somebody else has been given the dead server's process id.
  else if (isAlive(found.pid)) rmSync(found.file, { force: true });
  return running;
}

interface Postmaster {
  readonly file: string;
  readonly data: string;
  readonly pid: number;
  readonly port: number;
}

/** PostgreSQL's own note of itself, whose fourth line is the port; it stays behind when the server is killed. */
function readPostmaster(folder: string): Postmaster | undefined {
  const file = path.join(folder, 'data', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  return { file, data: path.join(realpathSync(folder), 'data'), pid: pid ?? 0, port: port ?? 0 };
}

function isOurs({ pid, data }: Postmaster): boolean {
  return pid > 0 && isAlive(pid) && commandOf(pid).includes(data);
}

function urlOf(folder: string, port: number): string {
  return `postgresql://postgres:${passwordOf(folder)}@127.0.0.1:${port}/perennial`;
}

async function createCluster(initdb: string, owner: PostgresOwner, dir: string): Promise<void> {
  const making = path.join(dir, 'data.making');
  const passwordFile = path.join(dir, 'initial-password');
  const log = path.join(dir, 'initdb.log');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(passwordFile, `${passwordOf(dir)}\n`, { mode: 0o600 });
  for (const made of [making, passwordFile]) {
    if (owner.account) chownSync(made, owner.account.uid, owner.account.gid);
  }
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const outcome = await launch([...owner.through, initdb, '-D', making, ...locale, ...access], log, owner).exited;
  rmSync(passwordFile, { force: true });
  if (outcome !== '0')
    throw new Error(`PostgreSQL could not make its cluster in ${dir} (${outcome}):\n${lastLines(log)}`);
  renameSync(making, path.join(dir, 'data'));
}

/** Kept beside the data, readable by its owner only. */
function passwordOf(dir: string): string {
  const file = path.join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function settings(durable: boolean): string[] {
  const always = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return Object.entries(durable ? always : { ...always, ...fast }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

async function ready(url: string, exited: Promise<string>, log: string): Promise<void> {
  let ended: string | undefined;
  void exited.then((how) => (ended = how));
  const until = performance.now() + READY_WITHIN_MS;
  while (!(await answers(url))) {
    if (ended !== undefined) throw new Error(`PostgreSQL ended at its start (${ended}):\n${lastLines(log)}`);
    if (performance.now() > until)
      throw new Error(`PostgreSQL did not answer within ${READY_WITHIN_MS / 1000} s:\n${lastLines(log)}`);
    await pause(50);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url.replace(/\/perennial$/, '/postgres') });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
