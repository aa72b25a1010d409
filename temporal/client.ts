import { readFile } from 'node:fs/promises';
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type TLSConfig,
} from '@temporalio/client';
import type { TemporalSettings } from './config';
import type { KeyStore } from './customer-keys';
import { dataConverter } from './data-converter';

/** A client of Temporal, its connection, and how to let go of both. */
export interface Temporal {
  readonly client: Client;
  readonly connection: Connection;
  readonly close: () => Promise<void>;
}

/** How a process reaches Temporal: fits `Connection` and `NativeConnection` alike, so that API and worker agree. */
export interface Reach {
  readonly address: string;
  readonly apiKey?: string;
  readonly tls?: TLSConfig | boolean;
}

/**
 * Connects when first used, and again whenever the server comes back: a process that needs Temporal only to pass facts on
 * starts and answers without it. Calls fail within a second or so while it is away (gRPC UNAVAILABLE): callers that must
 * get through try again themselves, as the relay does. Who reads or writes payloads of customers' runs needs the `store` of their keys. Rejects
 * only when a TLS file cannot be read.
 */
export async function connectTemporal(settings: TemporalSettings, store?: KeyStore): Promise<Temporal> {
  const connection = Connection.lazy({
    ...(await reach(settings)),
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))],
    // By default a channel that has been away for an hour looks again only every two minutes.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 },
  });
  const client = new Client({
    connection,
    namespace: settings.namespace,
    dataConverter: dataConverter(settings.encryptionKey, store),
  });
  return { client, connection, close: () => connection.close() };
}

/** Address and credentials of a Temporal server, its TLS files read. An API key alone switches TLS on. */
export async function reach({ address, apiKey, tls }: TemporalSettings): Promise<Reach> {
  if (!tls) return { address, ...(apiKey && { apiKey }) };
  const [ca, crt, key] = await Promise.all([pem(tls.caPath), pem(tls.certPath), pem(tls.keyPath)]);
  return {
    address,
    ...(apiKey && { apiKey }),
    tls: {
      ...(tls.serverName && { serverNameOverride: tls.serverName }),
      ...(ca && { serverRootCACertificate: ca }),
      ...(crt && key && { clientCertPair: { crt, key } }),
    },
  };
}

async function pem(path: string | undefined): Promise<Buffer | undefined> {
  return path === undefined ? undefined : readFile(path);
}
