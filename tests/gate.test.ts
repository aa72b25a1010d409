import fc from 'fast-check';
import { normalizeAddress } from '../domain/address';
import { addressHashWith } from '../domain/address-hash';
import { CHANNELS, MESSAGE_CLASSES, type Channel } from '../domain/channel';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/duration';
import { decide } from '../domain/policy/gate';
import type { Hold } from '../domain/policy/holds';
import { suppressedBy } from '../domain/policy/suppression';
import type { Candidate } from '../domain/policy/weighed';
import { NOON, OPEN, weighed } from './fixtures/weighed';

const after = (ms: number) => new Date(NOON.getTime() + ms);
const HOLD: Hold = { id: 'h', scope: 'class', target: 'lifecycle', cause: 'guardrail', until: null };

describe('the gate', () => {
  test('chooses the preferred channel and keeps every rule that it applied', () => {
    const decision = decide(weighed({ candidates: [OPEN, { ...OPEN, channel: 'in-app' }] }));
    expect(decision).toMatchObject({ kind: 'send', channel: 'email', reason: 'allowed' });
    expect(decision.verdicts.every(({ pass }) => pass)).toBe(true);
    const rulesOf = (channel: string | null) =>
      decision.verdicts.filter((verdict) => verdict.channel === channel).map(({ rule }) => rule);
    expect(rulesOf(null)).toEqual(['hold', 'pause', 'trouble', 'priority', 'cap']);
    expect(rulesOf('email')).toEqual([
      'variant',
      'channel',
      'address',
      'attempts',
      'suppression',
      'consent',
      'hold',
      'provider',
      'hours',
      'cap',
    ]);
    expect(decision.verdicts.find(({ rule }) => rule === 'consent')?.inputs).toEqual({
      class: 'lifecycle',
      topic: 'care',
      needs: 'no-withdrawal',
      consent: 'none',
    });
  });

  test.each<[Partial<Candidate>, string, string]>([
    [{ hasVariant: false }, 'variant', 'no_variant'],
    [{ isEnabled: false }, 'channel', 'channel_disabled'],
    [{ address: 'absent' }, 'address', 'no_address'],
    [{ address: 'malformed' }, 'address', 'malformed_address'],
    [{ spent: { reason: 'refused_address', code: 'address:21211' } }, 'attempts', 'refused_address'],
    [{ suppressedBy: 'invalid' }, 'suppression', 'suppressed_invalid'],
    [{ consent: 'withdrawn' }, 'consent', 'consent_withdrawn'],
    [{ channel: 'sms' }, 'consent', 'consent_missing'],
  ])('stops %p by one rule, and names it', (fault, rule, reason) => {
    const decision = decide(weighed({ candidates: [{ ...OPEN, ...fault }] }));
    expect(decision).toMatchObject({ kind: 'refuse', reason });
    expect(decision.verdicts.filter(({ pass }) => !pass)).toEqual([expect.objectContaining({ rule, reason })]);
  });

  test('goes on to the next channel when one is refused, but not when one has to wait (M22)', () => {
    const inApp = { ...OPEN, channel: 'in-app' } as const;
    const night = { at: new Date('2026-03-02T03:00:00Z') };
    const refused = weighed({ ...night, candidates: [{ ...OPEN, consent: 'withdrawn' }, inApp] });
    expect(decide(refused)).toMatchObject({ kind: 'send', channel: 'in-app' });
    const waits = weighed({ ...night, candidates: [OPEN, inApp] });
    const until = new Date('2026-03-02T07:00:00Z');
    expect(decide(waits)).toMatchObject({ kind: 'defer', until, reason: 'quiet_hours' });
  });

  test('lets receipts and alarms pass hours, caps, trouble and priority, but no hold', () => {
    const standing = {
      trouble: { openTickets: 1, urgentConversation: true, openTasks: 1 },
      preferences: { channels: [], mostPerWeek: 0, pausedUntil: after(DAY_MS) },
    };
    for (const messageClass of ['transactional', 'critical'] as const) {
      const asked = { at: new Date('2026-03-02T03:00:00Z'), touch: { messageClass }, standing };
      expect(decide(weighed(asked))).toMatchObject({ kind: 'send' });
      const holds = [{ ...HOLD, scope: 'everything', target: '*' }];
      expect(decide(weighed({ ...asked, standing: { ...standing, holds } }))).toMatchObject({
        kind: 'defer',
        reason: 'held_everything',
      });
    }
  });

  test('comes again by the longest of several waits, and gives up when patience is over', () => {
    const night = { at: new Date('2026-03-02T03:00:00Z') };
    const holds = [HOLD];
    const both = weighed({ ...night, touch: { plannedAt: night.at, patientSince: night.at }, standing: { holds } });
    expect(decide(both)).toMatchObject({
      kind: 'defer',
      reason: 'held_class',
      until: new Date('2026-03-02T07:00:00Z'),
    });
    const late = weighed({ touch: { plannedAt: after(-8 * DAY_MS) }, standing: { holds } });
    expect(decide(late)).toMatchObject({ kind: 'refuse', reason: 'held_class' });
    const pausedUntil = after(8 * DAY_MS);
    const paused = weighed({ standing: { preferences: { channels: [], mostPerWeek: null, pausedUntil } } });
    expect(decide(paused)).toMatchObject({ kind: 'refuse', reason: 'paused_by_customer' });
  });

  test('looks at a hold again soon, then every hour, and never gives up what staff hold (X10)', () => {
    const held = (age: number, hold: Partial<Hold> = {}) =>
      decide(
        weighed({
          touch: { plannedAt: after(-age), patientSince: after(-age) },
          standing: { holds: [{ ...HOLD, ...hold }] },
        }),
      );
    expect(held(0)).toMatchObject({ kind: 'defer', until: after(15 * MINUTE_MS) });
    expect(held(DAY_MS)).toMatchObject({ kind: 'defer', until: after(HOUR_MS) });
    expect(held(0, { until: after(MINUTE_MS) })).toMatchObject({ until: after(MINUTE_MS) });
    expect(held(0, { until: after(-1) })).toMatchObject({ kind: 'send' });
    expect(held(0, { scope: 'journey', target: 'onboarding' })).toMatchObject({ kind: 'send' });
    expect(held(0, { scope: 'channel', target: 'email' })).toMatchObject({ kind: 'defer', reason: 'held_channel' });
    expect(held(30 * DAY_MS, { cause: 'staff' })).toMatchObject({ kind: 'defer', reason: 'held_class' });
  });

  test('waits for a provider whose circuit is open or that asked for a pause', () => {
    const state = { provider: 'sendgrid', circuit: 'open', notBefore: after(MINUTE_MS), reason: 'failures' } as const;
    expect(decide(weighed({ standing: { providers: [state] } }))).toMatchObject({
      kind: 'defer',
      until: after(MINUTE_MS),
      reason: 'circuit_open',
    });
    expect(decide(weighed({ standing: { providers: [{ ...state, provider: 'twilio' }] } }))).toMatchObject({
      kind: 'send',
    });
  });

  test('writes at night to whoever is awake, when nothing else is known of where they are, and answers whoever asked', () => {
    const night = { at: new Date('2026-03-02T03:00:00Z') };
    const unknown = { timeZone: null, lastSeenAt: new Date('2026-03-02T02:45:00Z') };
    expect(decide(weighed({ ...night, customer: unknown }))).toMatchObject({ kind: 'send' });
    expect(decide(weighed({ ...night, customer: { ...unknown, timeZone: 'UTC' } }))).toMatchObject({ kind: 'defer' });
    expect(decide(weighed({ ...night, touch: { inReply: true, messageClass: 'service' } }))).toMatchObject({
      kind: 'send',
    });
  });

  test('lets a touch pass only on a channel on which no rule stops it, and never passes over a better one', () => {
    const candidate = fc.record({
      channel: fc.constantFrom(...CHANNELS),
      provider: fc.constantFrom('sendgrid', 'twilio'),
      hasVariant: fc.boolean(),
      isEnabled: fc.boolean(),
      address: fc.constantFrom('present', 'absent', 'malformed'),
      spent: fc.option(fc.constant({ reason: 'refused_content', code: null })),
      restsUntil: fc.option(fc.constant(after(HOUR_MS))),
      suppressedBy: fc.option(fc.constantFrom('invalid', 'opted_out')),
      consent: fc.constantFrom('granted', 'withdrawn', 'none'),
    });
    const candidates = fc.uniqueArray(candidate, { selector: ({ channel }) => channel });
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGE_CLASSES), candidates, (messageClass, given) => {
        const decision = decide(weighed({ touch: { messageClass }, candidates: given }));
        const chosen = decision.kind === 'send' ? decision.channel : null;
        const isClosed = (way: Channel | null): boolean =>
          decision.verdicts.some(({ channel, pass, until }) => channel === way && !pass && until === undefined);
        // One that only has to wait is waited for, and those behind it are not even looked at.
        const awaited = decision.verdicts.find(({ channel, until }) => until !== undefined && !isClosed(channel));
        const taken = [chosen, awaited?.channel].filter(Boolean);
        expect(taken).toEqual(
          given
            .map(({ channel }) => channel)
            .filter((channel) => !isClosed(channel))
            .slice(0, 1),
        );
        for (const one of given.filter(({ channel }) => channel === chosen)) {
          const { channel, provider, consent } = one;
          expect(one).toMatchObject({ ...OPEN, channel, provider, consent });
        }
      }),
    );
  });
});

describe('addresses', () => {
  test('are brought into the form in which they are sent to, or recognised as none', () => {
    expect(normalizeAddress('email', ' Ada.L@Example.COM ')).toBe('Ada.L@example.com');
    expect(normalizeAddress('sms', '+49 (0)30-123 45 67')).toBe('+49301234567');
    for (const raw of ['ada', 'ada@host', 'a b@example.com', 'ada@example.com, bob@example.com', ''])
      expect(normalizeAddress('email', raw)).toBeNull();
    for (const raw of ['0301234567', '+0123456789', '+1', 'call me', `+${'1'.repeat(16)}`])
      expect(normalizeAddress('sms', raw)).toBeNull();
  });

  test('are suppressed by a keyed hash, whatever their case, until the suppression expires', () => {
    const hash = addressHashWith('one');
    const addressHash = hash('email', 'Ada@example.com');
    expect(hash('email', 'ada@example.com')).toBe(addressHash);
    expect(
      new Set([addressHash, hash('sms', 'ada@example.com'), addressHashWith('other')('email', 'ada@example.com')]).size,
    ).toBe(3);

    const until = new Date('2026-03-02');
    const row = { channel: 'email', addressHash, reason: 'invalid', scope: '*', expiresAt: until } as const;
    const about = { channel: 'email', addressHash, messageClass: 'critical' } as const;
    expect(suppressedBy([row], about, new Date('2026-03-01'))).toBe('invalid');
    expect(suppressedBy([row], about, until)).toBeNull();
    expect(suppressedBy([row], { ...about, channel: 'sms' }, new Date('2026-03-01'))).toBeNull();
  });
});
