import fc from 'fast-check';
import { addBusinessDays } from '../domain/business-days';
import { DAY_MS, HOUR_MS, type Due } from '../domain/duration';
import { nextTimer, stateAt, taskTimes, type TimedTask } from '../domain/policy/task-timers';

const friday = new Date('2026-03-06T15:00:00Z');
const opened = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
const due = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'business days'))
  .map(([count, unit]) => `${count} ${unit}` as Due);
const doings = fc.array(fc.constantFrom('claim', 'release', 'snooze', 'nothing'), { maxLength: 12 });

describe('business days', () => {
  test('a weekend does not count: one business day from Friday, Saturday or Sunday is Monday', () => {
    for (const from of ['2026-03-06', '2026-03-07', '2026-03-08']) {
      expect(addBusinessDays(new Date(`${from}T15:00:00Z`), 1)).toEqual(new Date('2026-03-09T15:00:00Z'));
    }
    expect(addBusinessDays(friday, 6)).toEqual(new Date('2026-03-16T15:00:00Z'));
  });

  test('the weekend is that of the zone, and the time of day stands still when clocks change', () => {
    // 23:30 on Friday in UTC is Saturday morning in Tokyo; either way Monday comes next, at the same local time.
    expect(addBusinessDays(new Date('2026-03-06T23:30:00Z'), 1, 'Asia/Tokyo')).toEqual(
      new Date('2026-03-08T23:30:00Z'),
    );
    // Berlin leaves winter time on 2026-03-29.
    expect(addBusinessDays(new Date('2026-03-27T09:00:00Z'), 1, 'Europe/Berlin')).toEqual(
      new Date('2026-03-30T08:00:00Z'),
    );
  });

  test('a part of a business day is refused', () => {
    expect(() => addBusinessDays(friday, 0.5)).toThrow(RangeError);
    expect(() => taskTimes(friday, '1.5 business days' as Due)).toThrow('1.5 business days');
  });

  test('the result is a weekday, later, and at the same time of day', () => {
    fc.assert(
      fc.property(opened, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const to = addBusinessDays(from, count);
        expect([1, 2, 3, 4, 5]).toContain(to.getUTCDay());
        expect(to > from).toBe(true);
        expect((to.getTime() - from.getTime()) % DAY_MS).toBe(0);
      }),
    );
  });
});

describe('the timer chain of a task (X05)', () => {
  test('a task due in one business day is reminded of, breaches, and expires as far beyond', () => {
    expect(taskTimes(new Date('2026-03-03T10:00:00Z'), '1 business day')).toEqual({
      remindAt: new Date('2026-03-03T22:00:00Z'),
      dueAt: new Date('2026-03-04T10:00:00Z'),
      expireAt: new Date('2026-03-05T10:00:00Z'),
    });
  });

  test('a short task still leaves a day between breach and expiry', () => {
    const { dueAt, expireAt } = taskTimes(friday, '30 minutes');
    expect(expireAt.getTime() - dueAt.getTime()).toBe(DAY_MS);
  });

  test('a claimed task is not reminded of, a finished one has no timer', () => {
    const task = openTask(friday, '2 days');
    expect(nextTimer({ ...task, state: 'claimed', claimedAt: friday }, friday)?.step).toBe('breach');
    for (const state of ['done', 'expired', 'cancelled'] as const)
      expect(nextTimer({ ...task, state }, friday)).toBeNull();
  });

  test('nothing rings during a snooze, and expiry leaves a day after it', () => {
    const until = new Date(friday.getTime() + 30 * DAY_MS);
    const task: TimedTask = { ...openTask(friday, '2 days'), state: 'snoozed', snoozedUntil: until };
    const breach = nextTimer(task, friday);
    expect(breach).toEqual({ step: 'breach', at: until.getTime() });
    expect(nextTimer({ ...task, breachedAt: until }, until)).toEqual({ step: 'expire', at: until.getTime() + DAY_MS });
  });

  test('a snooze that is over gives the task back to its holder, or to everybody', () => {
    const task = { state: 'snoozed', snoozedUntil: friday, claimedAt: null } as const;
    const before = new Date(friday.getTime() - HOUR_MS);
    expect(stateAt(task, before)).toBe('snoozed');
    expect(stateAt(task, friday)).toBe('open');
    expect(stateAt({ ...task, claimedAt: before }, friday)).toBe('claimed');
  });

  test('whatever people do, timers ring in order, never in the past, each at most once, and the chain ends in expiry', () => {
    fc.assert(
      fc.property(opened, due, doings, fc.integer({ min: 1, max: 90 }), (from, span, actions, days) => {
        let task = openTask(from, span);
        let now = from;
        const rung: string[] = [];
        const hands = [...actions];
        for (;;) {
          const timer = nextTimer(task, now)!;
          expect(timer.at).toBeGreaterThanOrEqual(now.getTime());
          const action = hands.shift();
          // A person acts half-way to the timer, so the journey that slept comes too early and must be sent on.
          if (action) {
            now = new Date(Math.floor((now.getTime() + timer.at) / 2));
            task = act(task, action, now, days);
            continue;
          }
          now = new Date(timer.at);
          expect(timer.at).toBeGreaterThanOrEqual(task.snoozedUntil?.getTime() ?? 0);
          rung.push(timer.step);
          if (timer.step === 'expire') break;
          task = timer.step === 'remind' ? { ...task, remindedAt: now } : { ...task, breachedAt: now };
        }
        expect(['remind,breach,expire', 'breach,expire']).toContain(rung.join());
        expect(now >= task.expireAt).toBe(true);
      }),
    );
  });
});

function openTask(at: Date, span: Due): TimedTask {
  return {
    state: 'open',
    ...taskTimes(at, span),
    remindedAt: null,
    breachedAt: null,
    snoozedUntil: null,
    claimedAt: null,
  };
}

function act(task: TimedTask, action: 'claim' | 'release' | 'snooze' | 'nothing', at: Date, days: number): TimedTask {
  switch (action) {
    case 'claim':
      return { ...task, state: 'claimed', claimedAt: at, snoozedUntil: null };
    case 'release':
      return { ...task, state: 'open', claimedAt: null, snoozedUntil: null };
    case 'snooze':
      return { ...task, state: 'snoozed', snoozedUntil: new Date(at.getTime() + days * DAY_MS) };
    case 'nothing':
      return task;
  }
}
