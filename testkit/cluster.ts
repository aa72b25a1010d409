import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { withLock } from '../embedded/lock';
import { isAlive } from '../embedded/pid';
import { startPostgres, stopPostgres } from '../embedded/postgres';
import { projectRoot, stateFolder } from '../embedded/state';
import { migrate } from '../prisma/migrate';

/** Where the tests keep their servers and what they prepare once. */
export function testFolder(): string {
  return path.join(stateFolder(), 'test');
}

/** What test files know of the cluster that global setup prepared. */
export interface TestCluster {
  /** Of the migrated database that every test clones. */
  readonly templateUrl: string;
}

const CLUSTER = () => path.join(testFolder(), 'postgres');
const FOUND = () => path.join(testFolder(), 'cluster.json');
const USERS = () => path.join(testFolder(), 'users');

/** Reads what global setup left behind. */
export function readCluster(): TestCluster {
  return JSON.parse(readFileSync(FOUND(), 'utf8')) as TestCluster;
}

/**
 * Joins the tests' PostgreSQL: the first run starts it, runs beside it share it, and one that a killed run left behind
 * is restarted. Leaves a migrated template database, named after the migrations so that two versions can live side by side.
 */
export async function joinCluster(): Promise<void> {
  mkdirSync(USERS(), { recursive: true });
  await withLock(path.join(testFolder(), 'lock'), async () => {
    const url = liveUsers().length > 0 ? readCluster().templateUrl : await start();
    const templateUrl = withDatabaseName(url, `template_${migrationsHash()}`);
    await migrate(templateUrl);
    writeFileSync(FOUND(), JSON.stringify({ templateUrl } satisfies TestCluster));
    writeFileSync(path.join(USERS(), String(process.pid)), '');
  });
}

/** Leaves the cluster; the last one out stops it. */
export async function leaveCluster(): Promise<void> {
  await withLock(path.join(testFolder(), 'lock'), async () => {
    rmSync(path.join(USERS(), String(process.pid)), { force: true });
    if (liveUsers().length === 0) await stopPostgres(CLUSTER());
  });
}

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function start(): Promise<string> {
  const postgres = await startPostgres({ dir: CLUSTER(), durable: false });
  postgres.release();
  await dropLeftovers(withDatabaseName(postgres.url, 'postgres'));
  return postgres.url;
}

async function dropLeftovers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'test\\_%' OR datname LIKE 'template\\_%'`,
  );
  for (const { name } of rows)
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
}

function liveUsers(): string[] {
  return readdirSync(USERS()).filter((user) => {
    if (isAlive(Number(user))) return true;
    rmSync(path.join(USERS(), user), { force: true });
    return false;
  });
}

function migrationsHash(): string {
  const folder = path.join(projectRoot(), 'prisma', 'migrations');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).toSorted()) {
    if (!name.endsWith('.toml')) hash.update(name).update(readFileSync(path.join(folder, name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 16);
}
