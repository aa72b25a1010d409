import fc from 'fast-check';
import { HOUR_MS } from '../domain/duration';
import { LIFECYCLES } from '../domain/journey';
import { advance, LIFECYCLE_EVENTS, NEWCOMER } from '../domain/lifecycle';
import { resolveCustomerId } from '../prisma/customers';
import { readProfile } from '../prisma/profile';
import { post, track } from './fixtures/backend';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe('the lifecycle of M11', () => {
  const anyType = fc.constantFrom(...LIFECYCLE_EVENTS, 'ticket.opened', 'Report Exported');

  test('every stage and every signal have a next stage', () => {
    const signal = fc.oneof(
      fc.record({ kind: fc.constant('event' as const), type: fc.oneof(anyType, fc.string()) }),
      fc.constant({ kind: 'absence' as const }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...LIFECYCLES), fc.boolean(), fc.array(signal), (stage, ordered, signals) => {
        const { stage: end } = signals.reduce(advance, { stage, ordered });
        expect(LIFECYCLES).toContain(end);
        expect(advance({ stage, ordered }, { kind: 'event', type: 'customer.churned' }).stage).toBe('winback');
        expect(advance({ stage, ordered }, { kind: 'event', type: 'anything else' }).stage).toBe(stage);
      }),
    );
  });

  test('from sign-up by a first and a repeated purchase to loyalty, through risk and back', () => {
    const stages = [
      'customer.signed_up',
      'customer.logged_in',
      'order.completed',
      'order.completed',
      'usage.dropped',
      'customer.logged_in',
      'customer.churned',
      'order.completed',
      'subscription.renewed',
    ];
    let state = NEWCOMER;
    expect(stages.map((type) => (state = advance(state, { kind: 'event', type })).stage)).toEqual([
      'onboarding',
      'onboarding',
      'active',
      'loyal',
      'at-risk',
      'active',
      'winback',
      'active',
      'loyal',
    ]);
  });

  test('whatever order events arrive in, stage, tickets and counts are those of the order in which they happened', () =>
    withDatabase(async ({ db }) => {
      const happening = fc.record({
        type: fc.constantFrom(...LIFECYCLE_EVENTS, 'ticket.opened', 'ticket.closed'),
        ticketId: fc.constantFrom('t1', 't2'),
      });
      const story = fc.array(happening, { minLength: 2, maxLength: 8 }).chain((events) =>
        fc.record({
          events: fc.constant(events),
          order: fc.shuffledSubarray([...events.keys()], { minLength: events.length }),
          cuts: fc.array(fc.boolean(), { minLength: events.length, maxLength: events.length }),
          // Within a minute, a customer's last sight lags behind.
          apart: fc.constantFrom(HOUR_MS, 7_000),
        }),
      );
      // Who left and reached value again was seen by nobody when the renewal came, which is told before.
      const told = ['customer.churned', 'value.reached', 'subscription.renewed'] as const;
      const renewedFirst = {
        events: told.map((type) => ({ type, ticketId: 't1' as const })),
        order: [0, 2, 1],
        cuts: [false, false, true],
        apart: HOUR_MS,
      };
      let run = 0;
      await fc.assert(
        fc.asyncProperty(story, async ({ events, order, cuts, apart }) => {
          const userId = `user-${(run += 1)}`;
          const posts = events.map(({ type, ticketId }, index) =>
            track(userId, type, ago((20 - index) * apart), { properties: { ticketId } }),
          );
          const batches: (typeof posts)[] = [[]];
          for (const index of order) {
            batches.at(-1)!.push(posts[index]!);
            if (cuts[index]) batches.push([]);
          }
          for (const batch of batches) await post(db, batch, { now: NOW });

          const open = new Map<string, boolean>();
          for (const { type, ticketId } of events)
            if (type.startsWith('ticket.')) open.set(ticketId, type === 'ticket.opened');
          const profile = await readProfile(db, await resolveCustomerId(db, userId), NOW);
          expect(profile.lifecycle).toBe(
            events.reduce((state, { type }) => advance(state, { kind: 'event', type }), NEWCOMER).stage,
          );
          expect(profile.openTickets).toBe([...open.values()].filter(Boolean).length);
          expect(Object.values(profile.recentCounts).reduce((sum, count) => sum + count, 0)).toBe(events.length);
        }),
        { numRuns: 40, examples: [[renewedFirst]] },
      );
    }));
});
