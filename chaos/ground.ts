import path from 'node:path';
import { freePort } from '../embedded/port';
import { createApiKey } from '../prisma/api-keys';
import { openDatabase, type Db } from '../prisma/client';
import { migrate } from '../prisma/migrate';
import { startSendgrid } from '../standins/sendgrid';
import { startTwilio } from '../standins/twilio';
import { createClient, type Client } from './client';
import { observeAttempts } from './observer';
import { WORKERS } from './plan';
import { keepProcess, type Process } from './processes';
import { buildReleases, type Releases } from './releases';
import { NAMESPACE, startServers, type Servers } from './servers';
import { layWire, type Tap, type Wire } from './wire';

type Started<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

/** Everything that a run stands on: real servers, real processes of the product, and stand-ins that keep the truth. */
export interface Ground {
  readonly servers: Servers;
  readonly releases: Releases;
  readonly db: Db;
  readonly databaseUrl: string;
  readonly workers: readonly Process[];
  readonly api: Process;
  readonly apiUrl: string;
  readonly client: Client;
  readonly sendgrid: Started<typeof startSendgrid>;
  readonly twilio: Started<typeof startTwilio>;
  /** Between every worker and every provider. */
  readonly wires: readonly Wire[];
}

/** Where a run keeps its data and logs, and what it is told. */
export interface GroundOptions {
  readonly state: string;
  readonly temporalCli: string;
  /** Changes the database before the product comes up. */
  readonly sabotage: (db: Db) => Promise<void>;
  /** What may happen to calls of providers. */
  readonly tap: Tap;
}

/** Brings everything up, lends it, and takes it down. */
export async function withGround<T>(options: GroundOptions, work: (ground: Ground) => Promise<T>): Promise<T> {
  const { state, temporalCli, sabotage, tap } = options;
  const [servers, releases] = await Promise.all([startServers(state, temporalCli), buildReleases(state)]);
  const databaseUrl = servers.postgres.running.url;
  await migrate(databaseUrl);
  const db = openDatabase(databaseUrl, { poolSize: 4 });
  await sabotage(db);
  await observeAttempts(db);
  const { secret } = await createApiKey(db, { name: 'chaos', role: 'admin', now: new Date() });

  const now = () => new Date();
  const [sendgrid, twilio] = await Promise.all([startSendgrid({ now }), startTwilio({ authToken: TOKEN, now })]);
  const numbers = Array.from({ length: WORKERS }, (_, worker) => worker);
  const pairs = await Promise.all(
    numbers.map(async (worker) => ({
      sendgrid: await layWire(sendgrid.url, { worker, provider: 'sendgrid' }, tap),
      twilio: await layWire(twilio.url, { worker, provider: 'twilio' }, tap),
    })),
  );
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const common = {
    TEMPORAL_ADDRESS: servers.temporal.running.address,
    TEMPORAL_NAMESPACE: NAMESPACE,
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    PERENNIAL_PUBLIC_URL: apiUrl,
    TWILIO_AUTH_TOKEN: TOKEN,
  };
  const urlFor = (name: string) => `${databaseUrl}?application_name=${name}`;
  const api = keepProcess({
    name: 'api',
    release: releases.present,
    entry: path.join('api', 'server.js'),
    state,
    environment: {
      ...common,
      DATABASE_URL: urlFor('api'),
      PORT: String(port),
      SENDGRID_EVENT_KEYS: sendgrid.reports.publicKey,
    },
  });
  const wires = pairs.flatMap((pair) => [pair.sendgrid, pair.twilio]);
  const workers = pairs.map((wire, worker) =>
    keepProcess({
      name: `worker-${worker}`,
      release: releases.present,
      entry: path.join('activities', 'worker.js'),
      state,
      environment: {
        ...common,
        DATABASE_URL: urlFor(`worker-${worker}`),
        SENDGRID_API_KEY: 'SG.chaos',
        SENDGRID_BASE_URL: wire.sendgrid.url,
        SENDGRID_EMAIL_ACTIVITY: 'true',
        PERENNIAL_FROM_EMAIL: 'care@acme.example',
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_FROM: '+15005550006',
        TWILIO_BASE_URL: wire.twilio.url,
      },
    }),
  );
  try {
    await Promise.all([api, ...workers].map((process) => process.ready()));
    const client = createClient(apiUrl, secret);
    return await work({ servers, releases, db, databaseUrl, workers, api, apiUrl, client, sendgrid, twilio, wires });
  } finally {
    await Promise.all([api, ...workers].map((process) => process.stop()));
    await Promise.all(wires.map((wire) => wire.stop()));
    await Promise.all([sendgrid.stop(), twilio.stop(), db.$disconnect()]);
    await servers.stop();
  }
}

const TOKEN = 'a token of the run';
