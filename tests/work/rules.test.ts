import fc from 'fast-check';
import { canTake, placeTask, type Colleague } from '../../domain/policy/assignment';
import { headStart, headStartMinutes, rankSentence } from '../../domain/policy/task-rank';
import { nextTimer, timersAhead, type TimedTask } from '../../domain/policy/task-timers';
import { fillTemplate, unfilledPlace } from '../../domain/reply-template';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { valueOf } from '../../domain/value';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('the rank', () => {
  test('never falls when a customer is worth more, waits, or has tickets, and says each reason once', () => {
    const facts = fc.record({
      priority: fc.constantFrom('urgent', 'high', 'normal', 'low'),
      value: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
      unanswered: fc.option(fc.constantFrom('urgent', 'reply', 'none'), { nil: null }),
      openTickets: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(facts, (fact) => {
        const minutes = headStartMinutes(headStart(fact));
        for (const more of [
          { ...fact, value: (fact.value ?? 0) * 10 },
          { ...fact, unanswered: 'urgent' as const },
          { ...fact, openTickets: fact.openTickets + 1 },
          { ...fact, priority: 'urgent' },
        ])
          expect(headStartMinutes(headStart(more))).toBeGreaterThanOrEqual(minutes);
        const because = headStart(fact).map((part) => part.because);
        expect(new Set(because).size).toBe(because.length);
      }),
    );
  });

  test('is told in words that a person understands', () => {
    const parts = headStart({ priority: 'high', value: 12_000, unanswered: 'urgent', openTickets: 1 });
    expect(rankSentence(later(-3 * DAY_MS), parts, NOW)).toBe(
      'It has been overdue for 3 days. It counts as 30 hours earlier: its priority is high (8 h); the customer is worth 12,000 a year (6 h); ' +
        'the customer wrote something urgent that is not answered (12 h); 1 ticket is open (4 h).',
    );
    expect(rankSentence(later(MINUTE_MS), [], NOW)).toBe('It is due in 1 minute.');
  });

  test('knows what a customer is worth from what backends say, of them or of their company', () => {
    expect(valueOf({ mrr: 10 }, { arr: 5 })).toBe(120);
    expect(valueOf({ mrr: 'much' }, { arr: '5000' })).toBe(5_000);
    expect(valueOf({}, null, undefined, { ltv: -1 })).toBeNull();
  });
});

test('a task that is meant for somebody never goes to whom is away, has left, or has enough, however they stand in for each other', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const when = fc.constantFrom(null, later(-HOUR_MS), later(HOUR_MS));
  const colleague = fc.record({
    loadLimit: fc.constantFrom(null, 0, 1, 5),
    load: fc.integer({ min: 0, max: 5 }),
    absentFrom: when,
    absentUntil: when,
    cover: fc.constantFrom(null, ...ids),
    disabledAt: fc.constantFrom(null, NOW),
  });
  fc.assert(
    fc.property(fc.array(colleague, { minLength: 4, maxLength: 4 }), fc.constantFrom(...ids), (team, wanted) => {
      const byId = new Map<string, Colleague>(team.map((each, index) => [ids[index]!, { id: ids[index]!, ...each }]));
      const { assignee, because } = placeTask(wanted, (id) => byId.get(id), NOW);
      expect(assignee === null || canTake(byId.get(assignee)!, NOW)).toBe(true);
      expect(because === 'asked_for').toBe(assignee === wanted);
      expect(assignee === wanted).toBe(canTake(byId.get(wanted)!, NOW));
    }),
  );
});

test('a claim that lies idle ends after its time, counted from the last act, and not while it is put off', () => {
  const task: TimedTask = {
    state: 'claimed',
    remindAt: later(12 * HOUR_MS),
    remindedAt: null,
    dueAt: later(DAY_MS),
    breachedAt: null,
    expireAt: later(2 * DAY_MS),
    snoozedUntil: null,
    claimedAt: NOW,
    actedAt: later(HOUR_MS),
    returnAfter: 180,
  };
  expect(nextTimer(task, NOW)).toEqual({ step: 'return', at: later(4 * HOUR_MS).getTime() });
  expect(nextTimer({ ...task, returnAfter: null }, NOW)?.step).toBe('breach');
  expect(nextTimer({ ...task, state: 'open', claimedAt: null }, NOW)?.step).toBe('remind');
  const asleep: TimedTask = { ...task, state: 'snoozed', snoozedUntil: later(10 * HOUR_MS) };
  expect(nextTimer(asleep, NOW)).toEqual({ step: 'return', at: later(13 * HOUR_MS).getTime() });
  expect(timersAhead(task, NOW).map(({ step }) => step)).toEqual(['return', 'remind', 'breach', 'expire']);
});

test('a template that is filled has no place left but those that are said to be missing', () => {
  const body = 'Hello {{ customer.first_name | there }}, your plan is {{customer.plan}}; {{ not.ours }}';
  const filled = fillTemplate(body, (name) => (name === 'customer.plan' ? 'team' : undefined));
  expect(filled).toEqual({ text: 'Hello there, your plan is team; {{ not.ours }}', missing: ['not.ours'] });
  expect(unfilledPlace(filled.text)).toBeUndefined();
  expect(unfilledPlace('Dear {{customer.name}}')).toBe('{{customer.name}}');
});
