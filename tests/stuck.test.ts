import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { assemble } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { sentenceOf } from '../activities/stuck/sentence';
import { failureNotes } from '../activities/stuck/note';
import { watchFailures } from '../activities/stuck/watch';
import { workerLogger } from '../activities/worker-log';
import { createWorkers } from '../activities/workers';
import { warningOf } from '../cli/start/log-line';
import { MINUTE_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import type { JourneyHeader } from '../domain/journey';
import { playbooks } from '../playbooks';
import type { Db } from '../prisma/client';
import { resolveCustomerId } from '../prisma/customers';
import { nextStep } from '../prisma/enrollment-reads';
import { steer } from '../prisma/enrollments';
import type { Enrollment } from '../prisma/generated/client';
import { clearStuck, noteStuck } from '../prisma/stuck';
import { startSendgrid } from '../standins/sendgrid';
import { mendingPass } from '../temporal/mending';
import { createRelay } from '../temporal/relay';
import { withWorld } from '../testkit';
import { born, type WorldCustomer } from '../testkit/customer';
import { zoneAtNoon } from '../testkit/noon';
import { backend } from '../testkit/tell';
import { workflowBundle } from '../testkit/workflow-bundle';
import { journeyHeaders } from '../workflows/headers';
import { TASK_QUEUE } from '../workflows/messages';
import * as misused from './fixtures/misused-journeys';
import { startTemporalServer, type TemporalServer } from './fixtures/temporal-server';
import { perennial } from './support/command';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const MISUSED = require.resolve('./fixtures/misused-journeys');
const BROKEN = require.resolve('./fixtures/broken-journeys');

const now = () => new Date();
const logged: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
/** Of the present deployment; the runtime is one for the whole process. */
let failures = watchFailures(() => undefined);
let isInstalled = false;
let server: TemporalServer;
beforeAll(async () => {
  server = await startTemporalServer();
});
afterAll(() => server.stop());

describe('a journey that cannot go on', () => {
  test('is shown to staff and engineers: in lists, on the page, in counts and metrics (X07, M15)', () =>
    withApi({ captured: {} }, async ({ db, clock, get, post }) => {
      const [ada, bob] = await Promise.all(
        ['ada', 'bob'].map(async (userId) => {
          await post('/v1/batch', { batch: [{ type: 'identify', userId, traits: { name: userId } }] });
          const customerId = await resolveCustomerId(db, userId);
          const entered = await post<{ id: string }>('/v1/enrollments', {
            journey: 'at-risk',
            customer_id: customerId,
          });
          return { customerId, id: entered.body.id };
        }),
      );
      const workflowId = `at-risk:${ada!.customerId}`;
      const note = {
        workflowId,
        customerId: ada!.customerId,
        because: 'RangeError at workflows/journeys/at-risk.ts:31',
      };
      const first = await noteStuck(db, { ...note, at: clock.now() });
      const second = await noteStuck(db, { ...note, at: new Date(clock.now().getTime() + MINUTE_MS) });
      expect([first?.isNews, second?.isNews, second?.since]).toEqual([true, false, clock.now()]);

      const stuck = { since: clock.now().toISOString(), because: note.because };
      expect((await get(`/v1/enrollments/${ada!.id}`)).body).toMatchObject({ stuck });
      expect((await get(`/v1/enrollments/${bob!.id}`)).body).toMatchObject({ stuck: null });
      expect((await get('/v1/enrollments?stuck=true')).body).toMatchObject({ data: [{ id: ada!.id, stuck }] });
      expect((await get('/v1/enrollments?stuck=false')).body).toMatchObject({ data: [{ id: bob!.id }] });
      expect((await get('/v1/journeys/at-risk')).body).toMatchObject({ open: { total: 2, stuck: 1 } });
      expect((await get('/metrics')).text).toContain('perennial_journeys_stuck{journey="at-risk"} 1\n');

      const page = await get(`/captured?customer=${ada!.customerId}`);
      expect(page.text).toContain(`Cannot go on: ${note.because}`);
      expect(page.text).not.toContain('At work.');

      await clearStuck(db, note);
      expect((await get('/v1/enrollments?stuck=true')).body).toMatchObject({ data: [] });
      expect((await get('/metrics')).text).not.toContain('perennial_journeys_stuck{');
    }));

  test('is explained without a word of personal data: only our own errors and Temporal’s are quoted', () => {
    const frames =
      '    at stage (/srv/workflows/sdk/run.ts:54:5)\n    at checkIn (/srv/workflows/journeys/at-risk.ts:31:9)';
    const thrown = (name: string, message: string) => ({
      name: 'Error',
      message,
      stack: `bundle.js:1\n ^\n\n${name}: ${message}\n${frames}`,
    });
    expect(sentenceOf(thrown('TypeError', 'no ada@example.com'))).toBe('TypeError at workflows/journeys/at-risk.ts:31');
    expect(sentenceOf(thrown('Error', 'ada@example.com\nsaid no'))).toBe('Error at workflows/journeys/at-risk.ts:31');
    expect(sentenceOf({ name: 'RangeError', message: 'ada@example.com' })).toBe('RangeError');
    expect(sentenceOf(thrown('JourneyMisuse', 'end every stage.'))).toBe('end every stage.');
  });

  test('is marked with since when and why, told at the terminal and by doctor, and can be left by hand (X07, X10)', () =>
    withDeployments([misused.twoAtOnce.header], async ({ db, url, customer, deploy, reached, carry }) => {
      const ada = await customer();
      await deploy({ workflowsPath: MISUSED }, async () => {
        await ada.enters('twoAtOnce');
        const { id, stuckSince, stuckBecause: because } = await reached(ada, (run) => run.stuckSince !== null);
        expect(because).toMatch(/^sleep\(\) was called while sleep\(\) is still under way: await each verb/);
        // The log has it a moment after the database.
        while (warnings().length === 0) await pause(50);
        expect(warnings()).toEqual([`twoAtOnce cannot go on for customer ${ada.id}: ${because}`]);

        expect(await doctor({ DATABASE_URL: url, TEMPORAL_ADDRESS: server.address })).toMatchObject({
          code: 1,
          findings: [
            { check: 'journeys', state: 'broken', says: '1 customer cannot go on' },
            {
              check: 'stuck',
              state: 'broken',
              says: `twoAtOnce, customer ${ada.id}, stage only, since ${stuckSince?.toISOString()}: ${because}`,
              remedy: expect.stringContaining(`/v1/enrollments/${id}/exit`),
            },
          ],
        });

        await db.$transaction((tx) => steer(tx, id, { steerId: newId(now()), kind: 'exit' }, 'sam', now()));
        await carry();
        expect(await reached(ada, ({ state }) => state === 'ended')).toMatchObject({
          how: 'steered',
          stuckSince: null,
          stuckBecause: null,
        });
      });
      expect(warnings()).toHaveLength(1);
    }));

  test('because its code was changed under it is marked, goes on with mended code, and is marked no longer (X02, X03)', () =>
    withDeployments(journeyHeaders, async ({ customer, deploy, reached, seen, unmarked }) => {
      const ada = await customer({ owner: 'ann' });
      await deploy({}, async () => {
        await ada.enters('at-risk');
        await seen(ada, 'day 0: at-risk/check-in by email');
      });
      await deploy({ workflowsPath: BROKEN }, async () => {
        await ada.does('customer.replied');
        const { stuckBecause } = await reached(ada, ({ stuckSince }) => stuckSince !== null);
        expect(stuckBecause).toMatch(
          /^the code of this stage was changed in a way that this run cannot follow \(.*ActivityTaskScheduled\)\)$/,
        );
      });
      await deploy({}, async () => {
        await seen(ada, 'day 0: help-request opened');
        await unmarked(ada);
      });
      expect(await ada.story(['touch'])).toEqual(['day 0: at-risk/check-in by email']);
    }));

  test('because a step was refused for good goes on when its run is reset, and nothing is sent twice (X04)', () =>
    withDeployments(journeyHeaders, async ({ customer, deploy, reached, seen, unmarked }) => {
      const ada = await customer();
      await deploy({ playbooks: {} }, async () => {
        await ada.enters('at-risk');
        await seen(ada, 'day 0: at-risk/check-in by email');
        await ada.does('customer.replied');
        const { stuckBecause } = await reached(ada, ({ stuckSince }) => stuckSince !== null);
        expect(stuckBecause).toBe(
          'openTask (invalid_input) was refused for good in stage answer of at-risk: remove the cause, then reset the run.',
        );
      });
      await resetLastTask(`at-risk:${ada.id}`);
      await deploy({}, async () => {
        await seen(ada, 'day 0: help-request opened');
        await unmarked(ada);
      });
      expect(await ada.story(['touch'])).toEqual(['day 0: at-risk/check-in by email']);
    }));

  test('because a provider is away is not marked: it waits for it, which one alarm says, and goes on by itself', async () => {
    const before = await startSendgrid();
    const { port } = new URL(before.url);
    await before.stop();
    const from = { email: 'ann@acme.example' };
    const providers = { sendgrid: { apiKey: 'SG.x', from, environment: 'test', baseUrl: before.url } };
    await withWorld(
      async ({ customer, pass, db }) => {
        const ada = await customer();
        await ada.enters('at-risk');
        await pass('5 minutes');
        const run = await db.enrollment.findFirstOrThrow();
        expect(run).toMatchObject({ stuckSince: null, stuckBecause: null });
        expect(await nextStep(db, { id: run.id, state: 'active' })).toMatchObject({
          kind: 'wait',
          message: { name: 'at-risk/check-in', reason: 'provider' },
        });
        expect(await db.alarm.findMany()).toMatchObject([{ kind: 'circuit', subject: 'sendgrid', endedAt: null }]);
        const back = await startSendgrid({ port: Number(port) });
        try {
          await pass('30 minutes');
          expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
          expect(await db.alarm.findMany()).toMatchObject([{ endedAt: expect.any(Date) }]);
          expect(await db.enrollment.findFirst()).toMatchObject({ stuckSince: null });
        } finally {
          await back.stop();
        }
      },
      { providers },
    );
  });

  test('because a step fails again and again is marked until the step succeeds (X07)', async () => {
    const sendgrid = await startSendgrid();
    const from = { email: 'ann@acme.example' };
    const providers = { sendgrid: { apiKey: 'SG.x', from, environment: 'test', baseUrl: sendgrid.url } };
    try {
      await withWorld(
        async ({ customer, pass, db }) => {
          // It names a time each time: then its circuit stays closed, and no alarm tells of it.
          sendgrid.fail({ kind: 'status', status: 429, retryAfter: 2 }, 30);
          const ada = await customer();
          await ada.enters('at-risk');
          await pass('20 seconds');
          const marked = await db.enrollment.findFirstOrThrow();
          expect(marked.stuckBecause).toBe('deliver fails again and again: provider_unavailable');
          expect(marked.stuckSince).toBeInstanceOf(Date);
          await pass('10 minutes');
          expect(await db.enrollment.findFirst()).toMatchObject({ stuckSince: null, stuckBecause: null });
          expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
        },
        { providers },
      );
    } finally {
      await sendgrid.stop();
    }
  });
});

/** Code that is deployed, where it differs from the product as it is. */
interface Code {
  readonly workflowsPath?: string;
  readonly playbooks?: Readonly<Record<string, never>>;
}

interface Deployments {
  readonly db: Db;
  readonly url: string;
  readonly customer: (profile?: Parameters<typeof born>[1]) => Promise<WorldCustomer>;
  /** Runs a worker with this code for as long as `work` does, watched as the worker process watches its own. */
  readonly deploy: (code: Code, work: () => Promise<void>) => Promise<void>;
  readonly carry: () => Promise<number>;
  /** Waits until the customer's enrollment is as asked. The test's own time-out bounds it, as it does the others. */
  readonly reached: (customer: WorldCustomer, is: (enrollment: Enrollment) => boolean) => Promise<Enrollment>;
  /** Waits for a line of the customer's story. */
  readonly seen: (customer: WorldCustomer, line: string) => Promise<void>;
  /** Waits until the mark is taken off, by Temporal's word. */
  readonly unmarked: (customer: WorldCustomer) => Promise<void>;
}

/** Lends a database and the test file's server, on which versions of the code may follow each other. */
function withDeployments(
  journeys: readonly JourneyHeader[],
  test: (deployments: Deployments) => Promise<void>,
): Promise<void> {
  return withDatabase(async ({ db, url }) => {
    logged.length = 0;
    const { client } = server;
    const relay = createRelay({ db, client, log: pino({ level: 'silent' }), now });
    const carry = () => relay.drain();
    const tell = backend({ db, journeys, now, carry });
    const enrollmentOf = ({ id: customerId }: WorldCustomer) =>
      db.enrollment.findFirstOrThrow({ where: { customerId } });
    const reached: Deployments['reached'] = async (customer, is) => {
      for (;;) {
        const enrollment = await enrollmentOf(customer);
        if (is(enrollment)) return enrollment;
        await pause(100);
      }
    };
    try {
      await test({
        db,
        url,
        customer: (profile) =>
          born({ db, journeys, playbooks, now, carry, tell }, { timeZone: zoneAtNoon(now()), ...profile }),
        deploy: (code, work) => deploy(db, code, work),
        carry,
        reached,
        async seen(customer, line) {
          while (!(await customer.story()).includes(line)) await pause(100);
        },
        async unmarked(customer) {
          const later = () => new Date(now().getTime() + MINUTE_MS);
          while ((await enrollmentOf(customer)).stuckSince) {
            await mendingPass({ db, client, now: later });
            await pause(100);
          }
        },
      });
    } finally {
      const open = await db.enrollment.findMany({ where: { state: { not: 'ended' } } });
      for (const { workflowId } of open) await client.workflow.getHandle(workflowId).terminate();
    }
  });
}

/** Not before it is needed: it goes when its last connection is closed, and would else keep the process alive. */
function install(): void {
  if (isInstalled) return;
  Runtime.install({
    logger: workerLogger(log, { read: (entry) => failures.read(entry), attend: () => undefined }),
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
    shutdownSignals: [],
  });
  isInstalled = true;
}

async function deploy(db: Db, { workflowsPath, playbooks: known }: Code, work: () => Promise<void>): Promise<void> {
  const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
  const providers = { nodeEnv: 'test', sendgrid: null, twilio: null };
  const deps = assemble({ db, providers, sender, hashKey: 'a key for tests only', codeVersion: 'test', log });
  const notes = failureNotes({ db, log });
  failures = watchFailures((failing) => notes.note(failing, now()));
  install();
  const connection = await NativeConnection.connect({ address: server.address });
  const workers = await createWorkers({
    journeys: {
      connection,
      taskQueue: TASK_QUEUE,
      workflowBundle: { codePath: await workflowBundle(workflowsPath) },
      ...journeyWorker({ ...deps, ...(known && { playbooks: known }) }),
    },
  });
  failures.attend(workers.journeys);
  await workers.runUntil(work);
  await notes.settled();
  await connection.close();
}

/** As `temporal workflow reset --type LastWorkflowTask` does it. */
async function resetLastTask(workflowId: string): Promise<void> {
  const { client } = server;
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const last = events?.findLast((event) => event.workflowTaskCompletedEventAttributes);
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    reason: 'the cause is removed',
    requestId: newId(now()),
    workflowTaskFinishEventId: last?.eventId ?? null,
  });
}

/** What the terminal of `npm start` would have shown of the worker's log. */
function warnings(): string[] {
  return logged.map(warningOf).filter((line) => line !== undefined);
}

async function doctor(variables: Readonly<Record<string, string>>) {
  const command = perennial(['doctor', '--json'], variables);
  const code = await command.ended;
  const { findings } = JSON.parse(command.output()) as { findings: { readonly check: string }[] };
  return { code, findings: findings.filter(({ check }) => check === 'journeys' || check === 'stuck') };
}
