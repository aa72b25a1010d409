import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { withSchemaEngine } from './schema-engine';

const MIGRATIONS = path.join(__dirname, 'migrations');
/** Any constant that nobody else uses: processes that migrate at the same time wait for each other on it. */
const LOCK = 7_305_219_846;

/**
 * Brings a database up to the newest schema, as `prisma migrate deploy` does and readable by it; makes the database
 * first if it does not exist. Safe to call from several processes at once. Returns the names of the migrations that it
 * applied now. Throws when one fails, or when one failed before and nobody has resolved it.
 */
export async function migrate(url: string): Promise<string[]> {
  await createDatabase(url);
  const guard = new Client({ connectionString: url });
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [LOCK]);
    if ((await pendingOf(guard)).length === 0) return [];
    const migrationsList = {
      baseDir: MIGRATIONS,
      lockfile: readLock(),
      shadowDbInitScript: '',
      migrationDirectories: readMigrations(),
    };
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
    return appliedMigrationNames;
  } finally {
    await guard.end();
  }
}

/** Names of the migrations that this database has not had yet, oldest first. Rejects with PostgreSQL's error when it cannot be reached. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await pendingOf(client);
  } finally {
    await client.end();
  }
}

async function pendingOf(client: Client): Promise<string[]> {
  const { rows: found } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  );
  const { rows } = found[0]?.found
    ? await client.query<{ name: string }>(
        'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      )
    : { rows: [] };
  const applied = new Set(rows.map(({ name }) => name));
  return migrationNames().filter((name) => !applied.has(name));
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  if (await exists(url)) return;
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Somebody else was faster: 42P04 duplicate_database, or 23505 when both were at it in the same instant.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

async function exists(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function readLock() {
  return { path: 'migration_lock.toml', content: readFileSync(path.join(MIGRATIONS, 'migration_lock.toml'), 'utf8') };
}

function readMigrations() {
  return migrationNames().map((name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: readFileSync(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
    },
  }));
}

function migrationNames(): string[] {
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
