import { newId } from '../../domain/ids';
import { consentState } from '../../domain/policy/consent';
import { confirmConsent, requestConsent } from '../../prisma/consent-requests';
import { consentsOf } from '../../prisma/consents';
import { readPreferences } from '../../prisma/preferences';
import { inTransaction } from '../../prisma/transaction';
import { TEST_LINKS } from '../support/http';
import { forgedPath, withVisitor, type Visitor } from './visitor';

describe('the preference centre (M19)', () => {
  test('shows topics by channel, what is on file in part, and where it came from, and changes nothing', () =>
    withVisitor(async (visitor) => {
      const before = await visitor.written();
      const { status, text, headers } = await visitor.visit('GET', here(visitor));
      expect(status).toBe(200);
      expect(checked(text)).toContain('check-ins:email');
      expect(checked(text)).not.toContain('check-ins:sms');
      expect(text).toContain('value="stories:email"');
      expect(text).toContain('a•••@example.com');
      expect(text).toContain('from your account at Acme');
      expect(text).not.toMatch(/ada@example|4155550123/);
      expect(await visitor.written()).toBe(before);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['set-cookie']).toBeUndefined();
      expect(text).not.toMatch(/<script|style=|onclick/);
    }));

  test('records what is different, with exactly the words that stood there, and leaves the rest alone', () =>
    withVisitor(async (visitor) => {
      const { db, customerId, clock, relayWoken } = visitor;
      const on = (list: string[]) => [...list.filter((cell) => cell !== 'check-ins:email'), 'check-ins:sms'];
      const saved = await submit(visitor, { on });
      expect([saved.status, saved.headers['location']]).toEqual([303, `${here(visitor)}?done=saved`]);
      const records = await consentsOf(db, customerId);
      expect(records.map(({ channel, topic, state, basis }) => [channel, topic, state, basis])).toEqual(
        expect.arrayContaining([
          ['email', 'check-ins', 'withdrawn', 'withdrawal'],
          ['sms', 'check-ins', 'granted', 'consent'],
        ]),
      );
      expect(records).toHaveLength(2);
      const [granted] = records.filter(({ state }) => state === 'granted');
      expect(granted).toMatchObject({
        wording: 'I agree that Acme writes to me about what is ticked here. [How you are doing: Text message]',
        wordingVersion: 'preferences-1',
        locale: 'en',
        method: 'preference_page',
        actor: 'customer',
      });
      expect((await visitor.visit('GET', here(visitor))).text).toContain(granted!.wording!.split('[')[0]!.trim());
      const about = { channel: 'sms', topic: 'check-ins', purpose: 'lifecycle' } as const;
      expect(consentState(records, about, clock.now())).toBe('granted');
      expect(relayWoken()).toBe(1);

      const again = await submit(visitor, {});
      expect(again.headers['location']).toContain('done=unchanged');
      expect(await db.consent.count()).toBe(2);
    }));

  test('keeps frequency, pause, first channel, language and zone, and who changed them', () =>
    withVisitor(async (visitor) => {
      const { db, customerId } = visitor;
      const fields = { first: 'sms', most: '2', pause: '2026-04-01', language: 'de', zone: 'America/New_York' };
      expect((await submit(visitor, { fields })).headers['location']).toContain('done=saved');
      expect(await readPreferences(db, customerId)).toEqual({
        channels: ['sms'],
        mostPerWeek: 2,
        pausedUntil: new Date('2026-04-01T04:00:00Z'),
      });
      expect(await db.customer.findUnique({ where: { id: customerId } })).toMatchObject({
        locale: 'de',
        timeZone: 'America/New_York',
      });
      expect(await db.auditEntry.findMany()).toMatchObject([
        { action: 'preferences.changed', actor: 'customer', subject: customerId },
      ]);
      const { text } = await visitor.visit('GET', here(visitor));
      expect(text).toContain('<html lang="de">');
      expect(text).toContain('value="2026-04-01"');
      expect(text).toContain('Pause bis zum 1. April 2026');
    }));

  test('says what waits for a confirmation, until it is given or refused', () =>
    withVisitor(async (visitor) => {
      const { db, customerId, clock, visit } = visitor;
      const asked = { customerId, channel: 'sms', topic: 'check-ins', wording: 'Yes.', wordingVersion: null } as const;
      const request = { ...asked, locale: 'en', method: 'form', actor: null };
      const now = clock.now();
      const { token } = await inTransaction(db, (tx) => requestConsent(tx, request, TEST_LINKS.keys[0], now));
      const waits = async () =>
        (await visit('GET', here(visitor))).text.match(/\(waits for your confirmation\)/g)?.length;
      expect(await waits()).toBe(1);
      clock.advance(1_000);
      await inTransaction(db, (tx) => confirmConsent(tx, token, {}, clock.now()));
      expect(await waits()).toBeUndefined();
    }));

  test('holds language and zone whatever a backend says later, also when two profiles turn out to be one', () =>
    withVisitor(async (visitor) => {
      const { db, customerId, post } = visitor;
      await db.identity.create({ data: { kind: 'user', value: 'ada', customerId, createdAt: visitor.clock.now() } });
      const profile = () => db.customer.findUniqueOrThrow({ where: { id: customerId } });
      const said = { locale: 'fr', timezone: 'Asia/Tokyo', name: 'Ada King' };
      await submit(visitor, { fields: { language: 'de' } });
      await post('/v1/identify', { userId: 'ada', traits: said });
      expect(await profile()).toMatchObject({ locale: 'de', timeZone: 'Asia/Tokyo', name: 'Ada King', traits: said });

      await submit(visitor, { fields: { language: 'de', zone: 'America/New_York' } });
      await post('/v1/identify', { anonymousId: 'phone', traits: { locale: 'es', timezone: 'Europe/Madrid' } });
      await post('/v1/identify', { userId: 'ada', anonymousId: 'phone', traits: { timezone: 'Asia/Tokyo' } });
      expect(await profile()).toMatchObject({ locale: 'de', timeZone: 'America/New_York' });
    }));

  test.each(['2026-03-02', '2028-01-01', '2026-13-40', 'tomorrow'])(
    'refuses a pause until %s, and keeps everything as it was',
    (pause) =>
      withVisitor(async (visitor) => {
        const before = await visitor.written();
        const refused = await submit(visitor, { fields: { pause } });
        expect(refused.headers['location']).toContain('done=wrong-date');
        expect((await visitor.visit('GET', `${here(visitor)}?done=wrong-date`)).text).toContain('role="alert"');
        expect(await visitor.written()).toBe(before);
      }),
  );

  test('turns everything off in one step, and says so', () =>
    withVisitor(async (visitor) => {
      const { db, visit } = visitor;
      await visit('POST', here(visitor), new URLSearchParams({ do: 'off' }));
      await visit('POST', here(visitor), new URLSearchParams({ do: 'off' }));
      expect(await db.consent.findMany()).toMatchObject([
        { channel: '*', topic: '*', purpose: '*', state: 'withdrawn' },
      ]);
      const { text } = await visit('GET', here(visitor));
      expect(checked(text)).toEqual([]);
      expect(text).toContain('Everything is off.');
    }));

  test('places the wish for a copy or for erasure once, and erases nothing by mistake', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId } = visitor;
      const post = (fields: Record<string, string>) => visit('POST', here(visitor), new URLSearchParams(fields));
      expect((await post({ do: 'erase' })).headers['location']).toContain('done=unconfirmed');
      expect(await db.privacyRequest.count()).toBe(0);
      for (let again = 0; again < 2; again += 1) {
        await post({ do: 'erase', sure: 'yes' });
        await post({ do: 'export' });
      }
      expect(await db.privacyRequest.findMany({ orderBy: { kind: 'asc' } })).toMatchObject([
        { customerId, kind: 'erase', by: 'customer', dueAt: new Date('2026-04-01T09:00:00Z'), doneAt: null },
        { customerId, kind: 'export', by: 'customer' },
      ]);
      const { text } = await visit('GET', `${here(visitor)}?done=export`);
      expect(text).toContain('on its way to a•••@example.com');
      expect(text).toContain('It happens on 9 March 2026.');
    }));

  test('calls an erasure off for a week, and says when nobody can be written to', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId } = visitor;
      const post = (fields: Record<string, string>) => visit('POST', here(visitor), new URLSearchParams(fields));
      expect((await post({ do: 'keep' })).headers['location']).toContain('done=unchanged');
      await post({ do: 'erase', sure: 'yes' });
      const kept = await post({ do: 'keep' });
      expect((await visit('GET', `${kept.headers['location']?.toString()}`)).text).toContain('Your data stays');
      expect(await db.privacyRequest.findMany()).toMatchObject([{ outcome: { calledOffBy: 'customer' } }]);
      await db.customer.update({ where: { id: customerId }, data: { email: null, phone: null } });
      await post({ do: 'export' });
      const { text } = await visit('GET', here(visitor));
      expect(text).toContain('It will be with you by 1 April 2026');
      expect(text).toContain('Erase my data');
    }));

  test('is for one customer: links of others, forged and expired ones open nothing, and a form cannot name somebody else', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId, clock, path } = visitor;
      const [other, at] = [newId(clock.now()), clock.now()];
      await db.customer.create({ data: { id: other, email: 'eve@example.com', createdAt: at, updatedAt: at } });
      const theirs = path({ kind: 'preferences', customerId: other });
      await visit('POST', theirs, new URLSearchParams({ do: 'off', customerId, customer_id: customerId }));
      expect(await db.consent.findMany()).toMatchObject([{ customerId: other }]);
      expect((await visit('GET', theirs)).text.includes('Lovelace')).toBe(false);

      const off = new URLSearchParams({ do: 'off' });
      expect((await visit('POST', forgedPath('p', { kind: 'preferences', customerId }), off)).status).toBe(404);
      const old = path({ kind: 'preferences', customerId }, new Date(at.getTime() - 1_000));
      expect((await visit('POST', old, off)).status).toBe(410);
      expect((await visit('GET', path({ kind: 'preferences', customerId: newId(at) }))).status).toBe(410);
      expect(await db.consent.count()).toBe(1);
    }));

  test('opens by a link that a product gets for whoever is signed in to it, for as long as it asked', () =>
    withVisitor(async ({ post, visit, clock, customerId }) => {
      const made = await post(`/v1/customers/${customerId}/links`, { page: 'preferences', days: 2 });
      expect([made.status, made.body]).toMatchObject([201, { expires_at: '2026-03-04T09:00:00.000Z' }]);
      const { pathname } = new URL(String(made.body['url']));
      expect((await visit('GET', pathname)).status).toBe(200);
      clock.advance(2 * 86_400_000);
      expect((await visit('GET', pathname)).status).toBe(410);
      expect((await post(`/v1/customers/${customerId}/links`, { page: 'confirm' })).status).toBe(400);
    }));

  test.each(['do=save&on=%00', 'do=nonsense', '', 'do=off&do=save', `do=save&${'on=x&'.repeat(1_500)}`])(
    'answers odd forms without breaking, as %s',
    (body) =>
      withVisitor(async (visitor) => {
        const { status } = await visitor.visit('POST', here(visitor), new URLSearchParams(body));
        expect([303, 404]).toContain(status);
        expect(await visitor.db.consent.count()).toBe(0);
      }),
  );
});

function here({ path, customerId }: Visitor): string {
  return path({ kind: 'preferences', customerId });
}

/** Sends the form as a browser would: what the page shows, with what the customer changed. */
async function submit(
  visitor: Visitor,
  {
    on = (list) => list,
    fields = {},
  }: { on?: (list: string[]) => string[]; fields?: Readonly<Record<string, string>> },
) {
  const { text } = await visitor.visit('GET', here(visitor));
  const form = new URLSearchParams({
    do: 'save',
    first: '',
    most: '0',
    pause: '',
    language: 'en',
    zone: 'Europe/Berlin',
    ...fields,
  });
  for (const [, cell] of text.matchAll(/name="shown"\s+value="([^"]+)"/g)) form.append('shown', cell!);
  for (const cell of on(checked(text))) form.append('on', cell);
  return visitor.visit('POST', here(visitor), form);
}

function checked(text: string): string[] {
  return [...text.matchAll(/name="on"\s+value="([^"]+)"\s+checked/g)].map(([, cell]) => cell!);
}
