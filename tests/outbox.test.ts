import fc from 'fast-check';
import { Client } from 'pg';
import { outboxCommand } from '../cli/outbox';
import type { Db } from '../prisma/client';
import { enqueue, OUTBOX_CHANNEL, outboxStats, parkedRows, unparkRows, type OutboxItem } from '../prisma/outbox';
import { deleteRows, leaseRows, refuseRows, releaseRows } from '../prisma/outbox-lease';
import { withDatabase } from './support/database';

const NOON = new Date('2026-03-02T12:00:00.000Z');
const ENROLLMENT = '0195553d-0000-7000-8000-000000000001';

const eventFor = (workflowId: string, eventId: string): OutboxItem => ({
  kind: 'event',
  enrollmentId: ENROLLMENT,
  workflowId,
  payload: { eventId, type: 'customer.logged_in', occurredAt: NOON.getTime(), data: {} },
});

describe('the outbox', () => {
  test('a fact that is rolled back leaves nothing to tell', () =>
    withDatabase(async ({ db }) => {
      const failing = db.$transaction(async (tx) => {
        await enqueue(tx, [eventFor('a', '1')], NOON);
        throw new Error('the fact was not written');
      });
      await expect(failing).rejects.toThrow('not written');
      expect(await outboxStats(db, NOON)).toEqual({ waiting: 0, oldestAgeMs: 0, parked: 0 });
    }));

  test('facts keep the order in which they were given, and one commit is one notice', () =>
    withDatabase(async ({ db, url }) => {
      const notices = await listening(url);
      await db.$transaction(async (tx) => {
        await enqueue(
          tx,
          ['1', '2', '3'].map((id) => eventFor('a', id)),
          NOON,
        );
        await enqueue(tx, [eventFor('a', '4')], NOON);
        await enqueue(tx, [], NOON);
      });
      expect((await leaseRows(db, { now: NOON, limit: 10, leaseMs: 1_000 })).rows.map(eventId)).toEqual([
        '1',
        '2',
        '3',
        '4',
      ]);
      expect(await notices.end()).toBe(1);
    }));

  test('how long the oldest fact waits is told in the time of the product', () =>
    withDatabase(async ({ db }) => {
      await put(db, [eventFor('a', '1')]);
      const anHourLater = new Date(NOON.getTime() + 3_600_000);
      expect(await outboxStats(db, anHourLater)).toEqual({ waiting: 1, oldestAgeMs: 3_600_000, parked: 0 });
    }));

  test('a row that failed too often is parked with its error, lets later ones pass, and can be sent on its way again', () =>
    withDatabase(async ({ db }) => {
      await put(db, [eventFor('a', '1'), eventFor('a', '2')]);
      const {
        rows: [first],
      } = await leaseRows(db, { now: NOON, limit: 1, leaseMs: 60_000 });
      const refusal = { id: first!.id, error: 'INVALID_ARGUMENT: no' };
      expect(await refuseRows(db, [refusal], { attempts: 2, restMs: 0, at: NOON })).toEqual([]);
      expect(await refuseRows(db, [refusal], { attempts: 2, restMs: 0, at: NOON })).toEqual([first!.id]);

      expect(await parkedRows(db, 10)).toEqual([
        {
          id: String(first!.id),
          kind: 'event',
          workflowId: 'a',
          attempts: 2,
          parkedAt: NOON,
          error: 'INVALID_ARGUMENT: no',
        },
      ]);
      const {
        rows: [second],
      } = await leaseRows(db, { now: NOON, limit: 10, leaseMs: 60_000 });
      expect(eventId(second!)).toBe('2');
      await releaseRows(db, [second!.id], 0);

      expect(await unparkRows(db, first!.id)).toBe(1);
      expect(await unparkRows(db)).toBe(0);
      expect((await leaseRows(db, { now: NOON, limit: 10, leaseMs: 60_000 })).rows.map(eventId)).toEqual(['1', '2']);
    }));

  test('the command line shows what is parked, and why, and sends it on its way again', () =>
    withDatabase(async ({ db }) => {
      await put(db, [eventFor('a', '1'), eventFor('b', '2')]);
      const {
        rows: [first],
      } = await leaseRows(db, { now: NOON, limit: 1, leaseMs: 60_000 });
      await refuseRows(db, [{ id: first!.id, error: 'INVALID_ARGUMENT: no' }], { attempts: 1, restMs: 0, at: NOON });
      const perennial = (...args: string[]) =>
        printed(() =>
          outboxCommand({ withDb: (work) => work(db), now: () => NOON }).parseAsync(args, { from: 'user' }),
        );

      expect(await perennial()).toMatch(
        /^waiting {2}1, the oldest for 0 s\nparked {3}1\n {2}\d+ {2}event {2}a {2}.*INVALID_ARGUMENT: no/,
      );
      expect(JSON.parse(await perennial('--json'))).toMatchObject({
        waiting: 1,
        parked: 1,
        rows: [{ workflowId: 'a' }],
      });
      await perennial('retry', String(first!.id));
      expect(await perennial()).toMatch(/^waiting {2}2.*\nparked {3}0\n$/);
    }));

  test('rows that rest, however many stand in front, do not starve those behind them', () =>
    withDatabase(async ({ db }) => {
      await put(db, [...Array.from({ length: 30 }, (_, n) => eventFor('stuck', String(n))), eventFor('free', 'x')]);
      const {
        rows: [head],
      } = await leaseRows(db, { now: NOON, limit: 1, leaseMs: 60_000 });
      expect(eventId(head!)).toBe('0');
      expect((await leaseRows(db, { now: NOON, limit: 10, leaseMs: 60_000, front: 4 })).rows.map(eventId)).toEqual([
        'x',
      ]);
    }));

  test('no two relays ever hold rows of one workflow out of order, whatever they do and in whatever order', () =>
    withDatabase(async ({ db }) => {
      const workflow = fc.constantFrom('a', 'b', 'c');
      const act = fc.oneof(
        fc.record({ kind: fc.constant('put' as const), workflow }),
        fc.record({ kind: fc.constant('lease' as const), relay: fc.nat(1), limit: fc.integer({ min: 1, max: 4 }) }),
        fc.record({
          kind: fc.constantFrom('deliver' as const, 'giveBack' as const, 'rest' as const),
          relay: fc.nat(1),
        }),
      );
      const inOrderAlways = fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        await db.outbox.deleteMany();
        const hands: bigint[][] = [[], []];
        let inOrder = true;
        for (const next of acts) {
          if (next.kind === 'put') await put(db, [eventFor(next.workflow, 'e')]);
          else if (next.kind === 'lease') {
            const hand = hands[next.relay]!;
            for (const { id, workflowId } of (await leaseRows(db, { now: NOON, limit: next.limit, leaseMs: 60_000 }))
              .rows) {
              const earlier = await db.outbox.findMany({ where: { workflowId, id: { lt: id } } });
              inOrder &&= earlier.every((row) => hand.includes(row.id));
              hand.push(id);
            }
          } else {
            const ids = hands[next.relay]!.splice(0);
            if (next.kind === 'deliver') await deleteRows(db, ids);
            else await releaseRows(db, ids, next.kind === 'rest' ? 60_000 : 0);
          }
        }
        return inOrder;
      });
      await expect(fc.assert(inOrderAlways, { numRuns: 40 })).resolves.toBeUndefined();
    }));
});

const eventId = ({ payload }: { readonly payload: unknown }) => (payload as { eventId: string }).eventId;

/** What a command writes to standard output. */
async function printed(act: () => Promise<unknown>): Promise<string> {
  const out = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    await act();
    return out.mock.calls.map(([line]) => `${line}\n`).join('');
  } finally {
    out.mockRestore();
    errors.mockRestore();
  }
}

async function put(db: Db, items: readonly OutboxItem[]): Promise<void> {
  await db.$transaction((tx) => enqueue(tx, items, NOON));
}

/** Counts notices; `end` first waits for one of its own, so that none is still on its way. */
async function listening(url: string): Promise<{ end(): Promise<number> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
  let count = 0;
  const last = new Promise<void>((resolve) => {
    client.on('notification', ({ payload }) => (payload === 'last' ? resolve() : (count += 1)));
  });
  return {
    async end() {
      await client.query(`SELECT pg_notify('${OUTBOX_CHANNEL}', 'last')`);
      await last;
      await client.end();
      return count;
    },
  };
}
