import fc from 'fast-check';
import { consentRoutes } from '../api/routes/consents';
import { CHANNELS, MESSAGE_CLASSES, type Channel, type MessageClass } from '../domain/channel';
import { DAY_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import {
  CONSENT_DUTY,
  consentAllows,
  consentState,
  type ConsentQuestion,
  type ConsentRecord,
} from '../domain/policy/consent';
import { CONSENT_BASES, expiryOf } from '../domain/policy/consent-basis';
import { erasedEvidence, hashOfConsent, verifyChain, type ChainedConsent } from '../domain/policy/consent-chain';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import { coverOf, scopeOfStop } from '../domain/policy/withdrawal';
import { addConsent } from '../prisma/consents';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T10:00:00Z');

function about(channel: Channel, topic = 'news', purpose: MessageClass = 'marketing'): ConsentQuestion {
  return { channel, topic, purpose };
}

function record(state: ConsentRecord['state'], day: number, more: Partial<ConsentRecord> = {}): ConsentRecord {
  const at = new Date(Date.UTC(2026, 0, day));
  const basis = state === 'withdrawn' ? 'withdrawal' : 'consent';
  return { id: `${day}`, channel: '*', topic: '*', purpose: '*', state, basis, at, expiresAt: null, ...more };
}

describe('consent', () => {
  test('is what the customer said last about the channel and topic', () => {
    const granted = record('granted', 1, { channel: 'email', topic: 'news' });
    const withdrawn = record('withdrawn', 2);
    expect(consentState([granted], about('email'), NOW)).toBe('granted');
    expect(consentState([granted], about('email', 'offers'), NOW)).toBe('none');
    expect(consentState([granted], about('sms'), NOW)).toBe('none');
    expect(consentState([granted, withdrawn], about('email'), NOW)).toBe('withdrawn');
    expect(consentState([granted, withdrawn, record('granted', 3, { channel: 'sms' })], about('email'), NOW)).toBe(
      'withdrawn',
    );
    expect(consentState([withdrawn, record('granted', 3, { topic: 'news' })], about('email'), NOW)).toBe('granted');
  });

  test('that has expired does not count, so an older withdrawal shows again', () => {
    const expired = record('granted', 2, { expiresAt: NOW });
    expect(consentState([expired], about('email'), NOW)).toBe('none');
    expect(consentState([record('withdrawn', 1), expired], about('email'), NOW)).toBe('withdrawn');
    expect(consentState([expired], about('email'), new Date(NOW.getTime() - 1))).toBe('granted');
  });

  const day = fc.integer({ min: 1, max: 5 }).map((of) => new Date(Date.UTC(2026, 2, of)));
  const recorded: fc.Arbitrary<ConsentRecord> = fc.record({
    id: fc.string({ minLength: 1, maxLength: 2 }),
    channel: fc.constantFrom('*', ...CHANNELS),
    topic: fc.constantFrom('*', 'news', 'offers'),
    purpose: fc.constantFrom('*', 'marketing', 'service'),
    state: fc.constantFrom('granted', 'withdrawn', 'pending'),
    basis: fc.constantFrom(...CONSENT_BASES),
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
        expect(consentState(again, about(channel), NOW)).toBe(consentState(all, about(channel), NOW));
      }),
    );
  });

  test('that was withdrawn stays so, whatever was granted before, until the customer says yes in so many words', () => {
    const at = new Date('2026-02-20');
    const implied = fc.constantFrom('soft_opt_in', 'implied_purchase', 'implied_inquiry', 'contract');
    const later = fc.array(
      fc.tuple(recorded, implied).map(([one, basis]) => ({ ...one, state: 'granted' as const, basis })),
    );
    fc.assert(
      fc.property(history, later, fc.constantFrom(...CHANNELS), (before, after, channel) => {
        const older = before.map((one) => ({ ...one, at: new Date(one.at.getTime() - 30 * 86_400_000) }));
        const withdrawal = record('withdrawn', 1, { id: 'withdrawal', at, topic: 'news', channel });
        expect(consentState([...after, withdrawal, ...older], about(channel), NOW)).toBe('withdrawn');
        const yes = record('granted', 1, { id: 'yes', at: new Date('2026-02-21'), topic: 'news', channel });
        expect(consentState([...after, withdrawal, yes, ...older], about(channel), NOW)).toBe('granted');
      }),
    );
  });

  test('is for the purpose that was named: marketing can be refused and help along the way kept', () => {
    const refused = [record('withdrawn', 1, { purpose: 'marketing' })];
    expect(consentState(refused, about('email', 'news', 'marketing'), NOW)).toBe('withdrawn');
    expect(consentState(refused, about('email', 'news', 'lifecycle'), NOW)).toBe('none');
  });

  test('that waits for its confirmation is no grant, and takes none away', () => {
    const pending = record('pending', 3, { expiresAt: new Date('2026-03-09') });
    expect(consentState([pending], about('email'), NOW)).toBe('pending');
    expect(consentAllows('grant', 'pending')).toBe(false);
    expect(consentState([record('granted', 1), pending], about('email'), NOW)).toBe('granted');
    expect(consentState([record('withdrawn', 1), pending], about('email'), NOW)).toBe('withdrawn');
    expect(consentState([pending], about('email'), new Date('2026-03-09'))).toBe('none');
  });

  test('that a purchase or an inquiry implies lasts two years or six months (CASL)', () => {
    expect(expiryOf('implied_purchase', new Date('2024-02-29T12:00:00Z'))).toEqual(new Date('2026-02-28T12:00:00Z'));
    expect(expiryOf('implied_inquiry', new Date('2026-08-31T00:00:00Z'))).toEqual(new Date('2027-02-28T00:00:00Z'));
    expect(expiryOf('consent', NOW)).toBeNull();
  });

  test('is taken back for a topic, a purpose, a channel or everything; "stop" means what the settings say of the country', () => {
    const said = { channel: 'sms', topic: 'offers', purpose: 'marketing' } as const;
    expect(coverOf('topic', said)).toEqual({ channel: 'sms', topic: 'offers', purpose: '*' });
    expect(coverOf('purpose', said)).toEqual({ channel: 'sms', topic: '*', purpose: 'marketing' });
    expect(coverOf('channel', said)).toEqual({ channel: 'sms', topic: '*', purpose: '*' });
    expect(coverOf('everything', said)).toEqual({ channel: '*', topic: '*', purpose: '*' });
    expect(scopeOfStop(DEFAULT_SETTINGS, 'US')).toBe('channel');
    const flipped = { stop: { everywhere: 'channel', regions: { US: 'everything' } } } as const;
    expect([scopeOfStop(flipped, 'US'), scopeOfStop(flipped, 'DE'), scopeOfStop(flipped, null)]).toEqual([
      'everything',
      'channel',
      'channel',
    ]);
  });

  test('once withdrawn from everything, lets nothing pass but receipts and alarms', () => {
    fc.assert(
      fc.property(history, (before) => {
        const all = [...before, record('withdrawn', 1, { id: 'last', at: new Date('2026-04-01') })];
        for (const messageClass of MESSAGE_CLASSES) {
          for (const channel of CHANNELS) {
            const allowed = consentAllows(
              CONSENT_DUTY[messageClass][channel],
              consentState(all, about(channel, 'news', messageClass), NOW),
            );
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
      transactional: ['email', 'sms', 'push', 'in-app'],
      critical: ['email', 'sms', 'push', 'in-app'],
      service: ['email', 'push', 'in-app'],
      lifecycle: ['email', 'push', 'in-app'],
      survey: ['email', 'push', 'in-app'],
      marketing: ['in-app'],
    });
  });
});

describe('the chain of consents', () => {
  const CHAIN = newId(NOW);

  test('is sound as it was written, in whatever order it is read', () => {
    const chain = chainOf(5);
    expect(verifyChain(CHAIN, chain.toReversed())).toEqual({
      chain: CHAIN,
      length: 5,
      head: chain[4]!.hash,
      broken: null,
    });
    expect(verifyChain(CHAIN, [])).toMatchObject({ length: 0, head: null, broken: null });
  });

  test.each<[string, (chain: ChainedConsent[]) => ChainedConsent[], number, string]>([
    ['a changed word', (chain) => chain.with(2, { ...chain[2]!, wording: 'Yes to everything' }), 3, 'changed'],
    ['a changed time', (chain) => chain.with(0, { ...chain[0]!, at: NOW }), 1, 'changed'],
    ['changed evidence', (chain) => chain.with(1, { ...chain[1]!, evidence: { page: '/other' } }), 2, 'changed'],
    ['a record left out', (chain) => chain.toSpliced(1, 1), 3, 'gap'],
    [
      'a record with a hash of its own',
      (chain) => chain.with(3, rehashed({ ...chain[3]!, state: 'granted' })),
      5,
      'previous',
    ],
    ['a record at a place that is taken', (chain) => [...chain, rehashed({ ...chain[4]!, seq: 4 })], 4, 'gap'],
  ])('names the first link that %s breaks', (_what, tamper, seq, why) => {
    expect(verifyChain(CHAIN, tamper(chainOf(5))).broken).toMatchObject({ seq, why });
  });

  test('holds when evidence is erased, and whatever order the database keeps its members in', () => {
    const chain = chainOf(3);
    const erased = chain.with(1, { ...chain[1]!, evidence: erasedEvidence(chain[1]!.evidence) });
    expect(verifyChain(CHAIN, erased).broken).toBeNull();
    const { page, ip } = chain[2]!.evidence as { page: string; ip: string };
    expect(verifyChain(CHAIN, chain.with(2, { ...chain[2]!, evidence: { ip, page } })).broken).toBeNull();
  });

  function chainOf(length: number): ChainedConsent[] {
    const chain: ChainedConsent[] = [];
    for (let seq = 1; seq <= length; seq += 1) {
      const said = {
        ...record('withdrawn', seq),
        wording: 'Yes',
        wordingVersion: '1',
        locale: 'en',
        method: 'form',
        actor: null,
      };
      const place = { chain: CHAIN, seq, previous: chain.at(-1)?.hash ?? null, hash: null };
      chain.push(rehashed({ ...said, ...place, evidence: { page: '/sign-up', ip: `192.0.2.${seq}` } }));
    }
    return chain;
  }

  function rehashed(one: ChainedConsent): ChainedConsent {
    return { ...one, hash: hashOfConsent(one) };
  }
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

  test('withdrawn is on its way to every running journey, whatever it listens for, in the same transaction (X11)', () =>
    withApi({ routes: consentRoutes }, async ({ db, post, clock, relayWoken }) => {
      const customerId = newId(clock.now());
      const now = clock.now();
      const [createdAt, updatedAt, enteredAt, stageAt] = [now, now, now, now];
      await db.customer.create({ data: { id: customerId, createdAt, updatedAt } });
      for (const [journey, state] of [
        ['onboarding', 'active'],
        ['renewal', 'paused'],
        ['at-risk', 'ended'],
      ] as const) {
        const of = { journey, customerId, workflowId: `${journey}:${customerId}`, state, stage: 'first' };
        const id = newId(clock.now());
        await db.enrollment.create({ data: { id, ...of, cause: {}, causeKey: id, enteredAt, stageAt } });
      }
      await post(`/v1/customers/${customerId}/consents`, { channel: 'email', state: 'granted', method: 'form' });
      expect(await db.outbox.count()).toBe(0);

      const said = { channel: 'email', topic: 'news', state: 'withdrawn', method: 'staff' };
      const { body } = await post(`/v1/customers/${customerId}/consents`, said);
      const told = await db.outbox.findMany({ orderBy: { workflowId: 'asc' } });
      expect(told.map(({ workflowId }) => workflowId)).toEqual([`onboarding:${customerId}`, `renewal:${customerId}`]);
      expect(told[0]!.payload).toEqual({
        eventId: body['id'],
        type: 'consent.withdrawn',
        occurredAt: clock.now().getTime(),
        data: { channel: 'email', topic: 'news', purpose: '*' },
      });
      expect(relayWoken()).toBe(1);
      expect(await db.timelineItem.findMany()).toMatchObject([
        { kind: 'log', detail: { message: 'consent withdrawn', channel: 'email', topic: 'news' } },
      ]);
    }));

  test('stands in a chain that shows what was changed afterwards, also after a merge and under simultaneous writes', () =>
    withApi({ routes: consentRoutes }, async ({ db, get, post, clock }) => {
      const [id, other] = [newId(clock.now()), newId(clock.now())];
      const [createdAt, updatedAt] = [clock.now(), clock.now()];
      await db.customer.createMany({ data: [id, other].map((each) => ({ id: each, createdAt, updatedAt })) });
      const said = { channel: 'email', topic: 'news', state: 'granted', method: 'form', evidence: { ip: '192.0.2.1' } };
      await Promise.all(Array.from({ length: 8 }, () => post(`/v1/customers/${id}/consents`, said)));
      await post(`/v1/customers/${other}/consents`, said);
      await db.consent.updateMany({ where: { customerId: other }, data: { customerId: id } });
      const verify = async () => (await get<Proof>(`/v1/customers/${id}/consents/verify`)).body;
      const sound = await verify();
      expect(sound).toMatchObject({ intact: true, unchained: 0 });
      expect(new Map(sound.chains.map(({ chain, length }) => [chain, length]))).toEqual(
        new Map([
          [id, 8],
          [other, 1],
        ]),
      );

      await db.consent.updateMany({ where: { chain: id, seq: 3 }, data: { state: 'withdrawn' } });
      const tampered = await verify();
      expect(tampered.intact).toBe(false);
      expect(tampered.chains.find(({ chain }) => chain === id)?.broken).toMatchObject({ seq: 3, why: 'changed' });
    }));

  interface Proof {
    readonly intact: boolean;
    readonly chains: readonly { readonly chain: string; readonly length: number; readonly broken: object | null }[];
  }

  test('that a purchase implies ends by itself, and a double opt-in begins as pending with a link for its confirmation', () =>
    withApi({ routes: consentRoutes }, async ({ db, get, post, clock }) => {
      const id = newId(clock.now());
      await db.customer.create({ data: { id, createdAt: clock.now(), updatedAt: clock.now() } });
      const path = `/v1/customers/${id}/consents`;
      const bought = { channel: 'email', state: 'granted', basis: 'implied_purchase', method: 'order' };
      expect((await post(path, bought)).body).toMatchObject({ expires_at: '2028-03-02T09:00:00.000Z' });
      const asked = {
        channel: 'sms',
        topic: 'news',
        state: 'pending',
        method: 'form',
        locale: 'de',
        wording: 'Ja, gern.',
        send: false,
      };
      const { status, body } = await post(path, asked);
      expect([status, body]).toMatchObject([201, { state: 'pending', expires_at: '2026-03-09T09:00:00.000Z' }]);
      expect(body['confirm_url']).toMatch(/^https:\/\/engage\.acme\.example\/c\/y\/[\w-]{40,80}$/);
      const [request] = await db.consentRequest.findMany();
      expect(JSON.stringify(request)).not.toContain(String(body['confirm_url']).split('/').at(-1));
      const { current } = (await get<Listed>(path)).body;
      expect(current.find((one) => one.channel === 'sms' && one.topic === 'news')).toMatchObject({ state: 'pending' });
    }));

  test('is asked for at the address in question, by us unless the caller does, and not so often that it fills a mailbox', () =>
    withApi({ routes: consentRoutes }, async ({ db, post, clock }) => {
      const id = newId(clock.now());
      await db.customer.create({ data: { id, createdAt: clock.now(), updatedAt: clock.now() } });
      const path = `/v1/customers/${id}/consents`;
      const asked = { channel: 'email', state: 'pending', method: 'form', wording: 'Yes, write to me.' };
      const { body } = await post(path, asked);
      expect(Object.keys(body)).not.toContain('confirm_url');
      expect(await db.touch.findMany()).toMatchObject([{ id: body['touch_id'], message: 'consent/confirm' }]);
      expect(await db.outbox.findMany()).toMatchObject([
        { kind: 'errand', payload: { errand: 'confirmation', id: body['touch_id'] } },
      ]);

      for (const status of [201, 201, 409])
        expect((await post(path, { ...asked, channel: 'sms' })).status).toBe(status);
      expect([await db.touch.count(), await db.consent.count(), await db.consentRequest.count()]).toEqual([3, 3, 3]);
      expect((await post(path, { ...asked, channel: '*', send: false })).status).toBe(201);
      clock.advance(DAY_MS + 1);
      expect((await post(path, asked)).status).toBe(201);

      expect(await post(path, { ...asked, channel: 'push', send: true })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/send' }] },
      });
      expect((await post(path, { ...asked, channel: 'push' })).body).toMatchObject({
        confirm_url: expect.stringContaining('/c/y/') as string,
      });
      const granted = { ...asked, state: 'granted', send: true };
      expect(await post(path, granted)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/send' }] } });
    }));

  test('of a customer who has become part of another is the other one’s', () =>
    withApi({ routes: consentRoutes }, async ({ db, clock }) => {
      const [id, into] = [newId(clock.now()), newId(clock.now())];
      const [createdAt, updatedAt] = [clock.now(), clock.now()];
      await db.customer.createMany({
        data: [
          { id: into, createdAt, updatedAt },
          { id, mergedInto: into, createdAt, updatedAt },
        ],
      });
      const said = { channel: 'email', topic: '*', state: 'withdrawn', basis: 'withdrawal', wording: null } as const;
      await addConsent(
        db,
        id,
        { ...said, method: 'staff', actor: null, at: clock.now(), expiresAt: null },
        clock.now(),
      );
      expect(await db.consent.findMany()).toMatchObject([{ customerId: into, chain: into, seq: 1 }]);
    }));

  test.each<[object, string]>([
    [{ state: 'maybe' }, '/state'],
    [{ state: 'pending' }, '/wording'],
    [{ basis: 'implied_inquiry', expires_at: '2027-03-02T00:00:00Z' }, '/expires_at'],
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
