import fc from 'fast-check';
import { DAY_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { healthMoves, healthOf, type HealthFacts } from '../../domain/policy/health';
import { track } from '../fixtures/backend';
import { withApi } from '../support/http';

const WELL: HealthFacts = {
  knownForDays: 400,
  unseenDays: 1,
  uses: 40,
  usesBefore: 40,
  openTickets: 0,
  unanswered: 0,
  said: [{ triage: 'reply', reasons: ['praise'], hidden: false }],
};

describe('the health of a customer', () => {
  const said = fc.record({
    triage: fc.constantFrom('urgent', 'reply', 'none', null),
    reasons: fc.array(fc.constantFrom('praise', 'complaint', 'problem', 'question')),
    hidden: fc.boolean(),
  });
  const facts: fc.Arbitrary<HealthFacts> = fc.record({
    knownForDays: fc.double({ min: 0, max: 1_000, noNaN: true }),
    unseenDays: fc.option(fc.double({ min: 0, max: 200, noNaN: true })),
    uses: fc.nat(500),
    usesBefore: fc.nat(500),
    openTickets: fc.nat(9),
    unanswered: fc.option(fc.nat(20)),
    said: fc.array(said, { maxLength: 8 }),
  });

  test('is a hundred at best and nothing at worst, and unknown while nothing is known', () => {
    expect(healthOf(WELL)).toMatchObject({ score: 100, level: 'good' });
    const worst = { unseenDays: null, uses: 0, usesBefore: 40, openTickets: 3, unanswered: 4 };
    const angry = [{ triage: 'urgent', reasons: ['complaint'], hidden: false }];
    expect(healthOf({ ...WELL, ...worst, said: angry })).toMatchObject({ score: 0, level: 'poor' });
    const unknown = { knownForDays: 1, unseenDays: null, uses: 0, usesBefore: 0, unanswered: null, said: [] };
    expect(healthOf({ ...WELL, ...unknown })).toMatchObject({ score: null, level: 'unknown' });
  });

  test('never grows by anything that is worse, and every part says in a sentence what it rests on', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { score, parts } = healthOf(given);
        for (const { says, share } of parts) {
          expect(says).toMatch(/^[A-Z0-9].*\.$/);
          expect((share ?? 0) >= 0 && (share ?? 0) <= 1).toBe(true);
        }
        if (score === null) return;
        const worse: Partial<HealthFacts>[] = [
          { openTickets: given.openTickets + 1 },
          ...(given.unseenDays === null ? [] : [{ unseenDays: given.unseenDays + 5 }]),
          ...(given.unanswered === null ? [] : [{ unanswered: given.unanswered + 1 }]),
        ];
        for (const change of worse) expect(healthOf({ ...given, ...change }).score).toBeLessThanOrEqual(score);
      }),
    );
  });

  test('what moved it is told by part, the furthest first', () => {
    const quiet = healthOf({ ...WELL, unseenDays: 20, uses: 20 });
    expect(healthMoves(healthOf(WELL), quiet).map(({ part }) => part)).toEqual(['use', 'seen']);
    expect(healthMoves(healthOf(WELL), quiet).every(({ by }) => by < 0)).toBe(true);
    expect(healthMoves(quiet, quiet)).toEqual([]);
  });

  test('is read week by week from what is known of each day, with why it moved (M18)', () =>
    withApi(async ({ db, post, get, clock }) => {
      const ago = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
      const active = Array.from({ length: 60 }, (_, index) => track('ada', 'Report Exported', ago(21 + index * 1.5)));
      await post('/v1/batch', {
        batch: [...active, track('ada', 'Ticket Opened', ago(10)), track('ada', 'Usage Dropped', ago(1))],
      });
      const { id } = (await get('/v1/customers/ada')).body as { id: string };
      for (const [index, days] of [9, 6, 3].entries()) {
        const at = ago(days);
        const touch = { message: 'm', messageClass: 'lifecycle', topic: 't', codeVersion: 'x', state: 'accepted' };
        await db.touch.create({
          data: { id: newId(at), key: `k${index}`, customerId: id, ...touch, plannedAt: at, updatedAt: at, sentAt: at },
        });
      }
      const { body } = await get<{
        score: number;
        level: string;
        parts: { part: string; numbers: object }[];
        history: { score: number; moves: { part: string; by: number }[] }[];
      }>('/v1/customers/ada/health');
      expect(body.parts).toMatchObject([
        { part: 'seen', numbers: {} },
        { part: 'use', numbers: { now: 6, before: 18 } },
        { part: 'tickets', numbers: { open: 1 } },
        { part: 'answers', numbers: { unanswered: 3 } },
        { part: 'mood', numbers: { messages: 0 } },
      ]);
      expect(body.level).toBe('poor');
      expect(body.history).toHaveLength(13);
      expect(body.history.at(-1)!.score).toBe(body.score);
      expect(body.history.at(-4)!.score).toBeGreaterThan(80);
      expect(
        body.history
          .slice(-3)
          .flatMap(({ moves }) => moves)
          .filter(({ by }) => by < 0).length,
      ).toBeGreaterThan(3);
    }));
});
