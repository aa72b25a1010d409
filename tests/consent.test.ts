import fc from 'fast-check';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';
import { consentRoutes } from '../api/routes/consents';
import { newId } from '../domain/ids';
import { CONSENT_DUTY, consentAllows, consentState, type ConsentRecord } from '../domain/policy/consent';
import { withApi } from './support/http';

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

describe('consent over the API', () => {
  interface Listed {
    readonly data: readonly { readonly id: string; readonly state: string; readonly topic: string }[];
    readonly next_cursor: string | null;
    readonly current: readonly {
      readonly channel: string;
      readonly topic: string;
      readonly state: string;
      readonly allows: readonly string[];
    }[];
  }

  test('is recorded as it was said, never changed, and summed up for whoever asks what may be sent', () =>
    withApi({ routes: consentRoutes }, async ({ db, get, post, clock }) => {
      const id = newId(clock.now());
      const path = `/v1/customers/${id}/consents`;
      await db.customer.create({ data: { id, createdAt: clock.now(), updatedAt: clock.now() } });
      const grant = { channel: 'email', topic: 'news', state: 'granted', method: 'form', wording: 'Yes, write to me.' };
      const granted = await post(path, {
        ...grant,
        at: '2026-02-01T12:00:00+02:00',
        expires_at: '2027-02-01T00:00:00Z',
      });
      expect([granted.status, granted.body]).toEqual([
        201,
        expect.objectContaining({
          ...grant,
          basis: 'consent',
          actor: 'admin key',
          at: '2026-02-01T10:00:00.000Z',
          expires_at: '2027-02-01T00:00:00.000Z',
        }),
      ]);
      await post(path, { channel: 'sms', state: 'withdrawn', method: 'staff', actor: 'ben' });

      const { data, next_cursor, current } = (await get<Listed>(`${path}?limit=1`)).body;
      expect(data).toMatchObject([{ state: 'withdrawn', topic: '*' }]);
      const rest = (await get<Listed>(`${path}?limit=1&cursor=${next_cursor}`)).body;
      expect(rest).toMatchObject({ data: [{ state: 'granted', topic: 'news' }], next_cursor: null });
      const find = (channel: string, topic: string) =>
        current.find((one) => one.channel === channel && one.topic === topic);
      expect(find('email', 'news')).toMatchObject({ state: 'granted', allows: expect.arrayContaining(['marketing']) });
      expect(find('email', '*')).toMatchObject({ state: 'none', allows: expect.not.arrayContaining(['marketing']) });
      expect(find('sms', 'news')).toMatchObject({ state: 'withdrawn', allows: ['transactional', 'critical'] });
    }));

  test.each<[object, string]>([
    [{ state: 'maybe' }, '/state'],
    [{ channel: 'fax' }, '/channel'],
    [{ at: '2030-01-01T00:00:00Z' }, '/at'],
    [{ basis: 'withdrawal' }, '/basis'],
    [{ state: 'withdrawn', expires_at: '2027-01-01T00:00:00Z' }, '/expires_at'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
  ])('refuses what makes no sense, as %p', (fault, pointer) =>
    withApi({ routes: consentRoutes }, async ({ db, post, clock }) => {
      const id = newId(clock.now());
      await db.customer.create({ data: { id, createdAt: clock.now(), updatedAt: clock.now() } });
      const refused = await post(`/v1/customers/${id}/consents`, {
        channel: 'email',
        state: 'granted',
        method: 'form',
        ...fault,
      });
      expect([refused.status, refused.body['errors']]).toEqual([
        expect.any(Number),
        [expect.objectContaining({ pointer })],
      ]);
      expect(Math.floor(refused.status / 100)).toBe(4);
      expect(await db.consent.count()).toBe(0);
    }),
  );
});
