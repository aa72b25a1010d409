import fc from 'fast-check';
import { normalizeAddress } from '../domain/address';
import { addressHashWith } from '../domain/address-hash';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';
import { decide, type Candidate } from '../domain/policy/gate';
import { suppressedBy } from '../domain/policy/suppression';

const OPEN: Candidate = {
  channel: 'email',
  hasVariant: true,
  isEnabled: true,
  address: 'present',
  spent: null,
  suppressedBy: null,
  consent: 'none',
};

describe('the gate', () => {
  test('chooses the preferred channel and keeps every rule that it applied', () => {
    const { channel, verdicts } = decide({
      messageClass: 'lifecycle',
      topic: 'care',
      candidates: [OPEN, { ...OPEN, channel: 'in-app' }],
    });
    expect(channel).toBe('email');
    expect(verdicts.map(({ rule, pass }) => [rule, pass])).toEqual(
      ['variant', 'channel', 'address', 'attempts', 'suppression', 'consent'].map((rule) => [rule, true]),
    );
    expect(verdicts.at(-1)?.inputs).toEqual({
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
    const {
      channel,
      reason: decisive,
      verdicts,
    } = decide({ messageClass: 'lifecycle', topic: 'care', candidates: [{ ...OPEN, ...fault }] });
    expect({ channel, decisive }).toEqual({ channel: null, decisive: reason });
    expect(verdicts.filter(({ pass }) => !pass)).toEqual([expect.objectContaining({ rule, reason })]);
  });

  test('lets a touch pass only on a channel on which no rule stops it, and never passes over a better one', () => {
    const candidate = fc.record({
      channel: fc.constantFrom(...CHANNELS),
      hasVariant: fc.boolean(),
      isEnabled: fc.boolean(),
      address: fc.constantFrom('present', 'absent', 'malformed'),
      spent: fc.option(fc.constant({ reason: 'refused_content', code: null })),
      suppressedBy: fc.option(fc.constantFrom('invalid', 'opted_out')),
      consent: fc.constantFrom('granted', 'withdrawn', 'none'),
    });
    const candidates = fc.uniqueArray(candidate, { selector: ({ channel }) => channel });
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGE_CLASSES), candidates, (messageClass, given) => {
        const { channel, verdicts } = decide({ messageClass, topic: 'care', candidates: given });
        const isStopped = (one: Candidate): boolean =>
          verdicts.some((verdict) => verdict.channel === one.channel && !verdict.pass);
        expect(given.find((one) => !isStopped(one))?.channel ?? null).toBe(channel);
        for (const chosen of given.filter((one) => one.channel === channel)) {
          expect(chosen).toMatchObject({ ...OPEN, channel: chosen.channel, consent: chosen.consent });
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
