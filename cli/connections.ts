import path from 'node:path';
import { InvalidInput } from '../domain/errors';
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

/** URL of this installation's database: DATABASE_URL, or the embedded one while it runs. Throws InvalidInput when there is neither. */
export function databaseUrl(config: CliConfig): string {
  const url = config.databaseUrl ?? runningPostgres(postgresFolder(config));
  if (url) return url;
  throw new InvalidInput('The embedded database is not running (npm start brings it up), and DATABASE_URL is not set.');
}

/** How to reach this installation's Temporal server: TEMPORAL_ADDRESS, or the embedded one while it runs. Throws InvalidInput when there is neither. */
export function temporalSettings(config: CliConfig): TemporalSettings {
  const address = config.temporalAddress ?? runningTemporal(temporalFolder(config));
  if (address) return config.temporalAt(address);
  throw new InvalidInput(
    'The embedded Temporal server is not running (npm start brings it up), and TEMPORAL_ADDRESS is not set.',
  );
}

/** Lends the database of this installation. */
export async function withDatabase<T>(config: CliConfig, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase(databaseUrl(config), { poolSize: 4 });
  try {
    return await work(db);
  } finally {
    await db.$disconnect();
  }
}
