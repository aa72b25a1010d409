import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { workerConfig } from '../activities/config';
import { readApiConfig } from '../api/config';
import { tryLock, unlock } from '../embedded/lock';
import { openDatabase } from '../prisma/client';
import { firstLink } from '../prisma/staff/invite';
import { inTransaction } from '../prisma/transaction';
import type { CliDeps } from './command';
import type { CliConfig, Environment } from './config';
import { pageUrlOf } from './page-url';
import { endOrphan, startChild } from './start/child';
import { keep, type Kept } from './start/keep';
import { turnOverLogs } from './start/logs';
import { buildPages } from './start/pages';
import { insistOnPorts, type WantedPort } from './start/ports';
import { createScreen, type Screen } from './start/screen';
import { developmentKey, machineHashKey } from './start/secrets';
import { bringUpDatabase, bringUpTemporal, endServers, type Server } from './start/servers';
import { untilStopped } from './start/signals';
import { summaryOf } from './start/summary';

/** `perennial start`: brings up everything on this machine, keeps it running, and stops it in order. Ctrl-C ends it. */
export function startCommand({ config, now }: CliDeps): Command {
  return new Command('start')
    .description('bring up everything on this machine: PostgreSQL, Temporal, worker, API')
    .action(async () => {
      const settings = config();
      mkdirSync(settings.state, { recursive: true });
      const lock = path.join(settings.state, 'start.lock');
      const holder = tryLock(lock);
      if (holder !== undefined) throw new Error(alreadyRunning(holder, settings.state));
      try {
        await run(settings, now, createScreen());
      } finally {
        unlock(lock);
      }
    });
}

async function run(config: CliConfig, now: () => Date, screen: Screen): Promise<void> {
  turnOverLogs(config.state);
  const kept: Kept[] = [];
  const stop = async () => {
    // Each stands on the ones before it: the API goes first, the database last.
    for (const each of kept.toReversed()) await each.stop();
    // What was still coming up when the stop came.
    await endEverything(config);
  };
  await untilStopped({
    up: () => bringUp(config, now, screen, (started) => kept.push(started)),
    stop,
    kill: () => kept.forEach((each) => each.kill()),
    say: (line) => screen.say(line),
    followParent: config.byNpm,
  });
}

async function bringUp(config: CliConfig, now: () => Date, screen: Screen, own: (kept: Kept) => void): Promise<void> {
  insistOnSettings(config);
  const left = await endEverything(config);
  if (left.length > 0) screen.warn(`An earlier run was killed; stopped what it left behind: ${left.join(', ')}.`);
  await insistOnPorts(wantedPorts(config));

  const where = ({ where: place }: Server) => place;
  const database = await screen.step('Database', () => bringUpDatabase(config, screen.warn), where);
  if (database.kept) own(database.kept);
  // Before the API answers: whoever waits for /readyz finds the key.
  const { apiKey, firstAdmin } = await letIn(config, database.address, now());
  const temporal = await screen.step('Temporal', (progress) => bringUpTemporal(config, screen.warn, progress), where);
  if (temporal.kept) own(temporal.kept);

  await buildPages(screen);

  const temporalUi = temporal.kept && `http://localhost:${config.ports.temporalUi}`;
  const environment = {
    ...environmentOf(config, database.address, temporal.address),
    ...(temporalUi && !config.environment.PERENNIAL_TEMPORAL_UI_URL && { PERENNIAL_TEMPORAL_UI_URL: temporalUi }),
  };
  const child = (name: 'worker' | 'api') => () =>
    startChild({ name, environment, state: config.state, warn: screen.warn });
  await screen.step('Worker, API', async () => {
    const started = await Promise.allSettled([
      keep('The worker', child('worker'), screen.warn),
      keep('The API', child('api'), screen.warn),
    ]);
    for (const each of started) if (each.status === 'fulfilled') own(each.value);
    for (const each of started) if (each.status === 'rejected') throw each.reason;
  });

  const { sendgrid, twilio } = workerConfig(environment).providers;
  const { capturedPage } = readApiConfig(environment);
  screen.say(
    summaryOf({
      state: config.state,
      apiUrl: `http://localhost:${config.ports.api}`,
      temporalUi,
      apiKey,
      firstAdmin,
      captured: capturedPage ? (sendgrid && twilio ? 'page' : 'instead') : 'no page',
    }),
  );
}

/** How one gets in: the development key, and, until somebody administers, the link for whoever comes first. */
async function letIn(
  config: CliConfig,
  databaseUrl: string,
  now: Date,
): Promise<{ readonly apiKey: string; readonly firstAdmin: string | undefined }> {
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const apiKey = await developmentKey(db, config.state, now);
    const link = await inTransaction(db, (tx) => firstLink(tx, now));
    return { apiKey, firstAdmin: link ? `${pageUrlOf(config)}/app/welcome?token=${link.token}` : undefined };
  } finally {
    await db.$disconnect();
  }
}

/** Processes read their own configuration; a fault in it shall show before anything is started. */
function insistOnSettings(config: CliConfig): void {
  const environment = environmentOf(config, 'postgresql://127.0.0.1/perennial', '127.0.0.1:7233');
  readApiConfig(environment);
  workerConfig(environment);
}

async function endEverything(config: CliConfig): Promise<string[]> {
  const ended = [];
  if (await endOrphan('api', config.state)) ended.push('API');
  if (await endOrphan('worker', config.state)) ended.push('worker');
  return [...ended, ...(await endServers(config))];
}

function wantedPorts({ ports, host, databaseUrl, temporalAddress }: CliConfig): WantedPort[] {
  const local = '127.0.0.1';
  const api = { purpose: 'the API', port: ports.api, host, variable: 'PORT' };
  const postgres = { purpose: 'PostgreSQL', port: ports.postgres, host: local, variable: 'PERENNIAL_POSTGRES_PORT' };
  const temporal = { purpose: 'Temporal', port: ports.temporal, host: local, variable: 'PERENNIAL_TEMPORAL_PORT' };
  const ui = {
    purpose: "Temporal's web interface",
    port: ports.temporalUi,
    host: local,
    variable: 'PERENNIAL_TEMPORAL_UI_PORT',
  };
  return [api, ...(databaseUrl ? [] : [postgres]), ...(temporalAddress ? [] : [temporal, ui])];
}

function environmentOf(config: CliConfig, databaseUrl: string, temporalAddress: string): Environment {
  return {
    ...config.environment,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: config.namespace,
    HOST: config.host,
    PORT: String(config.ports.api),
    PERENNIAL_HASH_KEY: config.hashKey ?? machineHashKey(config.state),
  };
}

function alreadyRunning(holder: number, state: string): string {
  return `Perennial already runs on this state folder (process ${holder}, ${state}). Stop it first, or set PERENNIAL_STATE to another folder.`;
}
