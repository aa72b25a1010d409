import { sweepTriggers, type SweptBatch } from '../activities/triggers/sweep';
import { DAY_MS, HOUR_MS } from '../domain/duration';
import type { JourneyHeader } from '../domain/journey';
import type { Db } from '../prisma/client';
import { resolveCustomerId } from '../prisma/customers';
import { endEnrollment } from '../prisma/enrollments';
import { Prisma } from '../prisma/generated/client';
import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const later = (ms: number) => new Date(NOW.getTime() + ms);

const absence = headerWith({
  name: 'at-risk',
  startAfterAbsence: [
    { of: 'customer.logged_in', for: '14 days' },
    { of: 'order.completed', for: '60 days' },
  ],
  reenterAfter: '1 hour',
});
const renewal = headerWith({
  name: 'renewal',
  startBefore: [{ trait: 'renewal_date', before: '120 days' }],
  reenterAfter: '1 hour',
});

describe('absence brings customers in', () => {
  test('somebody who has not logged in for 14 days enters once for that absence, and again for the next', () =>
    withDatabase(async ({ db }) => {
      await post(
        db,
        [
          track('gone', 'Logged In', ago(14 * DAY_MS)),
          track('here', 'Logged In', ago(14 * DAY_MS - 1)),
          track('never', 'Signed Up', ago(90 * DAY_MS)),
          track('left', 'Logged In', ago(30 * DAY_MS)),
          track('left', 'Churned', ago(20 * DAY_MS)),
        ],
        { now: NOW },
      );
      expect(await sweepAll(db, absence, NOW)).toMatchObject({ enrolled: 1, refused: 0 });
      expect(await sweepAll(db, absence, NOW)).toMatchObject({ enrolled: 0, refused: 0 });
      const [run] = await db.enrollment.findMany();
      expect(run).toMatchObject({
        customerId: await resolveCustomerId(db, 'gone'),
        cause: { kind: 'absence', of: 'customer.logged_in', since: ago(14 * DAY_MS).toISOString() },
      });
      expect(await db.customer.findUniqueOrThrow({ where: { id: run!.customerId } })).toMatchObject({
        lifecycle: 'at-risk',
      });

      await db.$transaction((tx) => endEnrollment(tx, { enrollmentId: run!.id, how: 'goal', outcome: 'x', at: NOW }));
      expect(await sweepAll(db, absence, later(DAY_MS))).toMatchObject({ enrolled: 1 });
      expect(await names(db)).toEqual(['gone', 'here']);
      await post(db, [track('gone', 'Logged In', later(2 * DAY_MS))], { now: later(2 * DAY_MS) });
      expect(await sweepAll(db, absence, later(16 * DAY_MS))).toMatchObject({ enrolled: 1 });
      expect(await names(db)).toEqual(['gone', 'gone', 'here']);
    }));

  test('a sweep goes on where it was broken off, and a batch that is repeated enrolls nobody twice', () =>
    withDatabase(async ({ db }) => {
      const users = Array.from({ length: 25 }, (_, index) => `user-${index}`);
      await post(
        db,
        users.flatMap((user, index) => [
          track(user, 'Logged In', ago((15 + index / 2) * DAY_MS)),
          track(user, 'Order Completed', ago((index % 2 ? 70 : 5) * DAY_MS)),
        ]),
        { now: NOW },
      );
      const first = await sweepTriggers({ db }, { header: absence, cursor: null, batch: 10 }, NOW);
      expect(first).toEqual({ cursor: expect.any(String), enrolled: 10, refused: 0 });
      const second = { header: absence, cursor: first.cursor, batch: 10 };
      await Promise.all([sweepTriggers({ db }, second, NOW), sweepTriggers({ db }, second, NOW)]);
      expect(await db.enrollment.count()).toBeGreaterThanOrEqual(20);

      expect(await sweepAll(db, absence, NOW, 10, first.cursor)).toMatchObject({ refused: 12 });
      expect(await db.enrollment.count()).toBe(25);
      expect(await db.outbox.count({ where: { kind: 'start' } })).toBe(25);
      expect(await sweepAll(db, absence, NOW)).toMatchObject({ enrolled: 0, refused: 0 });
    }));

  test('whoever has been away for twice as long is history: an imported past wakes nobody up', () =>
    withDatabase(async ({ db }) => {
      const logins = [
        track('lately', 'Logged In', ago(28 * DAY_MS - 1)),
        track('long ago', 'Logged In', ago(28 * DAY_MS)),
      ];
      await post(db, [...logins, track('years ago', 'Order Completed', ago(1_000 * DAY_MS))], { now: NOW });
      expect(await sweepAll(db, absence, NOW)).toMatchObject({ enrolled: 1, refused: 0 });
      expect(await names(db)).toEqual(['lately']);
    }));

  test('who was merged into another is looked for under who they are now', () =>
    withDatabase(async ({ db }) => {
      await post(
        db,
        [
          { ...track('', 'Logged In', ago(20 * DAY_MS)), anonymousId: 'phone' },
          track('ada', 'Logged In', ago(30 * DAY_MS)),
        ],
        { now: NOW },
      );
      await post(db, [{ type: 'identify', userId: 'ada', anonymousId: 'phone' }], { now: NOW });
      expect(await sweepAll(db, absence, NOW)).toMatchObject({ enrolled: 1 });
      expect(await db.enrollment.findMany()).toMatchObject([{ cause: { since: ago(20 * DAY_MS).toISOString() } }]);
    }));
});

describe('a date brings customers in', () => {
  const withDate = (userId: string, renewalDate: unknown) => ({ type: 'identify', userId, traits: { renewalDate } });
  const day = (ms: number) => later(ms).toISOString().slice(0, 10);

  test('120 days before the renewal date, once for each date; no other text in its place does harm', () =>
    withDatabase(async ({ db }) => {
      await post(
        db,
        [
          withDate('soon', day(119 * DAY_MS)),
          withDate('today', day(0)),
          withDate('exact', later(120 * DAY_MS).toISOString()),
          withDate('far', later(120 * DAY_MS + 1).toISOString()),
          withDate('past', day(-DAY_MS)),
          withDate('junk', '2026-04-99'),
          withDate('words', 'next spring'),
          withDate('long', '2026-04-01'.padEnd(5_000, '!')),
          withDate('list', ['2026-04-01']),
          withDate('seconds', Math.floor(later(30 * DAY_MS).getTime() / 1_000)),
          withDate('gone', day(30 * DAY_MS)),
          track('gone', 'Churned', NOW),
        ],
        { now: NOW },
      );
      expect(await sweepAll(db, renewal, NOW, 2)).toMatchObject({ enrolled: 4, refused: 0 });
      expect(await names(db)).toEqual(['exact', 'seconds', 'soon', 'today']);
      expect(await sweepAll(db, renewal, NOW)).toMatchObject({ enrolled: 0, refused: 0 });
      expect(await sweepAll(db, renewal, later(HOUR_MS))).toMatchObject({ enrolled: 1 });

      const soon = await db.enrollment.findFirstOrThrow({ where: { customerId: await resolveCustomerId(db, 'soon') } });
      expect(soon.cause).toEqual({ kind: 'date', trait: 'renewal_date', date: day(119 * DAY_MS) });
      await db.$transaction((tx) =>
        endEnrollment(tx, { enrollmentId: soon.id, how: 'done', outcome: 'kept', at: NOW }),
      );
      await post(db, [withDate('soon', `${day(119 * DAY_MS)}T00:00:00Z`)], { now: NOW });
      expect(await sweepAll(db, renewal, later(2 * HOUR_MS))).toMatchObject({ enrolled: 0, refused: 0 });
      await post(db, [withDate('soon', day(118 * DAY_MS))], { now: NOW });
      expect(await sweepAll(db, renewal, later(2 * HOUR_MS))).toMatchObject({ enrolled: 1 });
    }));

  test('the best-known date is found by its index', () =>
    withDatabase(async ({ db }) => {
      const plan = await db.$transaction(async (tx) => {
        await tx.$executeRaw(Prisma.sql`SET LOCAL enable_seqscan = off`);
        return tx.$queryRaw(Prisma.sql`
          EXPLAIN SELECT 1 FROM customers c
          WHERE left(c.traits ->> ${'renewal_date'}::text, 10) COLLATE "C" BETWEEN ${'2026-03-01'} AND ${'2026-07-01'}
            AND c.merged_into IS NULL`);
      });
      expect(JSON.stringify(plan)).toContain('customers_renewal_date');
    }));

  test('a journey without such triggers is swept in one empty batch', () =>
    withDatabase(async ({ db }) => {
      expect(await sweepTriggers({ db }, { header: headerWith(), cursor: null, batch: 10 }, NOW)).toEqual({
        cursor: null,
        enrolled: 0,
        refused: 0,
      });
    }));
});

/** Sweeps to the end, as the workflow does. */
async function sweepAll(db: Db, header: JourneyHeader, at: Date, batch = 100, from: string | null = null) {
  const total = { enrolled: 0, refused: 0, batches: 0 };
  let cursor = from;
  do {
    const swept: SweptBatch = await sweepTriggers({ db }, { header, cursor, batch }, at);
    total.enrolled += swept.enrolled;
    total.refused += swept.refused;
    total.batches += 1;
    cursor = swept.cursor;
  } while (cursor !== null);
  return total;
}

/** User ids of all who were enrolled, sorted. */
async function names(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT i.value AS name FROM enrollments e JOIN identities i ON i.customer_id = e.customer_id AND i.kind = 'user' ORDER BY 1`);
  return rows.map(({ name }) => name);
}
