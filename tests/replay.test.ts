import { PATHS } from '../cli/replay/paths';
import { replayRecordings, replayRunning } from '../cli/replay/check';
import { readRecordings } from '../cli/replay/recording';
import { journeyHeaders } from '../workflows/headers';
import { workflowBundle } from '../testkit/workflow-bundle';
import { Worker, NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { assemble } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { createRelay } from '../temporal/relay';
import { TASK_QUEUE } from '../workflows/messages';
import { born } from '../testkit/customer';
import { playbooks } from '../playbooks';
import { withDatabase } from '../testkit/database';
import { quietRuntime } from '../testkit/quiet-runtime';
import { backend } from '../testkit/tell';
import { startTemporalServer } from './fixtures/temporal-server';

quietRuntime();

const present = async () => ({ workflowBundle: { codePath: await workflowBundle() } });
const broken = async () => ({
  workflowBundle: { codePath: await workflowBundle(require.resolve('./fixtures/broken-journeys')) },
});

test('the present code replays every recorded path of every journey (X02)', async () => {
  const recordings = readRecordings();
  expect(await replayRecordings(await present(), recordings)).toEqual({
    replayed: recordings.flatMap(({ histories }) => histories).length,
    casualties: [],
  });
});

test('every way through every journey is recorded', () => {
  const recorded = readRecordings().map(({ journey, path }) => `${journey} ${path}`);
  expect(recorded.toSorted()).toEqual(PATHS.map(({ journey, name }) => `${journey} ${name}`).toSorted());
  expect(new Set(PATHS.map(({ journey }) => journey))).toEqual(new Set(journeyHeaders.map(({ name }) => name)));
});

test('a change that breaks customers in a stage is found, and the paths are named (X02)', async () => {
  const recordings = readRecordings().filter(({ journey, path }) => journey === 'at-risk' && path === 'goal');
  const { casualties } = await replayRecordings(await broken(), recordings);
  expect(casualties).toMatchObject([{ journey: 'at-risk', who: 'goal:0', stage: null }]);
  expect(casualties[0]?.reason).toMatch(/nondeterminism/i);
});

test('recorded histories hold ids, names of journeys and outcomes, and no personal data', () => {
  const text = readRecordings()
    .flatMap(({ histories }) => histories)
    .map((history) => Buffer.from(history, 'base64').toString('latin1'))
    .join('');
  expect(text).not.toMatch(/example\.com|@[a-z]+\.[a-z]|\+49/i);
});

test('the customers whom a change would break where they stand now are named (X02)', () =>
  withDatabase(async ({ db }) => {
    const server = await startTemporalServer();
    const connection = await NativeConnection.connect({ address: server.address });
    const log = pino({ level: 'silent' });
    const providers = { nodeEnv: 'test', sendgrid: null, twilio: null };
    const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann' };
    const deps = assemble({ db, providers, sender, hashKey: 'a key for tests only', codeVersion: 'test', log });
    const worker = await Worker.create({
      connection,
      taskQueue: TASK_QUEUE,
      ...(await present()),
      ...journeyWorker(deps),
    });
    const relay = createRelay({ db, client: server.client, log, now: () => new Date() });
    const world = { db, journeys: journeyHeaders, playbooks, now: () => new Date(), carry: () => relay.drain() };
    try {
      await worker.runUntil(async () => {
        const ada = await born({ ...world, tell: backend(world) });
        await ada.enters('at-risk');
        while ((await ada.story(['wait'])).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));

        expect((await replayRunning(await present(), server.client)).casualties).toEqual([]);
        expect((await replayRunning(await broken(), server.client)).casualties).toMatchObject([
          { journey: 'at-risk', who: ada.id, stage: 'checkIn' },
        ]);
      });
    } finally {
      await connection.close();
      await server.stop();
    }
  }));
