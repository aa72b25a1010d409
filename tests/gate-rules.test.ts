import fc from 'fast-check';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/duration';
import { withinCap, type Cap } from '../domain/policy/caps';
import { channelOrder, mayStandIn } from '../domain/policy/channel-choice';
import { decide } from '../domain/policy/gate';
import { firstInLine } from '../domain/policy/priority';
import type { SentTouch } from '../domain/policy/recent';
import { bestHour } from '../domain/policy/send-time';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import { newSubject } from '../domain/policy/subject';
import { notInTrouble } from '../domain/policy/trouble';
import { NOON, weighed } from './fixtures/weighed';

const after = (ms: number) => new Date(NOON.getTime() + ms);

function sent(touch: Partial<SentTouch> = {}): SentTouch {
  return {
    journey: 'onboarding',
    messageClass: 'lifecycle',
    channel: 'email',
    subject: null,
    priority: 'normal',
    at: after(-HOUR_MS),
    ...touch,
  };
}

describe('frequency caps (M24)', () => {
  const cap: Cap = { name: 'two-a-day', classes: ['lifecycle'], channels: ['email'], most: 2, days: 1 };

  test('count what they are about, over a window that rolls', () => {
    const two = [sent({ at: after(-20 * HOUR_MS) }), sent()];
    expect(withinCap(cap, two, NOON)).toMatchObject({
      kind: 'wait',
      reason: 'cap_two-a-day',
      until: after(4 * HOUR_MS),
    });
    expect(withinCap(cap, two, after(4 * HOUR_MS))).toMatchObject({ kind: 'pass' });
    expect(
      withinCap(cap, [...two, sent({ channel: 'sms' }), sent({ messageClass: 'survey' })].slice(1), NOON).kind,
    ).toBe('pass');
    expect(withinCap({ ...cap, most: 0 }, [], NOON)).toMatchObject({ kind: 'refuse' });
  });

  test('are never exceeded in any window, in whatever order workers decide', () => {
    const asks = fc.array(fc.integer({ min: 0, max: 20 * 24 }), { minLength: 1, maxLength: 60 });
    const caps = fc.record({ most: fc.integer({ min: 1, max: 5 }), days: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(asks, caps, (hours, { most, days }) => {
        const tried: Cap = { ...cap, most, days };
        const went: SentTouch[] = [];
        for (const hour of hours) {
          const found = withinCap(tried, went, after(hour * HOUR_MS));
          if (found.kind === 'pass') went.push(sent({ at: after(hour * HOUR_MS) }));
          const until = found.kind === 'wait' ? found.until : null;
          expect(until === null || until > after(hour * HOUR_MS)).toBe(true);
        }
        const times = went.map(({ at }) => at.getTime());
        for (const end of times)
          expect(times.filter((time) => time > end - days * DAY_MS && time <= end).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('let a touch pass at the instant that they name, if nothing else went out', () => {
    const times = fc.array(fc.integer({ min: -72, max: 0 }), { maxLength: 12 });
    fc.assert(
      fc.property(times, (hours) => {
        const went = hours.map((hour) => sent({ at: after(hour * HOUR_MS) }));
        const found = withinCap(cap, went, NOON);
        const then = found.kind === 'wait' ? withinCap(cap, went, found.until) : found;
        expect(then.kind).toBe('pass');
      }),
    );
  });

  test('a customer may choose to hear less, whatever the channel', () => {
    const standing = {
      preferences: { channels: [], mostPerWeek: 1, pausedUntil: null },
      sent: [sent({ channel: 'in-app', at: after(-2 * DAY_MS) })],
    };
    const decision = decide(weighed({ standing }));
    expect(decision).toMatchObject({ kind: 'defer', reason: 'cap_own-choice', until: after(5 * DAY_MS) });
    expect(decide(weighed({ standing, touch: { messageClass: 'service' } }))).toMatchObject({ kind: 'send' });
  });
});

describe('priority between journeys (M24)', () => {
  const low = { journey: 'advocacy', messageClass: 'marketing', priority: 'low', onConflict: 'wait' } as const;
  const rules = DEFAULT_SETTINGS.priority;
  const high = sent({ journey: 'at-risk', priority: 'high' });

  test('lets the higher one go first, and the lower one wait its hours', () => {
    expect(firstInLine(low, { sent: [high], waiting: [] }, rules, NOON)).toMatchObject({
      kind: 'wait',
      reason: 'outranked',
      until: after(19 * HOUR_MS),
    });
    const waiting = [
      { journey: 'at-risk', messageClass: 'lifecycle', priority: 'high', until: after(HOUR_MS) },
    ] as const;
    expect(firstInLine(low, { sent: [], waiting }, rules, NOON)).toMatchObject({
      until: after(HOUR_MS + 5 * MINUTE_MS),
    });
  });

  test('drops the lower one when its journey says so', () => {
    const found = firstInLine({ ...low, onConflict: 'drop' }, { sent: [high], waiting: [] }, rules, NOON);
    expect(found).toMatchObject({ kind: 'refuse', reason: 'outranked', inputs: { other_journey: 'at-risk' } });
  });

  test('knows no rank between equals, nor within a journey, nor with what went out long ago or waits for long', () => {
    const others = [
      { sent: [{ ...high, priority: 'low' as const }], waiting: [] },
      { sent: [{ ...high, journey: 'advocacy' }], waiting: [] },
      { sent: [{ ...high, at: after(-20 * HOUR_MS) }], waiting: [] },
      { sent: [{ ...high, messageClass: 'transactional' as const }], waiting: [] },
      { sent: [], waiting: [{ ...high, until: after(3 * DAY_MS) }] },
      { sent: [], waiting: [{ ...high, until: after(-HOUR_MS) }] },
    ];
    for (const other of others) expect(firstInLine(low, other, rules, NOON).kind).toBe('pass');
  });
});

describe('open support trouble (M25)', () => {
  const quiet = { openTickets: 0, urgentConversation: false, openTasks: 0 };
  const when = { plannedAt: NOON, at: NOON };

  test.each([{ openTickets: 1 }, { urgentConversation: true }, { openTasks: 1 }])(
    'by %p holds marketing and surveys only',
    (found) => {
      const trouble = { ...quiet, ...found };
      const held = MESSAGE_CLASSES.filter(
        (one) => notInTrouble(one, trouble, DEFAULT_SETTINGS.trouble, when).kind === 'wait',
      );
      expect(held).toEqual(['marketing', 'survey']);
      expect(notInTrouble('marketing', quiet, DEFAULT_SETTINGS.trouble, when).kind).toBe('pass');
    },
  );

  test('is looked for again the less often the longer it lasts, and given up after its own time', () => {
    const lasting = (days: number) =>
      decide(
        weighed({
          touch: { messageClass: 'survey', plannedAt: after(-days * DAY_MS), patientSince: after(-days * DAY_MS) },
          standing: { trouble: { ...quiet, openTickets: 1 } },
        }),
      );
    expect(lasting(0)).toMatchObject({ kind: 'defer', until: after(HOUR_MS), reason: 'open_trouble' });
    expect(lasting(10)).toMatchObject({ kind: 'defer', until: after(12 * HOUR_MS) });
    expect(lasting(14)).toMatchObject({ kind: 'refuse', reason: 'open_trouble' });
  });
});

describe('subjects (M24)', () => {
  const bill = { journey: 'renewal', subject: 'renewal' };

  test('of which another journey has just spoken are dropped; a journey may come back to its own', () => {
    const other = sent({ journey: 'dunning', subject: 'renewal', at: after(-DAY_MS) });
    expect(newSubject(bill, [other], { days: 7 }, NOON)).toMatchObject({ kind: 'refuse', reason: 'same_subject' });
    for (const fine of [
      { ...other, journey: 'renewal' },
      { ...other, subject: 'seats' },
      { ...other, at: after(-8 * DAY_MS) },
    ])
      expect(newSubject(bill, [fine], { days: 7 }, NOON).kind).toBe('pass');
    expect(newSubject({ ...bill, subject: null }, [other], { days: 7 }, NOON).kind).toBe('pass');
  });
});

describe('channel choice', () => {
  test("is the customer's own, then the message's, within what the touch allows (M05, M23)", () => {
    const allowed = { primary: 'email', fallback: ['sms', 'in-app'] } as const;
    expect(channelOrder(allowed, [])).toEqual(['email', 'sms', 'in-app']);
    expect(channelOrder(allowed, ['push', 'in-app'])).toEqual(['in-app', 'email', 'sms']);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...CHANNELS)), (preferred) => {
        expect([...channelOrder(allowed, preferred)].toSorted()).toEqual(['email', 'in-app', 'sms']);
      }),
    );
  });

  test('goes on for want of an answer only while there is none (M22)', () => {
    const first = { state: 'delivered', sentAt: NOON, answeredAt: null };
    expect(mayStandIn(first, after(-HOUR_MS)).kind).toBe('pass');
    expect(mayStandIn(first, after(HOUR_MS))).toMatchObject({ kind: 'refuse', reason: 'answered' });
    expect(mayStandIn({ ...first, answeredAt: after(HOUR_MS) }, null)).toMatchObject({ reason: 'answered' });
  });
});

describe('send time', () => {
  const rules = DEFAULT_SETTINGS.sendTime;
  const open = { at: NOON, isOpen: () => true };

  test('waits for the hour at which a customer acts, once enough is known of it', () => {
    const acts = { 17: 5, 18: 3, 9: 2 };
    expect(bestHour('marketing', acts, rules, open)).toMatchObject({ kind: 'wait', until: after(5 * HOUR_MS) });
    expect(bestHour('marketing', { 9: 8 }, rules, open)).toMatchObject({ until: after(21 * HOUR_MS) });
    expect(bestHour('marketing', { 12: 8 }, rules, open).kind).toBe('pass');
    expect(bestHour('marketing', { 17: 7 }, rules, open).kind).toBe('pass');
    expect(bestHour('lifecycle', acts, rules, open).kind).toBe('pass');
    expect(bestHour('marketing', acts, rules, { ...open, isOpen: () => false }).kind).toBe('pass');
  });

  test('never waits longer than a day, and passes at the hour that it waited for', () => {
    const hours = fc.dictionary(fc.integer({ min: 0, max: 23 }).map(String), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(hours, fc.date({ min: after(0), max: after(30 * DAY_MS), noInvalidDate: true }), (acts, at) => {
        const found = bestHour('marketing', acts, rules, { at, isOpen: () => true });
        if (found.kind !== 'wait') return;
        expect(found.until.getTime() - at.getTime()).toBeLessThanOrEqual(DAY_MS);
        expect(bestHour('marketing', acts, rules, { at: found.until, isOpen: () => true }).kind).toBe('pass');
      }),
    );
  });
});
