import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { addressHashWith } from '../domain/address-hash';
import { InvalidInput } from '../domain/errors';
import { loadMessages } from '../messages/catalog';
import { playbooks } from '../playbooks';
import { openDatabase } from '../prisma/client';
import { createIntake } from '../prisma/intake';
import { pendingMigrations } from '../prisma/migrate';
import { connectTemporal } from '../temporal/client';
import { createRelay } from '../temporal/relay';
import { createSecretSeal } from '../temporal/secret-seal';
import { translations } from '../translations';
import { journeyHeaders } from '../workflows/headers';
import { journeyStories } from '../workflows/stories';
import { createApp } from './app';
import { readApiConfig, type ApiConfig } from './config';
import { isPassingDatabaseFault } from './database-fault';
import { listen } from './listen';
import { createLiveHub } from './live/hub';
import { createStaffHub } from './live/staff-hub';
import { createLogger } from './logging';
import { createMetrics } from './metrics';
import { tieToTemporal } from './temporal-ties';
import { createCourier } from './outgoing/courier';
import { readBuiltPages, webFolder } from './web/built';
import { createProcessor } from './webhooks/processor';

/** A running API process. */
export interface RunningApi {
  readonly url: string;
  /** Ends it in order: readiness fails, connections are refused, requests in flight finish, the relay gives back its rows. */
  readonly stop: () => Promise<void>;
}

/**
 * Composition root of the API process: HTTP, the relay that carries facts to Temporal, and the processor of what providers report. Runs
 * without Temporal: facts then wait in the outbox. Rejects with one sentence when the address to listen on cannot be had.
 */
export async function startApi(config: ApiConfig, log: Logger): Promise<RunningApi> {
  const now = () => new Date();
  const { namespace } = config.temporal;
  const db = openDatabase(config.databaseUrl, { poolSize: config.poolSize });
  const intake = createIntake({ db, journeys: journeyHeaders, isPassing: isPassingDatabaseFault });
  const temporal = await connectTemporal(config.temporal, { db, now });
  const relay = createRelay({ db, client: temporal.client, log, now, listen: config.databaseUrl });
  const stopping = new AbortController();
  const ties = tieToTemporal(temporal, { namespace, journeys: journeyHeaders, log, signal: stopping.signal });

  const metrics = createMetrics(db, { now, ofProcess: true, journeys: journeyHeaders });
  const addressHash = addressHashWith(config.hashKey);
  const processor = createProcessor({
    db,
    now,
    log,
    journeys: journeyHeaders,
    addressHash,
    replyKeys: config.links.keys,
    onUnderstood: metrics.countReports,
    wakeRelay: () => relay.wake(),
    listen: config.databaseUrl,
  });

  const secretSeal = createSecretSeal(config.temporal.encryptionKey);
  const courier = createCourier({
    db,
    now,
    log,
    hosts: config.receivers,
    secretSeal,
    publicUrl: config.publicUrl,
    listen: config.databaseUrl,
  });
  const live = createLiveHub({ db, now, log, listen: config.databaseUrl });
  const staffHub = createStaffHub({ db, now, log, listen: config.databaseUrl });
  const app = createApp(
    {
      db,
      intake,
      now,
      log,
      journeys: journeyHeaders,
      playbooks,
      addressHash,
      stories: journeyStories,
      translations,
      messages: loadMessages(),
      codeVersion: config.codeVersion,
      pageLinks: config.links,
      speaker: config.speaker,
      push: config.push,
      receivers: config.receivers,
      secretSeal,
      signIn: { secure: config.publicUrl?.startsWith('https:') ?? false, oidc: config.oidc },
      staffHub,
      wakeRelay: () => relay.wake(),
    },
    {
      ...config,
      captured: config.capturedPage && {
        links: [
          { label: 'Mail to staff', href: '/captured/letters' },
          ...(config.temporalUi ? [{ label: 'Temporal', href: config.temporalUi }] : []),
        ],
      },
      metrics,
      live,
      web: readBuiltPages(webFolder()),
      webhooks: { settings: config.webhookKeys, wake: processor.wake },
      probes: {
        pendingMigrations: () => pendingMigrations(config.databaseUrl),
        temporalReachable: () => ties.reachable(),
        draining: () => stopping.signal.aborted,
      },
    },
  );
  const listening = await listen(app, config).catch(async (error: unknown) => {
    stopping.abort();
    await ties.settled();
    await Promise.allSettled([temporal.close(), db.$disconnect()]);
    throw error;
  });
  relay.start();
  processor.start();
  courier.start();

  return {
    url: listening.url,
    async stop() {
      stopping.abort();
      log.info('draining');
      // Open pages would hold their requests for an hour; they come again, and find a process that stays.
      await Promise.all([live.close(), staffHub.close()]);
      await pause(config.drainDelayMs);
      const cut = await listening.close(config.drainMs);
      if (cut > 0) log.warn({ requests: cut }, 'requests were cut: they took longer than PERENNIAL_DRAIN_SECONDS');
      await Promise.all([intake.settled(), relay.stop(), processor.stop(), courier.stop(), ties.settled()]);
      await temporal.close();
      await db.$disconnect();
      log.info('stopped');
    },
  };
}

async function main(): Promise<void> {
  const config = readApiConfig();
  const log = createLogger({ level: config.logLevel });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the process ends: an error was caught by nobody');
    process.exit(1);
  });
  const api = await startApi(config, log);
  log.info({ url: api.url }, 'ready');
  process.send?.({ ready: true, url: api.url });

  let stopping = false;
  const stop = () => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    void api.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

function explain(error: unknown): string {
  if (!(error instanceof InvalidInput)) return error instanceof Error ? error.message : 'The API could not start.';
  return [error.message, ...error.faults.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)].join('\n');
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}
