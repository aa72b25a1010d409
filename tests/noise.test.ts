import fc from 'fast-check';
import { HOUR_MS } from '../domain/duration';
import { MOST_IN_A_STAGE, worthTelling } from '../domain/policy/noise';

const START = Date.UTC(2026, 2, 2);

const facts = fc.array(
  fc.record({
    type: fc.constantFrom('customer.replied', 'message.clicked'),
    minutes: fc.nat({ max: 60 * 24 * 30 }),
    settles: fc.boolean(),
  }),
  { maxLength: 200 },
);

test('what a run hears in a stage is bounded by its most and the hours, and what ends it is always heard (property)', () => {
  fc.assert(
    fc.property(facts, fc.nat({ max: 2 * MOST_IN_A_STAGE }), (drawn, count) => {
      const given = drawn
        .toSorted((one, other) => one.minutes - other.minutes)
        .map(({ minutes, ...fact }) => ({ ...fact, occurredAt: new Date(START + minutes * 60_000) }));
      const told = worthTelling(given, { count, latest: new Map() });
      expect(given.filter(({ settles }, index) => settles && !told[index])).toEqual([]);

      const noise = given.filter(({ settles }, index) => !settles && told[index]);
      const beyond = noise.slice(Math.max(0, MOST_IN_A_STAGE - count));
      for (const type of ['customer.replied', 'message.clicked']) {
        const times = beyond.filter((fact) => fact.type === type).map(({ occurredAt }) => occurredAt.getTime());
        expect(times.slice(2).every((time, index) => time - times[index + 1]! >= HOUR_MS)).toBe(true);
      }
    }),
  );
});
