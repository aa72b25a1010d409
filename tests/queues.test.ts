import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { assemble } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { createWorkers, type Workers } from '../activities/workers';
import { checkTemporal } from '../cli/doctor/temporal';
import { readConfig } from '../cli/config';
import { newId } from '../domain/ids';
import { channelQueue } from '../domain/queue';
import type { TouchRequest } from '../domain/touch';
import type { Db } from '../prisma/client';
import { endHold, placeHold } from '../prisma/holds';
import { inTransaction } from '../prisma/transaction';
import { workflowBundle } from '../testkit/workflow-bundle';
import { withWorld } from '../testkit';
import { TASK_QUEUE } from '../workflows/messages';
import { startTemporalServer, type TemporalServer } from './fixtures/temporal-server';
import { withDatabase } from './support/database';

const RATE = 2;

describe('Each channel has a task queue of its own', () => {
  let temporal: TemporalServer;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    temporal = await startTemporalServer();
  });
  afterAll(() => temporal.stop());

  test('and doctor names those that no worker serves, as when one is older than they are', () =>
    withDatabase(async ({ db }) => {
      const config = readConfig({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default' });
      const says = async (words: string) =>
        until(async () => (await checkTemporal(config)).find(({ check }) => check === 'worker')?.says === words);
      await expect(says(`none on the task queue "${TASK_QUEUE}": journeys stand still`)).resolves.toBeUndefined();
      const connection = await NativeConnection.connect({ address: temporal.address });
      const workflowBundle = { codePath: await bundle() };
      const older = await Worker.create({ connection, namespace: 'default', taskQueue: TASK_QUEUE, workflowBundle });
      await older.runUntil(says('none on perennial-email, perennial-sms, perennial-push: touches there stand still'));
      const workers = await workerOn(temporal, db);
      await workers.runUntil(() => says(`1 on the task queue "${TASK_QUEUE}" and those of the channels`));
    }));

  test('whose rate holds for all workers together, and holds up no other channel', () =>
    withDatabase(async ({ db }) => {
      const [one, two] = [await workerOn(temporal, db), await workerOn(temporal, db)];
      const [slow, quick] = [await requests(db, 12 * RATE), await requests(db, 3 * RATE)];
      const run = (asked: readonly TouchRequest[], queue: string) =>
        temporal.client.workflow.execute('atOnce', {
          args: [asked, queue],
          workflowId: randomUUID(),
          taskQueue: TASK_QUEUE,
        });
      await two.runUntil(() =>
        one.runUntil(async () => {
          const begun = performance.now();
          const took = async (asked: readonly TouchRequest[], queue: string) => {
            await run(asked, queue);
            return performance.now() - begun;
          };
          const [paced, free] = await Promise.all([
            took(slow, channelQueue('email')),
            took(quick, channelQueue('sms')),
          ]);
          // What fits into the first second is let through at once; twice the rate would take five seconds. The other channel has as
          // long as the rate makes of it, however slow the machine.
          expect(paced).toBeGreaterThan(9_000);
          expect(free).toBeLessThan(paced);
        }),
      );
      expect(await db.capturedMessage.count()).toBe(15 * RATE);
    }));

  test('and a touch that waits on the queue of the journeys since before there were others is brought all the same', () =>
    withDatabase(async ({ db }) => {
      const [request] = await requests(db, 1);
      const workers = await workerOn(temporal, db);
      const asked = { args: [request!], workflowId: randomUUID(), taskQueue: TASK_QUEUE };
      const handle = await temporal.client.workflow.start('asBefore', asked);
      expect(await workers.runUntil(() => handle.result())).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await db.capturedMessage.count()).toBe(1);
    }));
});

test('a channel is switched off and on again while journeys run: what goes by it waits, everything else goes on (X10)', () =>
  withWorld(async ({ db, customer, pass, now }) => {
    const off = await inTransaction(db, (tx) =>
      placeHold(tx, { scope: 'channel', target: 'email', cause: 'staff', reason: 'a new sender', by: 'ann' }, now()),
    );
    const [ada, ben] = [await customer({ owner: 'ann' }), await customer({ owner: 'ann' })];
    await db.preference.create({ data: { customerId: ben.id, channels: ['in-app'], updatedAt: now() } });
    for (const each of [ada, ben]) await each.does('usage.dropped', { percent: 60 });
    await pass('5 hours');
    expect(await ada.story()).toEqual([]);
    expect(await ben.story()).toEqual(['day 0: at-risk/check-in by in-app']);
    expect(await db.touch.findMany({ where: { customerId: ada.id } })).toMatchObject([
      { state: 'deferred', reason: 'held_channel' },
    ]);

    await inTransaction(db, (tx) => endHold(tx, off.id, 'ann', now()));
    await pass('1 hour');
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
  }));

const bundle = () => workflowBundle(require.resolve('./fixtures/touching'));

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 1_500) throw new Error('it did not come to that');
    await pause(100);
  }
}

async function workerOn({ address }: TemporalServer, db: Db): Promise<Workers> {
  const connection = await NativeConnection.connect({ address });
  const providers = { nodeEnv: 'test', sendgrid: null, twilio: null };
  const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
  const log = pino({ level: 'silent' });
  const deps = assemble({ db, providers, sender, hashKey: 'a key for tests only', codeVersion: 'test', log });
  const journeys = {
    connection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: await bundle() },
  };
  return createWorkers({
    journeys: { ...journeys, ...journeyWorker(deps) },
    rates: new Map([['email', RATE]]),
  });
}

/** Asks for a touch of as many new customers; somebody lets time pass, so nothing but the queue can hold it up. */
async function requests(db: Db, count: number): Promise<TouchRequest[]> {
  const at = new Date();
  const ids = Array.from({ length: count }, () => newId(at));
  const rows = ids.map((id) => ({ id, email: `${id}@example.com`, createdAt: at, updatedAt: at }));
  await db.customer.createMany({ data: rows });
  return ids.map((customerId) => ({
    key: `test:${customerId}`,
    enrollmentId: null,
    customerId,
    journey: null,
    stage: null,
    message: 'onboarding/welcome',
    primary: 'email',
    fallback: [],
    ahead: true,
  }));
}
