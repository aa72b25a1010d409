import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import pino from 'pino';
import { assemble, type Assembly } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { sweepTriggers } from '../activities/triggers/sweep';
import { DAY_MS, toMs, type Duration } from '../domain/duration';
import type { JourneyHeader } from '../domain/journey';
import { playbooks } from '../playbooks';
import type { Db } from '../prisma/client';
import { createRelay } from '../temporal/relay';
import { journeyHeaders } from '../workflows/headers';
import { TASK_QUEUE } from '../workflows/messages';
import { born, type WorldCustomer, type Profile } from './customer';
import { withDatabase } from './database';
import { startVirtualTime } from './virtual-time';
import { workflowBundle } from './workflow-bundle';

/** What a world is made of, where it differs from the product as it is. */
export interface WorldOptions {
  /** Journeys that events start and feed; default: all of workflows/headers.ts. */
  readonly journeys?: readonly JourneyHeader[];
  /** Module that exports the workflows; default: workflows/index.ts. */
  readonly workflowsPath?: string;
  /** Providers to use instead of capturing what would be sent: stand-ins, usually. */
  readonly providers?: Partial<Assembly['providers']>;
  /** Look for absences and dates once a virtual day, as the schedules do in production. Default false: it costs time. */
  readonly sweeps?: boolean;
}

/** The whole product on a clock of its own: real journeys, activities, gate and database, and time that passes at a word (X01). */
export interface World {
  readonly db: Db;
  readonly journeys: readonly JourneyHeader[];
  /** A client of the world's Temporal server, to look at histories. */
  readonly client: Client;
  /** The virtual instant. */
  readonly now: () => Date;
  /** A customer comes into being; in capture, every channel reaches them unless the profile says otherwise. */
  customer(profile?: Profile): Promise<WorldCustomer>;
  /** Lets virtual time pass, and returns when all that fell due has been done. */
  pass(duration: Duration | number): Promise<void>;
  /** Carries facts that wait in the outbox to the journeys, without letting time pass. */
  carry(): Promise<void>;
  /** Looks for absences and dates now. */
  sweep(): Promise<void>;
}

const SENDER = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
const SWEEP_BATCH = 500;

/**
 * Lends a world to a test and takes it down afterwards, also when the test fails. Each world has a database and a
 * Temporal server of its own, so tests cannot meet. Needs the test cluster (see docs/authors.md): Jest's global setup
 * starts it, the command line does so itself.
 */
export async function withWorld<T>(test: (world: World) => Promise<T>, options: WorldOptions = {}): Promise<T> {
  return withDatabase(async ({ db }) => {
    const time = await startVirtualTime();
    try {
      const log = pino({ level: 'silent' });
      const providers = { nodeEnv: 'test', sendgrid: null, twilio: null, ...options.providers };
      const deps = assemble({ db, providers, sender: SENDER, hashKey: 'a key for tests only', codeVersion: 'test', log });
      const worker = await Worker.create({
        connection: time.connection,
        taskQueue: TASK_QUEUE,
        workflowBundle: { codePath: await workflowBundle(options.workflowsPath) },
        maxCachedWorkflows: 500,
        ...journeyWorker(deps),
      });
      // Ends with the worker, so that a run which the test leaves open cannot hold up the clock for its default ten years.
      const relay = createRelay({ db, client: time.client, log, now: time.now, runTimeout: '3650 days' });
      const journeys = options.journeys ?? journeyHeaders;
      const carry = async () => void (await relay.drain());

      const sweep = async () => {
        for (const header of journeys) {
          let cursor: string | null = null;
          do ({ cursor } = await sweepTriggers({ db }, { header, cursor, batch: SWEEP_BATCH }, time.now()));
          while (cursor !== null);
        }
        await carry();
      };

      const pass = async (duration: Duration | number) => {
        await carry();
        let left = typeof duration === 'number' ? duration : toMs(duration);
        for (; options.sweeps && left > DAY_MS; left -= DAY_MS) {
          await time.pass(DAY_MS);
          await sweep();
        }
        await time.pass(left);
        if (options.sweeps) await sweep();
      };

      const world: World = {
        db,
        journeys,
        client: time.client,
        now: time.now,
        pass,
        carry,
        sweep,
        customer: (profile) => born({ db, journeys, playbooks, now: time.now, carry }, profile),
      };
      return await worker.runUntil(() => test(world));
    } finally {
      await time.stop();
    }
  });
}
