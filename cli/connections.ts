import path from 'node:path';
import { runningPostgres } from '../embedded/postgres';
import { runningTemporal } from '../embedded/temporal';
import { openDatabase, type Db } from '../prisma/client';
import type { TemporalSettings } from '../temporal/config';
import type { CliConfig } from './config';

/** Folder of the embedded PostgreSQL. */
export function postgresFolder({ state }: Pick<CliConfig, 'state'>): string {
  return path.join(state, 'postgres');
}

/** Folder of the embedded Temporal server. */
export function temporalFolder({ state }: Pick<CliConfig, 'state'>): string {
  return path.join(state, 'temporal');
}

/** URL of this installation's database: DATABASE_URL, or the embedded one while it runs. Throws one sentence when there is neither. */
export function databaseUrl(config: CliConfig): string {
  const url = config.databaseUrl ?? runningPostgres(postgresFolder(config));
  if (url) return url;
  throw new Error('The embedded database is not running (npm start brings it up), and DATABASE_URL is not set.');
}

/** How to reach this installation's Temporal server: TEMPORAL_ADDRESS, or the embedded one while it runs. Undefined when there is neither. */
export function knownTemporal(config: CliConfig): TemporalSettings | undefined {
  const address = config.temporalAddress ?? runningTemporal(temporalFolder(config));
  return address === undefined ? undefined : config.temporalAt(address);
}

/** The same for those who cannot do without. Throws one sentence when there is neither. */
export function temporalSettings(config: CliConfig): TemporalSettings {
  const settings = knownTemporal(config);
  if (settings) return settings;
  throw new Error(
    'The embedded Temporal server is not running (npm start brings it up), and TEMPORAL_ADDRESS is not set.',
  );
}

/** Lends the database of this installation. Throws one sentence when it does not answer. */
export async function withDatabase<T>(config: CliConfig, work: (db: Db) => Promise<T>): Promise<T> {
  const url = databaseUrl(config);
  const db = openDatabase(url, { poolSize: 4 });
  try {
    return await reaching(url, () => work(db));
  } finally {
    await db.$disconnect();
  }
}

/** Does work on the database at a URL. Throws one sentence when it does not answer. */
export async function reaching<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!AWAY.has(String((error as { code?: unknown }).code))) throw error;
    const says = `The database at ${new URL(url).host} does not answer (perennial doctor says more).`;
    throw new Error(says, { cause: error });
  }
}

/** As Prisma and as the system say it. */
const AWAY: ReadonlySet<string> = new Set(['P1001', 'ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT']);
