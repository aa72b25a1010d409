import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres, stopPostgres } from '../embedded/postgres';
import { startTemporal, stopTemporal } from '../embedded/temporal';
import { migrate } from '../prisma/migrate';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes';
import type { Bench } from './measure';

/** The namespace that everything runs in. */
export const NAMESPACE = 'default';

/** Lends a durable PostgreSQL, as `npm start` runs it; its cluster is made anew, unless what is in it shall be kept. */
export async function withPostgres<T>(
  { state, keep }: Pick<Bench, 'state' | 'keep'>,
  work: (databaseServer: string) => Promise<T>,
): Promise<T> {
  await stopPostgres(postgresFolder(state));
  if (!keep) rmSync(postgresFolder(state), { recursive: true, force: true });
  const postgres = await startPostgres({ dir: postgresFolder(state) });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
  }
}

/** Makes an empty, migrated database and returns its URL. */
export async function freshDatabase({ databaseServer }: Pick<Bench, 'databaseServer'>): Promise<string> {
  const url = new URL(databaseServer);
  url.pathname = `/bench_${randomBytes(4).toString('hex')}`;
  await migrate(url.href);
  return url.href;
}

/** Lends Temporal's development server as `npm start` runs it, on an empty database; gives its address. */
export async function withTemporal<T>(bench: Bench, work: (address: string) => Promise<T>): Promise<T> {
  const dir = temporalFolder(bench.state);
  await stopTemporal(dir);
  rmSync(dir, { recursive: true, force: true });
  const searchAttributes = SEARCH_ATTRIBUTES.map(({ name }) => name);
  const server = await startTemporal({ cli: bench.temporalCli, dir, namespace: NAMESPACE, searchAttributes });
  try {
    return await work(server.address);
  } finally {
    await server.stop();
  }
}

/** Stops what a run that was interrupted has left behind. */
export async function endServers(state: string): Promise<void> {
  await stopTemporal(temporalFolder(state));
  await stopPostgres(postgresFolder(state));
}

function postgresFolder(state: string): string {
  return path.join(state, 'postgres');
}

function temporalFolder(state: string): string {
  return path.join(state, 'temporal');
}
