import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import type { EntryCause, JourneyHeader } from '../domain/journey';
import { isHeldOut, refusalOf, type EntryFacts } from '../domain/policy/entry';
import type { Db } from '../prisma/client';
import { resolveCustomerId } from '../prisma/customers';
import { endEnrollment, enroll, enrollMany } from '../prisma/enrollments';
import { readTimeline } from '../prisma/timeline';
import { inTransaction } from '../prisma/transaction';
import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');

const later = (ms: number) => new Date(NOW.getTime() + ms);

const STRANGER: EntryFacts = { known: true, running: false, lastEndedAt: null, openTrouble: false };

describe('the rules at the door', () => {
  test('a holdout is sticky, grows without letting anyone in, and is about as large as it says (X12)', () => {
    const ids = Array.from({ length: 12_000 }, () => newId(NOW));
    for (const share of [0, 0.05, 0.5, 1]) {
      const out = ids.filter((id) => isHeldOut('care', id, share));
      expect(out).toEqual(ids.filter((id) => isHeldOut('care', id, share)));
      expect(Math.abs(out.length / ids.length - share)).toBeLessThan(0.03);
      expect(out.every((id) => isHeldOut('care', id, Math.min(1, share + 0.1)))).toBe(true);
    }
    const both = ids.filter((id) => isHeldOut('care', id, 0.5) && isHeldOut('other', id, 0.5));
    expect(Math.abs(both.length / ids.length - 0.25)).toBeLessThan(0.03);
  });

  test('every combination of facts has one decision, and only a known customer without a reason against it is let in', () => {
    const rules = fc.record({
      name: fc.constantFrom('care', 'other'),
      reenterAfter: fc.constantFrom('never' as const, '30 days' as const, '1 hour' as const),
      holdout: fc.constantFrom(0, 0.5, 1),
      notDuringTrouble: fc.boolean(),
    });
    const facts = fc.record({
      known: fc.boolean(),
      running: fc.boolean(),
      lastEndedAt: fc.option(fc.date({ min: later(-40 * DAY_MS), max: NOW, noInvalidDate: true })),
      openTrouble: fc.boolean(),
    });
    fc.assert(
      fc.property(rules, facts, fc.uuid(), (header, known, id) => {
        const { lastEndedAt, openTrouble, running } = known;
        const mayEnterAgain =
          lastEndedAt === null ||
          (header.reenterAfter !== 'never' &&
            NOW.getTime() - lastEndedAt.getTime() >= (header.reenterAfter === '1 hour' ? HOUR_MS : 30 * DAY_MS));
        const welcome =
          known.known &&
          !running &&
          mayEnterAgain &&
          !(openTrouble && header.notDuringTrouble) &&
          !isHeldOut(header.name, id, header.holdout);
        expect(refusalOf(header, id, known, NOW) === null).toBe(welcome);
        expect(refusalOf({ ...header, holdout: 0, notDuringTrouble: false }, id, STRANGER, NOW)).toBeNull();
      }),
    );
  });

  test('the window opens again exactly when it says', () => {
    const header = headerWith({ reenterAfter: '30 days' });
    const endedAt = (ms: number) => refusalOf(header, 'x', { ...STRANGER, lastEndedAt: later(-ms) }, NOW);
    expect(endedAt(30 * DAY_MS)).toBeNull();
    expect(endedAt(30 * DAY_MS - 1)).toBe('reentry_window');
    expect(
      refusalOf(headerWith({ reenterAfter: 'never' }), 'x', { ...STRANGER, lastEndedAt: later(-999 * DAY_MS) }, NOW),
    ).toBe('once_only');
  });
});

describe('entering', () => {
  test('one run at a time, then the window; each refusal stands with its reason on the timeline', () =>
    withDatabase(async ({ db }) => {
      const ada = await customer(db, 'ada');
      const header = headerWith({ reenterAfter: '30 days' });
      const first = await enter(db, header, ada, NOW);
      expect(first).toEqual({ enrolled: true, enrollmentId: expect.any(String) });
      expect(await enter(db, header, ada, NOW)).toEqual({ enrolled: false, reason: 'already_running' });

      await db.$transaction((tx) =>
        endEnrollment(tx, { enrollmentId: idOf(first), how: 'goal', outcome: 'customer.logged_in', at: later(DAY_MS) }),
      );
      expect(await enter(db, header, ada, later(2 * DAY_MS))).toEqual({ enrolled: false, reason: 'reentry_window' });
      expect(await enter(db, header, ada, later(31 * DAY_MS))).toMatchObject({ enrolled: true });

      const timeline = await readTimeline(db, { customerId: ada }, { limit: 20 });
      expect(timeline.map(({ kind, detail }) => [kind, detail['reason'] ?? detail['outcome']])).toEqual([
        ['enrolled', undefined],
        ['refused', 'already_running'],
        ['ended', 'customer.logged_in'],
        ['refused', 'reentry_window'],
        ['enrolled', undefined],
      ]);
      expect(await db.entryRefusal.count()).toBe(2);
    }));

  test('a cause is decided once: asked again, it gets the first answer and leaves no second trace', () =>
    withDatabase(async ({ db }) => {
      const [ada, bob] = [await customer(db, 'ada'), await customer(db, 'bob')];
      await post(db, [track('bob', 'Ticket Opened', NOW)], { now: NOW });
      const header = headerWith({ reenterAfter: '1 hour', notDuringTrouble: true });
      const cause: EntryCause = { kind: 'absence', of: 'customer.logged_in', since: NOW.toISOString() };
      const ask = (now: Date) =>
        inTransaction(db, (tx) =>
          enrollMany(
            tx,
            header,
            [ada, bob, ada, newId(NOW)].map((customerId) => ({ customerId, cause })),
            now,
          ),
        );

      const [entered, refused, again, nobody] = await ask(NOW);
      expect([entered, refused, again, nobody]).toEqual([
        { enrolled: true, enrollmentId: expect.any(String) },
        { enrolled: false, reason: 'open_trouble' },
        entered,
        { enrolled: false, reason: 'unknown_customer' },
      ]);
      await db.$transaction((tx) =>
        endEnrollment(tx, { enrollmentId: idOf(entered!), how: 'done', outcome: 'ok', at: NOW }),
      );
      await post(db, [track('bob', 'Ticket Closed', later(1))], { now: later(1) });
      expect(await ask(later(DAY_MS))).toEqual([entered, refused, entered, nobody]);

      expect(await db.enrollment.count()).toBe(1);
      expect(await db.entryRefusal.count()).toBe(1);
      expect(await db.outbox.count()).toBe(1);
      expect(await db.timelineItem.groupBy({ by: ['kind'], _count: true, orderBy: { kind: 'asc' } })).toEqual([
        { kind: 'ended', _count: 1 },
        { kind: 'enrolled', _count: 1 },
        { kind: 'refused', _count: 1 },
      ]);
    }));

  test('a request by its id starts one run, and causes at the same time start one run between them', () =>
    withDatabase(async ({ db }) => {
      const ada = await customer(db, 'ada');
      const header = headerWith();
      const ask = (requestId?: string) =>
        inTransaction(db, (tx) =>
          enroll(
            tx,
            header,
            { customerId: ada, cause: { kind: 'request', by: 'cs' }, ...(requestId && { requestId }) },
            NOW,
          ),
        );
      const same = await Promise.all(Array.from({ length: 6 }, () => ask('request-1')));
      expect(new Set(same.map(idOf)).size).toBe(1);
      const others = await Promise.all(Array.from({ length: 6 }, () => ask()));
      expect(others).toEqual(others.map(() => ({ enrolled: false, reason: 'already_running' })));
      expect(await db.outbox.count()).toBe(1);
    }));

  test('of a batch of the same event only the first starts a run', () =>
    withDatabase(async ({ db }) => {
      const journeys = [
        headerWith({ startOn: ['usage.dropped'], holdout: 0 }),
        headerWith({ name: 'held', startOn: ['usage.dropped'], holdout: 1 }),
      ];
      await post(
        db,
        [0, 1, 2].map((minute) => track('ada', 'Usage Dropped', later(minute * 60_000 - HOUR_MS))),
        { now: NOW, journeys },
      );
      expect(await db.enrollment.findMany()).toMatchObject([{ journey: 'care' }]);
      const refusals = await db.entryRefusal.findMany({ orderBy: [{ journey: 'asc' }] });
      expect(refusals.map(({ journey, reason }) => `${journey} ${reason}`)).toEqual([
        'care already_running',
        'care already_running',
        'held holdout',
        'held holdout',
        'held holdout',
      ]);
    }));
});

async function customer(db: Db, userId: string): Promise<string> {
  await post(db, [{ type: 'identify', userId }], { now: NOW });
  return resolveCustomerId(db, userId);
}

function enter(db: Db, header: JourneyHeader, customerId: string, now: Date) {
  return inTransaction(db, (tx) => enroll(tx, header, { customerId, cause: { kind: 'request', by: 'test' } }, now));
}

function idOf(decision: Awaited<ReturnType<typeof enroll>>): string {
  if (!decision.enrolled) throw new TypeError(`refused: ${decision.reason}`);
  return decision.enrollmentId;
}
