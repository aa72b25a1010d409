import { setTimeout as pause } from 'node:timers/promises';
import { Client as TemporalClient } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import type { Db } from '../prisma/client';
import { enqueue, outboxStats, unparkRows, type OutboxItem } from '../prisma/outbox';
import { createRelay, type Relay, type RelayOptions } from '../temporal/relay';
import { ensureSchedules } from '../temporal/schedules';
import { ensureSearchAttributes, missingSearchAttributes } from '../temporal/search-attributes';
import { journeyHeaders } from '../workflows/headers';
import { TASK_QUEUE } from '../workflows/messages';
import { startTemporalServer, type TemporalServer } from './fixtures/temporal-server';
import { withDatabase } from './support/database';

const NOON = new Date('2026-03-02T12:00:00.000Z');
const TOO_LONG = 'x'.repeat(2_000);

let temporal: TemporalServer;
let serial = 0;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  temporal = await startTemporalServer();
});
afterAll(() => temporal.stop());

describe('the relay', () => {
  test('Temporal away for a while loses nothing and doubles nothing (X04)', () =>
    withRelay({ restMs: 50, pollMs: 50, deadlineMs: 5_000 }, async ({ db, relay }) => {
      const runs = [newRun(), newRun(), newRun()];
      await put(
        db,
        runs.flatMap((run) => [start(run), event(run, 'before')]),
      );
      await relay.drain();

      await temporal.leave();
      relay.start();
      const late = newRun();
      await put(db, [
        start(late),
        ...[late, ...runs].flatMap((run) => [1, 2, 3].map((n) => event(run, `during-${n}`))),
      ]);
      await until(() => relay.counts().unreachable >= 3);
      expect(await outboxStats(db, NOON)).toMatchObject({ waiting: 13, parked: 0 });
      expect(await db.outbox.count({ where: { attempts: { gt: 0 } } })).toBe(0);

      await temporal.comeBack();
      await relay.drain();
      const during = ['during-1', 'during-2', 'during-3'];
      for (const run of runs) expect(await signalsOf(run)).toEqual(['before', ...during]);
      expect(await signalsOf(late)).toEqual(during);
      expect(relay.counts()).toMatchObject({ delivered: 19, parked: 0, refused: 0 });
    }));

  test('a poison row is parked with its error and blocks nobody; unparked, it is tried again (X04)', () =>
    withRelay({ restMs: 10, pollMs: 20 }, async ({ db, relay }) => {
      const [poison, healthy] = [newRun(), newRun()];
      await put(db, [start({ ...poison, workflowId: TOO_LONG }), start(healthy), event(healthy, 'heard')]);
      await relay.drain();

      expect(await signalsOf(healthy)).toEqual(['heard']);
      expect(await db.outbox.findFirst()).toMatchObject({
        attempts: 5,
        parkedAt: NOON,
        error: expect.stringMatching(/length exceeds limit/i),
      });
      expect(relay.counts()).toMatchObject({ delivered: 2, refused: 5, parked: 1 });

      await unparkRows(db);
      await relay.drain();
      expect(relay.counts()).toMatchObject({ refused: 10, parked: 2 });
    }));

  test('what was for a run whose start is parked is parked with it, not dropped', () =>
    withRelay({ restMs: 10, attempts: 1 }, async ({ db, relay }) => {
      const run = newRun();
      await put(db, [
        { ...start(run), payload: { journey: TOO_LONG, customerId: run.enrollmentId } } as OutboxItem,
        event(run, 'heard'),
      ]);
      await relay.drain();
      expect(await outboxStats(db, NOON)).toMatchObject({ waiting: 0, parked: 2 });

      await db.outbox.updateMany({
        where: { kind: 'start' },
        data: { payload: { journey: 'listening', customerId: run.enrollmentId } },
      });
      await unparkRows(db);
      await relay.drain();
      expect(await signalsOf(run)).toEqual(['heard']);
    }));

  test('with several relays at work each run still hears its facts in order, and each once', () =>
    withRelay({ capacity: 8, pollMs: 20 }, async ({ db, relay, another }) => {
      const relays = [relay, another({ capacity: 12, pollMs: 20 }), another({ capacity: 5, pollMs: 20 })];
      const runs = Array.from({ length: 8 }, newRun);
      for (const each of relays) each.start();
      await put(db, runs.map(start));
      const facts = Array.from({ length: 15 }, (_, n) => `fact-${n}`);
      for (const fact of facts) {
        await put(
          db,
          runs.map((run) => event(run, fact)),
        );
        for (const each of relays) each.wake();
      }
      await relay.drain();
      for (const run of runs) expect(await signalsOf(run)).toEqual(facts);
      expect(relays.reduce((sum, each) => sum + each.counts().delivered, 0)).toBe(8 + 8 * 15);
    }));

  test('a relay that dies between telling and noting tells twice; the run hears it once (X04)', () =>
    withRelay({}, async ({ db, relay, another }) => {
      const run = newRun();
      await put(db, [start(run), event(run, 'first')]);
      await relay.drain();

      await put(db, [event(run, 'second'), event(run, 'third')]);
      const [told, cameTo] = [defer(), defer()];
      const client = clientThat(async (send) => {
        await send();
        told.resolve();
        await cameTo.promise;
      });
      another({ client }).start();
      await told.promise;
      await leasesLapse(db);
      await relay.drain();

      expect(await signalsOf(run)).toEqual(['first', 'second', 'second', 'third']);
      expect(await whileWorking(() => temporal.client.workflow.getHandle(run.workflowId).query('heard'))).toEqual([
        'first',
        'second',
        'third',
      ]);
      cameTo.resolve();
    }));

  test('a start that is delivered again, after a crash, finds its own run; once the enrollment has ended it does not begin anew', () =>
    withRelay({}, async ({ db, relay }) => {
      const run = newRun();
      await put(db, [start(run)]);
      await relay.drain();
      const { runId } = await temporal.client.workflow.getHandle(run.workflowId).describe();
      await put(db, [start(run)]);
      await relay.drain();
      expect((await temporal.client.workflow.getHandle(run.workflowId).describe()).runId).toBe(runId);

      await temporal.client.workflow.getHandle(run.workflowId).terminate();
      await enrollmentRow(db, run, 'ended');
      await put(db, [start(run), event(run, 'nobody hears this')]);
      await relay.drain();
      expect(relay.counts()).toMatchObject({ delivered: 2, moot: 2 });
    }));

  test('a run that is gone from Temporal although its enrollment is open is reported', () => {
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    return withRelay({ log }, async ({ db, relay }) => {
      const run = newRun();
      await enrollmentRow(db, run, 'active');
      await put(db, [event(run, 'nobody hears this')]);
      await relay.drain();
      expect(lines).toEqual([expect.stringContaining(run.workflowId)]);
      expect(relay.counts()).toMatchObject({ moot: 1 });
    });
  });

  test('a customer who enters again waits until the former run has closed', () =>
    withRelay({ restMs: 20, pollMs: 20 }, async ({ db, relay }) => {
      const first = newRun();
      const second = { ...newRun(), workflowId: first.workflowId };
      await put(db, [start(first)]);
      await relay.drain();
      relay.start();
      await put(db, [start(second), event(second, 'for the second run')]);
      await until(async () => (await db.outbox.count({ where: { lockedUntil: { not: null } } })) > 0);
      await temporal.client.workflow.getHandle(first.workflowId).terminate();
      await relay.drain();

      const { memo } = await temporal.client.workflow.getHandle(first.workflowId).describe();
      expect(memo).toEqual({ enrollmentId: second.enrollmentId });
      expect(await signalsOf(second)).toEqual(['for the second run']);
    }));

  test('a commit wakes the relay at once, also after its connection was cut', () =>
    withRelay({ pollMs: 600_000 }, async ({ db, url, another }) => {
      const relay = another({ listen: url, pollMs: 600_000 });
      const run = newRun();
      relay.start();
      await put(db, [start(run), event(run, '1')]);
      await until(() => relay.counts().delivered === 2);
      await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perennial relay' AND datname = current_database()`;
      await put(db, [event(run, '2')]);
      await until(() => relay.counts().delivered === 3);
      await put(db, [event(run, '3')]);
      await until(() => relay.counts().delivered === 4);
      expect(await signalsOf(run)).toEqual(['1', '2', '3']);
      expect(await relay.lag()).toEqual({ waiting: 0, oldestAgeMs: 0, parked: 0 });
    }));
});

describe('what a namespace needs', () => {
  test('its search attributes are registered once', async () => {
    const { connection } = temporal;
    expect(await missingSearchAttributes(connection, 'default')).toEqual([]);
    expect(await ensureSearchAttributes(connection, 'default')).toEqual([]);
  });

  test('each journey that begins by absence or by date has one sweep, others have none, and a paused one stays paused (M14)', async () => {
    const header = journeyHeaders[0]!;
    const absence = {
      ...header,
      name: 'by-absence',
      startAfterAbsence: [{ of: 'customer.logged_in', for: '14 days' }],
    } as const;
    const date = {
      ...header,
      name: 'by-date',
      startAfterAbsence: [],
      startBefore: [{ trait: 'renewal_date', before: '120 days' }],
    } as const;
    const event = { ...header, name: 'by-event', startAfterAbsence: [], startBefore: [] };
    await ensureSchedules(temporal.client, [absence, date, event]);
    await until(async () => (await sweeps()).length === 2);
    expect(await sweeps()).toEqual(['perennial-sweep-by-absence', 'perennial-sweep-by-date']);
    expect(await temporal.client.schedule.getHandle('perennial-rounds').describe()).toMatchObject({
      action: { workflowType: 'rounds', taskQueue: TASK_QUEUE },
    });

    const schedule = temporal.client.schedule.getHandle('perennial-sweep-by-date');
    await schedule.pause('for the holidays');
    await ensureSchedules(temporal.client, [date]);
    expect(await schedule.describe()).toMatchObject({
      state: { paused: true, note: 'for the holidays' },
      action: { workflowType: 'sweep', taskQueue: TASK_QUEUE, args: [{ journey: 'by-date' }] },
      policies: { overlap: 'SKIP' },
    });
    await until(async () => (await sweeps()).length === 1);
    await ensureSchedules(temporal.client, []);
    await until(async () => (await sweeps()).length === 0);
  });
});

async function sweeps(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of temporal.client.schedule.list()) {
    if (scheduleId.startsWith('perennial-sweep-')) ids.push(scheduleId);
  }
  return ids.toSorted();
}

interface Run {
  readonly enrollmentId: string;
  readonly workflowId: string;
}

function newRun(): Run {
  serial += 1;
  const enrollmentId = `0195553d-0000-7000-8000-${String(serial).padStart(12, '0')}`;
  return { enrollmentId, workflowId: `listening:${enrollmentId}` };
}

function start(run: Run): OutboxItem {
  return { kind: 'start', ...run, payload: { journey: 'listening', customerId: run.enrollmentId } };
}

function event(run: Run, eventId: string): OutboxItem {
  return {
    kind: 'event',
    ...run,
    payload: { eventId, type: 'customer.logged_in', occurredAt: NOON.getTime(), data: {} },
  };
}

async function put(db: Db, items: readonly OutboxItem[]): Promise<void> {
  await db.$transaction((tx) => enqueue(tx, items, NOON));
}

async function enrollmentRow(db: Db, { enrollmentId: id, workflowId }: Run, state: string): Promise<void> {
  const at = { enteredAt: NOON, stageAt: NOON };
  await db.enrollment.create({
    data: { id, customerId: id, journey: 'listening', workflowId, state, stage: 'one', cause: {}, causeKey: id, ...at },
  });
}

/** What time does to the rows of a relay that has died. */
async function leasesLapse(db: Db): Promise<void> {
  await db.$executeRaw`UPDATE outbox SET locked_until = now()`;
}

interface RelayWorld {
  readonly db: Db;
  readonly url: string;
  readonly relay: Relay;
  /** One more relay on the same outbox. */
  readonly another: (options: Partial<RelayOptions>) => Relay;
}

function withRelay(options: Partial<RelayOptions>, test: (world: RelayWorld) => Promise<void>): Promise<void> {
  return withDatabase(async ({ db, url }) => {
    const relays: Relay[] = [];
    const another = (more: Partial<RelayOptions>) => {
      const relay = createRelay({
        db,
        client: temporal.client,
        now: () => NOON,
        log: pino({ level: 'silent' }),
        ...more,
      });
      relays.push(relay);
      return relay;
    };
    try {
      await test({ db, url, another, relay: another(options) });
    } finally {
      await Promise.all(relays.map((relay) => relay.stop()));
    }
  });
}

/** A client on the same connection which does more, or less, than to send a signal. */
function clientThat(signal: (send: () => Promise<void>) => Promise<void>): TemporalClient {
  return new TemporalClient({
    connection: temporal.connection,
    interceptors: { workflow: [{ signal: (input, next) => signal(() => next(input)) }] },
  });
}

/** Event ids that a run was signalled, in the order of its history. */
async function signalsOf(run: Run): Promise<unknown[]> {
  const { events } = await temporal.client.workflow.getHandle(run.workflowId).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
    signal
      ? [(JSON.parse(Buffer.from(signal.input!.payloads![0]!.data!).toString()) as { eventId: string }).eventId]
      : [],
  );
}

async function whileWorking<T>(act: () => Promise<T>): Promise<T> {
  const connection = await NativeConnection.connect({ address: temporal.address });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: require.resolve('./fixtures/relay-workflows'),
  });
  try {
    return await worker.runUntil(act);
  } finally {
    await connection.close();
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

function defer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
