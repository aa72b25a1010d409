import { existsSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, type LogEntry } from '@temporalio/worker';
import pino from 'pino';
import { openDatabase } from '../prisma/client';
import { reach } from '../temporal/client';
import { dataConverter } from '../temporal/data-converter';
import { TASK_QUEUE } from '../workflows/messages';
import { assemble } from './assembly';
import { workerConfig } from './config';
import { journeyWorker } from './journey-worker';
import { createWorkers } from './workers';

/* The worker process: the composition root of everything that runs journeys. Stops cleanly on SIGTERM and SIGINT. */

const SHUTDOWN_GRACE = '20 seconds';
const RECONNECT_MS = 2_000;

async function main(): Promise<void> {
  const config = workerConfig(process.env);
  const log = pino({ level: config.logLevel, base: { process: 'worker' } });
  const logger = new DefaultLogger('DEBUG', (entry) => write(log, entry));
  Runtime.install({
    logger,
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  });

  const db = openDatabase(config.databaseUrl, { poolSize: 20 });
  const connection = await connect(await reach(config.temporal), log);
  const workers = await createWorkers({
    journeys: {
      connection,
      namespace: config.temporal.namespace,
      taskQueue: TASK_QUEUE,
      dataConverter: dataConverter(config.temporal.encryptionKey),
      maxCachedWorkflows: config.maxCachedJourneys,
      shutdownGraceTime: SHUTDOWN_GRACE,
      ...workflowCode(config.temporal.encryptionKey !== undefined),
      ...journeyWorker(assemble({ ...config, db, log })),
    },
    rates: config.rates,
  });
  log.info({ taskQueue: TASK_QUEUE, namespace: config.temporal.namespace }, 'worker ready');
  process.send?.({ ready: true });

  await workers.run();
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

function write(log: pino.Logger, { level, message, meta }: LogEntry): void {
  const fields = { ...meta };
  if (level === 'ERROR') log.error(fields, message);
  else if (level === 'WARN') log.warn(fields, message);
  else if (level === 'INFO') log.info(fields, message);
  else log.debug(fields, message);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
