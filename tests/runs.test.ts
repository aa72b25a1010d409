import { newId } from '../domain/ids';
import type { JourneyHeader, Steering } from '../domain/journey';
import type { Db } from '../prisma/client';
import { resolveCustomerId } from '../prisma/customers';
import { endEnrollment, enroll, enterStage, steer } from '../prisma/enrollments';
import { inTransaction } from '../prisma/transaction';
import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');

const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('a run', () => {
  test('entering a stage tells the journey what it may know, and nothing that names the customer', () =>
    withDatabase(async ({ db }) => {
      await post(
        db,
        [
          {
            type: 'identify',
            userId: 'ada',
            traits: { email: 'ada@example.com', owner: 'sam', plan: 'pro', renewalDate: '2027-01-01' },
          },
          track('ada', 'Signed Up', NOW),
        ],
        { now: NOW },
      );
      const ada = await resolveCustomerId(db, 'ada');
      const enrollmentId = idOf(await enter(db, headerWith(), ada, NOW));
      const stage = () => db.$transaction((tx) => enterStage(tx, { enrollmentId, stage: 'second', at: later(5) }));
      expect(await stage()).toEqual({
        over: false,
        facts: {
          customer: {
            id: ada,
            owner: 'sam',
            lifecycle: 'onboarding',
            plan: 'pro',
            renewalAt: Date.UTC(2027, 0, 1),
            openTrouble: false,
          },
        },
      });
      await stage();
      expect(await db.enrollment.findUnique({ where: { id: enrollmentId } })).toMatchObject({
        stage: 'second',
        stageAt: later(5),
      });
      expect(await db.timelineItem.count({ where: { kind: 'stage' } })).toBe(1);

      await db.$transaction((tx) => endEnrollment(tx, { enrollmentId, how: 'done', outcome: 'fine', at: later(9) }));
      await db.$transaction((tx) =>
        endEnrollment(tx, { enrollmentId, how: 'exit', outcome: 'too late', at: later(10) }),
      );
      expect(await stage()).toEqual({ over: true });
      expect(await db.enrollment.findUnique({ where: { id: enrollmentId } })).toMatchObject({
        how: 'done',
        outcome: 'fine',
        endedAt: later(9),
      });
      await expect(
        db.$transaction((tx) => enterStage(tx, { enrollmentId: newId(NOW), stage: 'first', at: NOW })),
      ).rejects.toMatchObject({ code: 'not_found' });
    }));

  test('a hand on a run changes its state, is told to it once, and is refused when there is nothing to hold', () =>
    withDatabase(async ({ db }) => {
      const enrollmentId = idOf(await enter(db, headerWith(), await customer(db, 'ada'), NOW));
      const lay = (kind: 'pause' | 'resume' | 'exit', steerId: string = newId(NOW)) =>
        db.$transaction((tx) => steer(tx, enrollmentId, { steerId, kind } satisfies Steering, 'sam', NOW));
      const state = async () => (await db.enrollment.findUniqueOrThrow({ where: { id: enrollmentId } })).state;

      const steerId = newId(NOW);
      await lay('pause', steerId);
      await lay('pause', steerId);
      expect(await state()).toBe('paused');
      await expect(lay('pause')).rejects.toMatchObject({ code: 'conflict' });
      await lay('resume');
      await expect(lay('resume')).rejects.toMatchObject({ code: 'conflict' });
      await lay('exit');
      expect(await state()).toBe('active');
      expect((await db.outbox.findMany({ orderBy: { id: 'asc' } })).map(({ kind }) => kind)).toEqual([
        'start',
        'steer',
        'steer',
        'steer',
      ]);
      expect(await db.timelineItem.findMany({ where: { kind: 'steered' }, orderBy: { seq: 'asc' } })).toMatchObject([
        { detail: { kind: 'pause', by: 'sam' } },
        { detail: { kind: 'resume', by: 'sam' } },
        { detail: { kind: 'exit', by: 'sam' } },
      ]);
      await db.$transaction((tx) => endEnrollment(tx, { enrollmentId, how: 'steered', outcome: 'exited', at: NOW }));
      await expect(lay('exit')).rejects.toMatchObject({ code: 'conflict', extra: { outcome: 'exited' } });
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
