import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal as proto } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { readConfig } from '../../cli/config';
import { keysCommand } from '../../cli/keys';
import { errandIdOf, newId } from '../../domain/ids';
import type { Db } from '../../prisma/client';
import { dataConverter } from '../../temporal/data-converter';
import { rotateKeys } from '../../temporal/rotate';
import { withWorld } from '../../testkit';
import { quietRuntime } from '../../testkit/quiet-runtime';
import { eventSignal, steerSignal, TASK_QUEUE } from '../../workflows/messages';
import { startTemporalServer } from '../fixtures/temporal-server';
import { withDatabase } from '../support/database';
import { lifeOfAda, TELLTALE } from './life';

const NOW = new Date('2026-03-02T09:00:00Z');
const newKey = () => randomBytes(32).toString('base64');
const runOf = (customerId: string) =>
  ({ type: 'workflow', namespace: 'default', workflowId: `at-risk:${customerId}` }) as const;

test("a journey's history holds ids, and nothing that tells a customer from others (with encryption off)", () =>
  withWorld(async (world) => {
    const { db, temporal, pass } = world;
    const ada = await lifeOfAda(world);
    await ada.says('Please call me at +14155550123, Lovelace');
    await pass('5 days');
    let looked = 0;
    for (const workflowId of await workflowsOf(db, ada.id)) {
      for await (const history of historiesOf(temporal, workflowId)) {
        const bytes = Buffer.from(proto.api.history.v1.History.encode(history).finish());
        const text = bytes.toString('latin1').toLowerCase();
        expect(text).toContain(workflowId.split(':')[0]);
        expect(TELLTALE.filter((word) => text.includes(word.toLowerCase()))).toEqual([]);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThanOrEqual(3);
    expect(await db.event.count({ where: { customerId: ada.id } })).toBeGreaterThan(3);
  }));

describe('The key of a customer', () => {
  test('encrypts their runs and nobody else’s, and any process that knows the master key finds it', () =>
    withDatabase(async ({ db }) => {
      const [ada, ben, master] = [await customer(db), await customer(db), newKey()];
      const [here, there] = [codecOf(master, db), codecOf(master, db)];
      const [hers] = await here.encode([payloadOf('hers')], runOf(ada));
      const [his] = await here.encode([payloadOf('his')], runOf(ben));
      const [task] = await here.encode([payloadOf('a task')], { ...runOf(ada), workflowId: `task:${newId(NOW)}` });
      expect([hers, his, task].map(keyOf)).toEqual([
        `customer:${ada}`,
        `customer:${ben}`,
        expect.stringMatching(/^[0-9a-f]{12}$/),
      ]);
      expect((await there.decode([hers!, his!, task!])).map(valueOf)).toEqual(['hers', 'his', 'a task']);
      expect(await db.customerKey.count()).toBe(2);

      // A key is bound to its customer: that of another in its place opens nothing.
      const { wrapped } = await db.customerKey.findUniqueOrThrow({ where: { customerId: ben } });
      await db.customerKey.update({ where: { customerId: ada }, data: { wrapped } });
      await expect(codecOf(master, db).decode([hers!])).rejects.toThrow(/unable to authenticate/);
    }));

  test('is made once, however many processes begin to write about a customer at the same moment', () =>
    withDatabase(async ({ db }) => {
      const [ada, master] = [await customer(db), newKey()];
      const sealed = await Promise.all(
        Array.from({ length: 8 }, () => codecOf(master, db).encode([payloadOf('hers')], runOf(ada))),
      );
      const opened = await codecOf(master, db).decode(sealed.map(([payload]) => payload!));
      expect(opened.map(valueOf)).toEqual(Array.from({ length: 8 }, () => 'hers'));
    }));

  test('is gone for good when it is destroyed: what it encrypted is unreadable, and nobody who was erased gets another', () =>
    withDatabase(async ({ db }) => {
      const [ada, master] = [await customer(db), newKey()];
      const [hers] = await codecOf(master, db).encode([payloadOf('hers')], runOf(ada));
      await db.customer.update({ where: { id: ada }, data: { erasedAt: NOW } });
      await db.customerKey.deleteMany();
      await expect(codecOf(master, db).decode([hers!])).rejects.toThrow(/no key of customer:.* an erasure destroys it/);
      const [late] = await codecOf(master, db).encode([payloadOf('late')], runOf(ada));
      expect(keyOf(late!)).toMatch(/^[0-9a-f]{12}$/);
      expect(await db.customerKey.count()).toBe(0);
    }));

  test('is wrapped anew when the master key changes, and what it encrypted stays as it is', () =>
    withDatabase(async ({ db }) => {
      const [ada, old, fresh] = [await customer(db), newKey(), newKey()];
      const [hers] = await codecOf(old, db).encode([payloadOf('hers')], runOf(ada));
      const both = `${fresh},${old}`;
      expect((await codecOf(both, db).decode([hers!])).map(valueOf)).toEqual(['hers']);
      await expect(rotateKeys(db, fresh)).rejects.toThrow(/not among the configured ones/);
      const said = jest.spyOn(console, 'error').mockReturnValue();
      const config = () => readConfig({ PERENNIAL_ENCRYPTION_KEY: both });
      const keys = () => keysCommand({ config, withDb: (work) => work(db), now: () => NOW });
      await keys().parseAsync(['rotate'], { from: 'user' });
      await keys().parseAsync(['rotate'], { from: 'user' });
      expect(said.mock.calls.map(([line]) => /(\d+)\.$/.exec(String(line))?.[1])).toEqual(['0', '1', '0', '0']);
      said.mockRestore();
      expect((await codecOf(fresh, db).decode([hers!])).map(valueOf)).toEqual(['hers']);
    }));

  test('holds over a real server: workers and clients understand each other, and without it a history is noise', () =>
    withDatabase(async ({ db }) => {
      quietRuntime();
      const [ada, encryptionKey] = [await customer(db), newKey()];
      const store = { db, now: () => NOW };
      const temporal = await startTemporalServer({ encryptionKey, store });
      const connection = await NativeConnection.connect({ address: temporal.address });
      try {
        const worker = await Worker.create({
          connection,
          taskQueue: TASK_QUEUE,
          workflowsPath: require.resolve('../fixtures/relay-workflows'),
          dataConverter: dataConverter(encryptionKey, store),
        });
        const history = await worker.runUntil(async () => {
          const input = { enrollmentId: 'plainly', customerId: ada };
          const options = { taskQueue: TASK_QUEUE, workflowId: `at-risk:${ada}`, args: [input] };
          const run = await temporal.client.workflow.start('listening', options);
          await run.signal(eventSignal, { eventId: 'plainly', type: 'x', occurredAt: 0, data: {} });
          expect(await run.query('heard')).toEqual(['plainly']);
          await run.signal(steerSignal, { steerId: 's', kind: 'exit' });
          expect(await run.result()).toBe('plainly');
          return run.fetchHistory();
        });
        const payloads = payloadsIn(history);
        expect(payloads.length).toBeGreaterThanOrEqual(4);
        expect(new Set(payloads.map(keyOf))).toEqual(new Set([`customer:${ada}`]));
        await db.customerKey.deleteMany();
        await db.customer.update({ where: { id: ada }, data: { erasedAt: NOW } });
        for (const payload of payloads)
          await expect(codecOf(encryptionKey, db).decode([payload])).rejects.toThrow(/there is no key/i);
      } finally {
        await connection.close();
        await temporal.stop();
      }
    }));
});

/** The runs of a customer's journeys, and those that tend the tasks that they asked for. */
async function workflowsOf(db: Db, customerId: string): Promise<string[]> {
  const runs = await db.enrollment.findMany({ where: { customerId } });
  const tasks = await db.task.findMany({ where: { customerId, enrollmentId: null } });
  return [...runs.map(({ workflowId }) => workflowId), ...tasks.map(({ id }) => errandIdOf('task', id))];
}

/** The history of a workflow, and those of the runs that it continues. */
async function* historiesOf(client: Client, workflowId: string) {
  for (let runId: string | undefined | null = undefined; runId !== '' && runId !== null;) {
    const history: proto.api.history.v1.IHistory = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    yield history;
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? null;
  }
}

async function customer(db: Db): Promise<string> {
  const id = newId(NOW);
  await db.customer.create({ data: { id, createdAt: NOW, updatedAt: NOW } });
  return id;
}

function codecOf(keys: string, db: Db): PayloadCodec {
  return dataConverter(keys, { db, now: () => NOW }).payloadCodecs![0]!;
}

function payloadOf(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value)!;
}

function valueOf(payload: Payload): unknown {
  return defaultPayloadConverter.fromPayload(payload);
}

function keyOf(payload: Payload | undefined): string {
  return Buffer.from(payload?.metadata?.['perennial-key-id'] ?? []).toString();
}

/** Every encrypted payload of a history, wherever it stands. */
function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const { metadata } = value as Payload;
  if (metadata && 'perennial-key-id' in metadata) return [value as Payload];
  return Object.values(value).flatMap(payloadsIn);
}
