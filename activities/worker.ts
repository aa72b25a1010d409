import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { openDatabase } from '../prisma/client';
import { reach } from '../temporal/client';
import { dataConverter } from '../temporal/data-converter';
import { keepMending } from '../temporal/mending';
import { TASK_QUEUE } from '../workflows/messages';
import { assemble } from './assembly';
import { workerConfig } from './config';
import { journeyWorker } from './journey-worker';
import { failureNotes } from './stuck/note';
import { watchFailures } from './stuck/watch';
import { workerLogger } from './worker-log';
import { createWorkers } from './workers';

/* The worker process: the composition root of everything that runs journeys. Stops cleanly on SIGTERM and SIGINT. */

const SHUTDOWN_GRACE = '20 seconds';
const RECONNECT_MS = 2_000;

async function main(): Promise<void> {
  const config = workerConfig(process.env);
  const log = pino({ level: config.logLevel, base: { process: 'worker' } });
  const now = () => new Date();
  const db = openDatabase(config.databaseUrl, { poolSize: 20 });
  const notes = failureNotes({ db, log });
  const failures = watchFailures((failing) => notes.note(failing, now()));
  Runtime.install({
    logger: workerLogger(log, failures),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  });

  const { namespace, encryptionKey } = config.temporal;
  const connection = await connect(await reach(config.temporal), log);
  const workers = await createWorkers({
    journeys: {
      connection,
      namespace,
      taskQueue: TASK_QUEUE,
      dataConverter: dataConverter(encryptionKey, { db, now }),
      maxCachedWorkflows: config.maxCachedJourneys,
      shutdownGraceTime: SHUTDOWN_GRACE,
      ...workflowCode(encryptionKey !== undefined),
      ...journeyWorker(assemble({ ...config, db, log })),
    },
    rates: config.rates,
  });
  failures.attend(workers.journeys);
  const mending = keepMending({ db, client: new Client({ connection, namespace }), now, log });
  log.info({ taskQueue: TASK_QUEUE, namespace }, 'worker ready');
  process.send?.({ ready: true });

  await workers.run();
  await Promise.all([mending.stop(), notes.settled()]);
  await connection.close();
  await db.$disconnect();
}

/** A worker may come up before its server does. */
async function connect(options: Awaited<ReturnType<typeof reach>>, log: pino.Logger): Promise<NativeConnection> {
  for (;;) {
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      log.warn({ address: options.address, reason: (error as Error).name }, 'Temporal does not answer yet');
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }
}

/**
 * A build carries the bundle beside it; in a checkout it is made from the sources at start, and also where payloads are
 * encrypted, because the bundle then has to hold the converter that encrypts failures too.
 */
function workflowCode(encrypted: boolean) {
  const codePath = path.join(__dirname, '..', 'workflow-bundle.js');
  if (existsSync(codePath) && !encrypted) return { workflowBundle: { codePath } };
  return { workflowsPath: require.resolve('../workflows') };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
