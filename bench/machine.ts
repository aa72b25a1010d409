import os from 'node:os';
import { Client } from 'pg';
import { projectRoot } from '../embedded/state';
import { run } from '../embedded/run';
import type { Bench } from './measure';
import { version as sdkVersion } from '@temporalio/client/package.json';

/** What the figures were measured on, in one line. A load far above zero means that other programs took part. */
export async function machineLine({
  databaseServer,
  temporalCli,
}: Pick<Bench, 'databaseServer' | 'temporalCli'>): Promise<string> {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  return [
    `${os.availableParallelism()} cores (${cpu})`,
    `${(os.totalmem() / 2 ** 30).toFixed(0)} GB`,
    `load ${os.loadavg()[0]?.toFixed(1)}`,
    `node ${process.versions.node}`,
    `PostgreSQL ${await postgresVersion(databaseServer)}`,
    `Temporal SDK ${sdkVersion}, ${await firstLine([temporalCli, '--version'])}`,
    `commit ${await commit()}`,
  ].join(' | ');
}

async function postgresVersion(databaseServer: string): Promise<string> {
  const client = new Client({ connectionString: databaseServer.replace(/\/perennial$/, '/postgres') });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return rows[0]?.server_version ?? 'unknown';
}

/** The commit in the checkout, with a plus when files differ from it. */
async function commit(): Promise<string> {
  const hash = await firstLine(['git', 'rev-parse', '--short', 'HEAD']);
  return `${hash}${(await firstLine(['git', 'status', '--porcelain', '--untracked-files=no'])) ? '+' : ''}`;
}

async function firstLine(command: readonly string[]): Promise<string> {
  const { ok, output } = await run(command, { cwd: projectRoot(), timeoutMs: 20_000 });
  return ok ? (output.split('\n')[0] ?? '') : 'unknown';
}
