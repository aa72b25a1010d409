import fc from 'fast-check';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';
import { CONSENT_DUTY, consentAllows, consentState, type ConsentRecord } from '../domain/policy/consent';

const NOW = new Date('2026-03-02T10:00:00Z');

function record(state: ConsentRecord['state'], day: number, more: Partial<ConsentRecord> = {}): ConsentRecord {
  const at = new Date(Date.UTC(2026, 0, day));
  return { id: `${day}`, channel: '*', topic: '*', state, at, expiresAt: null, ...more };
}

describe('consent', () => {
  test('is what the customer said last about the channel and topic', () => {
    const granted = record('granted', 1, { channel: 'email', topic: 'news' });
    const withdrawn = record('withdrawn', 2);
    expect(consentState([granted], 'email', 'news', NOW)).toBe('granted');
    expect(consentState([granted], 'email', 'offers', NOW)).toBe('none');
    expect(consentState([granted], 'sms', 'news', NOW)).toBe('none');
    expect(consentState([granted, withdrawn], 'email', 'news', NOW)).toBe('withdrawn');
    expect(consentState([granted, withdrawn, record('granted', 3, { channel: 'sms' })], 'email', 'news', NOW)).toBe(
      'withdrawn',
    );
    expect(consentState([withdrawn, record('granted', 3, { topic: 'news' })], 'email', 'news', NOW)).toBe('granted');
  });

  test('that has expired does not count, so an older withdrawal shows again', () => {
    const expired = record('granted', 2, { expiresAt: NOW });
    expect(consentState([expired], 'email', 'news', NOW)).toBe('none');
    expect(consentState([record('withdrawn', 1), expired], 'email', 'news', NOW)).toBe('withdrawn');
    expect(consentState([expired], 'email', 'news', new Date(NOW.getTime() - 1))).toBe('granted');
  });

  const day = fc.integer({ min: 1, max: 5 }).map((of) => new Date(Date.UTC(2026, 2, of)));
  const recorded: fc.Arbitrary<ConsentRecord> = fc.record({
    id: fc.string({ minLength: 1, maxLength: 2 }),
    channel: fc.constantFrom('*', ...CHANNELS),
    topic: fc.constantFrom('*', 'news', 'offers'),
    state: fc.constantFrom('granted', 'withdrawn'),
    at: day,
    expiresAt: fc.option(day),
  });
  const history = fc.uniqueArray(recorded, { selector: ({ at, id }) => `${at.getTime()} ${id}` });

  test('does not depend on the order in which records are read, nor on reading one twice', () => {
    const reread = history.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
    );
    fc.assert(
      fc.property(reread, fc.constantFrom(...CHANNELS), ([all, again], channel) => {
        expect(consentState(again, channel, 'news', NOW)).toBe(consentState(all, channel, 'news', NOW));
      }),
    );
  });

  test('once withdrawn from everything, lets nothing pass but receipts and alarms', () => {
    fc.assert(
      fc.property(history, (before) => {
        const all = [...before, record('withdrawn', 1, { id: 'last', at: new Date('2026-04-01') })];
        for (const messageClass of MESSAGE_CLASSES) {
          for (const channel of CHANNELS) {
            const allowed = consentAllows(CONSENT_DUTY[messageClass][channel], consentState(all, channel, 'news', NOW));
            expect(allowed).toBe(messageClass === 'transactional' || messageClass === 'critical');
          }
        }
      }),
    );
  });

  test('that nobody ever gave allows exactly what needs none', () => {
    const allowed = MESSAGE_CLASSES.map((messageClass) => [
      messageClass,
      CHANNELS.filter((channel) => consentAllows(CONSENT_DUTY[messageClass][channel], 'none')),
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      transactional: ['email', 'sms', 'in-app'],
      critical: ['email', 'sms', 'in-app'],
      service: ['email', 'in-app'],
      lifecycle: ['email', 'in-app'],
      survey: ['email', 'in-app'],
      marketing: ['in-app'],
    });
  });
});
