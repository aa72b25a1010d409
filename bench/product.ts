import { startChild } from '../cli/start/child';
import { logFile, turnOverLogs } from '../cli/start/logs';
import type { Environment } from '../cli/config';
import { freePort } from '../embedded/port';
import { createApiKey } from '../prisma/api-keys';
import { openDatabase, type Db } from '../prisma/client';
import { connectTemporal, type Temporal } from '../temporal/client';
import type { Bench } from './measure';
import { NAMESPACE } from './servers';

/** With what addresses are hashed. */
export const HASH_KEY = 'a key for the bench';

/** The product as `npm start` runs it: API with relay in one process, worker in another, and a way to post to it. */
export interface Product {
  readonly db: Db;
  readonly databaseUrl: string;
  /** Of the API, and of its pages where they have been built. */
  readonly url: string;
  readonly temporal: Temporal;
  readonly workerPid: number;
  /** Posts messages to `/v1/batch` and resolves when they are committed. Throws when one of them is not accepted. */
  readonly post: (messages: readonly Message[]) => Promise<void>;
  /** Posts a body that is JSON already. */
  readonly postBody: (body: string) => Promise<void>;
  /** Reads a path of the API whole. Throws when the answer is not 200. */
  readonly get: (path: string) => Promise<void>;
}

/** A message of Segment's API. */
export type Message = Readonly<Record<string, unknown>>;

/** What a product stands on. `worker: false` goes without. */
export interface Ground {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly worker?: boolean;
}

/** Lends the product on a database and a Temporal server. Its processes get no setting of this shell: nothing can leave for a real provider. */
export async function withProduct<T>(bench: Bench, ground: Ground, work: (product: Product) => Promise<T>): Promise<T> {
  const { databaseUrl, temporalAddress, worker: wanted = true } = ground;
  turnOverLogs(bench.state);
  const port = await freePort();
  const environment = environmentOf(databaseUrl, temporalAddress, port);
  const start = (name: 'api' | 'worker') =>
    startChild({
      name,
      environment,
      state: bench.state,
      warn: (line) => bench.say(`${line} (${logFile(bench.state, name)})`),
    });

  const db = openDatabase(databaseUrl, { poolSize: 4 });
  const temporal = await connectTemporal({ address: temporalAddress, namespace: NAMESPACE });
  const { secret } = await createApiKey(db, { name: 'bench', role: 'admin', now: new Date() });
  const [api, worker] = await Promise.all([start('api'), wanted ? start('worker') : undefined]);
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string) => read(`${url}${path}`, secret);
  const postBody = (body: string) => postTo(`${url}/v1/batch`, secret, body);
  try {
    return await work({
      db,
      databaseUrl,
      url,
      temporal,
      workerPid: worker?.pid ?? 0,
      postBody,
      get,
      post: (messages) => postBody(JSON.stringify({ batch: messages })),
    });
  } finally {
    await Promise.all([api.stop(), worker?.stop()]);
    await temporal.close();
    await db.$disconnect();
  }
}

function environmentOf(databaseUrl: string, temporalAddress: string, port: number): Environment {
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: NAMESPACE,
    PERENNIAL_HASH_KEY: HASH_KEY,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

async function read(url: string, key: string): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`);
}

async function postTo(url: string, key: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = (await response.json()) as { readonly errors?: readonly unknown[] };
  if (!response.ok || answer.errors?.length)
    throw new Error(`/v1/batch answered ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`);
}
