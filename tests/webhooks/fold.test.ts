import fc from 'fast-check';
import { afterSignals, type SignalledAttempt, type SignalledTouch } from '../../domain/policy/after-signals';
import { foldDelivery, merge, NOTHING_KNOWN, REACHED } from '../../domain/policy/delivery';
import { NONDELIVERIES } from '../../domain/policy/nondelivery';
import { SIGNAL_KINDS, type TouchSignal } from '../../domain/signal';
import { MORNING } from './world';

const ATTEMPTS = ['first', 'second'] as const;

const signal: fc.Arbitrary<TouchSignal> = fc
  .record({
    kind: fc.constantFrom(...SIGNAL_KINDS),
    human: fc.boolean(),
    minutes: fc.integer({ min: 0, max: 5 }),
    attemptId: fc.option(fc.constantFrom(...ATTEMPTS), { nil: undefined }),
    failure: fc.constantFrom(...NONDELIVERIES),
    code: fc.constantFrom('1', '2'),
  })
  .map(({ kind, human, minutes, attemptId, failure, code }) => ({
    touchId: 'touch',
    kind,
    human,
    detail: { channel: 'email', ...(attemptId && { attemptId }), ...(kind === 'bounced' && { failure, code }) },
    at: new Date(MORNING.getTime() + minutes * 60_000),
    key: JSON.stringify([kind, human, minutes, attemptId, failure, code]),
  }));

const signals = fc.array(signal, { maxLength: 12 });

/** A list as it may come: some of it again, in any order. */
const disordered = signals.chain((list) =>
  fc
    .tuple(fc.subarray(list), fc.subarray(list))
    .chain(([again, more]) =>
      fc.shuffledSubarray([...list, ...again, ...more], { minLength: list.length + again.length + more.length }),
    )
    .map((shuffled) => [list, shuffled] as const),
);

const attempt = (
  id: string,
  channel: 'email' | 'sms',
  state: SignalledAttempt['state'],
  minutes: number,
): SignalledAttempt => ({
  id,
  channel,
  state,
  startedAt: new Date(MORNING.getTime() + minutes * 60_000),
  errorCode: null,
});

const states = fc.constantFrom<SignalledAttempt['state']>(
  'dispatching',
  'accepted',
  'rejected',
  'released',
  'ambiguous',
  'unknown',
);
const ledger = fc
  .tuple(
    states,
    states,
    fc.constantFrom<SignalledTouch['state']>('accepted', 'ambiguous', 'deferred', 'unknown', 'failed', 'claimed'),
  )
  .map(([one, other, state]) => ({
    touch: { state, channel: 'email', reason: null, deliveredAt: null, answeredAt: null } satisfies SignalledTouch,
    attempts: [attempt('first', 'email', one, 0), attempt('second', 'sms', other, 20)],
  }));

test('what is known of a message does not depend on the order in which it is told, nor on how often (property)', () => {
  fc.assert(
    fc.property(disordered, ([list, told]) => {
      expect(foldDelivery(told)).toEqual(foldDelivery(list));
    }),
  );
});

test('knowledge adds up: together is the same as apart, twice is the same as once, and nothing is ever taken back (property)', () => {
  fc.assert(
    fc.property(signals, signals, (some, others) => {
      const [one, other] = [foldDelivery(some), foldDelivery(others)];
      expect(merge(one, other)).toEqual(foldDelivery([...some, ...others]));
      expect(merge(one, other)).toEqual(merge(other, one));
      expect(merge(one, one)).toEqual(one);
      expect(merge(NOTHING_KNOWN, one)).toEqual(one);
      expect(REACHED.indexOf(merge(one, other).reached)).toBeGreaterThanOrEqual(REACHED.indexOf(one.reached));
    }),
  );
});

test('where touch and attempts stand depends on the set of signals only (property)', () => {
  fc.assert(
    fc.property(ledger, disordered, ({ touch, attempts }, [list, told]) => {
      expect(afterSignals(touch, attempts, told)).toEqual(afterSignals(touch, attempts, list));
    }),
  );
});

test('what providers tell bit by bit comes to the same as what they tell at once (property)', () => {
  const named = fc.array(
    signal.map((one) => ({ ...one, detail: { attemptId: 'first', ...one.detail } })),
    { maxLength: 12 },
  );
  const state = fc.constantFrom('accepted', 'ambiguous', 'unknown');
  fc.assert(
    fc.property(state, named, named, (standing, some, others) => {
      const touch = { state: standing, channel: 'email', reason: null, deliveredAt: null, answeredAt: null } as const;
      const attempts = [attempt('first', 'email', standing, 0), attempt('second', 'sms', 'rejected', 20)];
      const first = afterSignals(touch, attempts, some);
      const then = afterSignals(first.touch, first.attempts, [...some, ...others]);
      expect(then).toEqual(afterSignals(touch, attempts, [...some, ...others]));
    }),
    { numRuns: 1_000 },
  );
});

test('a message that a provider speaks of is never believed unsent, and one that a human has is never believed lost (property)', () => {
  fc.assert(
    fc.property(ledger, signals, ({ touch, attempts }, list) => {
      const after = afterSignals(touch, attempts, list);
      for (const [index, one] of attempts.entries()) {
        const named = list.filter(({ detail }) => detail.attemptId === one.id);
        if (named.length === 0 || one.state === 'rejected') continue;
        const seen = named.some(
          ({ kind, human }) => human && ['clicked', 'replied', 'seen', 'dismissed'].includes(kind),
        );
        expect(seen ? ['accepted'] : ['accepted', 'bounced']).toContain(after.attempts[index]?.state);
      }
      const isOut = after.attempts.some(({ state }) => state === 'accepted');
      const isOpen = after.attempts.some(({ state }) => state === 'dispatching' || state === 'ambiguous');
      expect(isOut && !isOpen ? ['accepted', 'delivered'] : [after.touch.state]).toContain(after.touch.state);
    }),
  );
});

test.each([
  ['delivered, then a late bounce of the mailbox: it did not arrive', 'email', ['delivered', 'bounced'], 'failed'],
  ['a carrier error beside the receipt of a handset: it arrived', 'sms', ['bounced', 'delivered'], 'delivered'],
  ['deferred after delivered takes nothing back', 'email', ['delivered', 'deferred'], 'delivered'],
  ['opened by a machine: it was delivered, and is no answer', 'email', ['opened'], 'delivered'],
] as const)('%s', (_what, channel, kinds, state) => {
  const told = kinds.map((kind, index) => ({
    touchId: 'touch',
    kind,
    human: kind !== 'opened',
    detail: { attemptId: 'first', channel },
    at: new Date(MORNING.getTime() + index),
    key: kind,
  }));
  const touch = { state: 'accepted', channel, reason: null, deliveredAt: null, answeredAt: null } as const;
  const after = afterSignals(touch, [attempt('first', channel as 'email', 'accepted', 0)], told);
  expect(after.touch).toMatchObject({ state, answeredAt: null });
});
