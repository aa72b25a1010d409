import { Client } from 'pg';
import { openDatabase } from '../../prisma/client';
import { pendingMigrations } from '../../prisma/migrate';
import { outboxStats } from '../../prisma/outbox';
import type { CliConfig } from '../config';
import { databaseUrl } from '../connections';
import { reasonOf, type Finding } from './finding';
import { checkSafety } from './safety';

const OLDEST_SERVER = 15;
const ANSWERS_WITHIN_MS = 5000;
const SKEW_WARNING_MS = 2000;
const SKEW_BROKEN_MS = 60_000;
const INCOMPLETE = 'the schema is not complete';

/** The database: reachable, new enough, migrated, its clock near ours, nothing stuck in the outbox. */
export async function checkDatabase(config: CliConfig, now: () => Date): Promise<Finding[]> {
  const where = config.databaseUrl ? `${new URL(config.databaseUrl).host} (DATABASE_URL)` : 'embedded';
  try {
    const url = databaseUrl(config);
    const { version, skewMs } = await ask(url, now);
    const server: Finding = { check: 'database', state: 'ok', says: `PostgreSQL ${version}, ${where}` };
    const old: Finding = { ...server, state: 'broken', remedy: `Use PostgreSQL ${OLDEST_SERVER} or later.` };
    const migrations = await checkMigrations(url);
    const whole = migrations.state === 'ok';
    const [outbox, safety] = whole
      ? await Promise.all([checkOutbox(url, now()), checkSafety(url, now())])
      : [unknown('outbox', INCOMPLETE), ['holds', 'alarms'].map((check) => unknown(check, INCOMPLETE))];
    const first = Number.parseInt(version, 10) < OLDEST_SERVER ? old : server;
    return [first, migrations, checkClock(skewMs), outbox, ...safety];
  } catch (error) {
    const remedy = config.databaseUrl
      ? 'Start that server, or correct DATABASE_URL.'
      : 'Run npm start, which brings up the embedded one, or set DATABASE_URL.';
    const database: Finding = {
      check: 'database',
      state: 'broken',
      says: config.databaseUrl ? `${where}: ${reasonOf(error)}` : reasonOf(error),
      remedy,
    };
    const checks = ['migrations', 'clock', 'outbox', 'holds', 'alarms'];
    return [database, ...checks.map((check) => unknown(check, 'no database'))];
  }
}

async function ask(url: string, now: () => Date): Promise<{ version: string; skewMs: number }> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWERS_WITHIN_MS });
  try {
    await client.connect();
    const asked = now().getTime();
    const { rows } = await client.query<{ version: string; at: Date }>(
      `SELECT current_setting('server_version') AS version, clock_timestamp() AS at`,
    );
    // The server read its clock between our asking and its answer.
    const ours = (asked + now().getTime()) / 2;
    return { version: rows[0]?.version ?? '', skewMs: (rows[0]?.at.getTime() ?? ours) - ours };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkMigrations(url: string): Promise<Finding> {
  const pending = await pendingMigrations(url);
  if (pending.length === 0) return { check: 'migrations', state: 'ok', says: 'all applied' };
  const remedy = 'Run npm run perennial -- migrate.';
  return { check: 'migrations', state: 'broken', says: `missing: ${pending.join(', ')}`, remedy };
}

function checkClock(skewMs: number): Finding {
  const says = `${(Math.abs(skewMs) / 1000).toFixed(1)} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`;
  if (Math.abs(skewMs) < SKEW_WARNING_MS) return { check: 'clock', state: 'ok', says: `the database is ${says}` };
  const state = Math.abs(skewMs) < SKEW_BROKEN_MS ? 'warning' : 'broken';
  return {
    check: 'clock',
    state,
    says: `the database is ${says}`,
    remedy: 'Let both machines follow a time server (NTP).',
  };
}

async function checkOutbox(url: string, now: Date): Promise<Finding> {
  const db = openDatabase(url, { poolSize: 1 });
  try {
    const { waiting, parked, oldestAgeMs } = await outboxStats(db, now);
    const says = `${waiting} waiting, ${parked} parked, oldest ${Math.round(oldestAgeMs / 1000)} s`;
    if (parked === 0) return { check: 'outbox', state: 'ok', says };
    return {
      check: 'outbox',
      state: 'warning',
      says,
      remedy: 'See why with npm run perennial -- outbox, then: npm run perennial -- outbox retry.',
    };
  } finally {
    await db.$disconnect();
  }
}

function unknown(check: string, why: string): Finding {
  return { check, state: 'unknown', says: `not looked at: ${why}` };
}
