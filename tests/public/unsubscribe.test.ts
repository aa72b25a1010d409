import { newId } from '../../domain/ids';
import { consentState } from '../../domain/policy/consent';
import { addConsent, consentsOf } from '../../prisma/consents';
import { forgedPath, withVisitor, type Visitor } from './visitor';

const ONE_CLICK = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });

describe('unsubscribing in one click (RFC 8058)', () => {
  test('is a post without cookies that takes effect at once, however often it comes, and is answered without a redirect', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId, touchId, relayWoken, clock } = visitor;
      const path = unsubscribePath(visitor);
      for (let again = 0; again < 3; again += 1) {
        const { status, headers } = await visit('POST', path, ONE_CLICK, { 'User-Agent': 'Mail provider' });
        expect([status, headers['location'], headers['set-cookie']]).toEqual([200, undefined, undefined]);
      }
      expect(await db.consent.findMany()).toMatchObject([
        {
          customerId,
          channel: 'email',
          topic: '*',
          purpose: 'marketing',
          state: 'withdrawn',
          method: 'one_click',
          evidence: { touchId },
        },
      ]);
      expect(relayWoken()).toBe(1);
      expect(await db.touchSignal.findMany()).toMatchObject([{ touchId, kind: 'unsubscribed', human: true }]);
      const about = { channel: 'email', topic: 'anything', purpose: 'marketing' } as const;
      expect(consentState(await consentsOf(db, customerId), about, clock.now())).toBe('withdrawn');
    }));

  test.each([
    [
      'as a multipart form',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      'multipart/form-data; boundary=x',
    ],
    ['without saying of what type it is', 'List-Unsubscribe=One-Click', ''],
    ['with nothing in it', '', 'text/plain'],
  ])('counts %s', (_how, body, type) =>
    withVisitor(async (visitor) => {
      const headers = { ...(type && { 'Content-Type': type }), 'Content-Length': String(body.length) };
      expect((await visitor.visit('POST', unsubscribePath(visitor), body, headers)).status).toBe(200);
      expect(await visitor.db.consent.findMany()).toMatchObject([{ state: 'withdrawn', method: 'one_click' }]);
    }),
  );

  test('counts again after the customer agreed once more', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId, clock } = visitor;
      await visit('POST', unsubscribePath(visitor), ONE_CLICK);
      clock.advance(1_000);
      const said = {
        channel: 'email',
        topic: '*',
        state: 'granted',
        basis: 'consent',
        wording: null,
        method: 'form',
      } as const;
      await addConsent(db, customerId, { ...said, actor: null, at: clock.now(), expiresAt: null }, clock.now());
      clock.advance(1_000);
      await visit('POST', unsubscribePath(visitor), ONE_CLICK);
      expect((await consentsOf(db, customerId)).map(({ state }) => state)).toEqual([
        'withdrawn',
        'granted',
        'withdrawn',
      ]);
    }));

  test('of a customer who was merged holds for the one they are now, and of one who is gone is answered all the same', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId, clock } = visitor;
      const [into, at] = [newId(clock.now()), clock.now()];
      await db.customer.create({ data: { id: into, createdAt: at, updatedAt: at } });
      await db.customer.update({ where: { id: customerId }, data: { mergedInto: into } });
      await db.touch.updateMany({ data: { customerId: into } });
      expect((await visit('POST', unsubscribePath(visitor), ONE_CLICK)).status).toBe(200);
      expect(await db.consent.findMany()).toMatchObject([{ customerId: into }]);

      const gone = visitor.path({ ...LINK, customerId: newId(at), touchId: newId(at) });
      expect((await visit('POST', gone, ONE_CLICK)).status).toBe(200);
      expect((await visit('GET', gone)).status).toBe(410);
      expect(await db.consent.count()).toBe(1);
    }));
});

describe('the unsubscribe link', () => {
  test('shows what can stop, in the customer’s language, and changes nothing, whoever looks', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId, written } = visitor;
      const before = await written();
      const { status, text } = await visit('GET', unsubscribePath(visitor));
      expect([status, text]).toEqual([200, expect.stringContaining('“Customer stories” by email')]);
      await visit('HEAD', unsubscribePath(visitor));
      await db.customer.update({ where: { id: customerId }, data: { locale: 'de-AT' } });
      expect((await visit('GET', unsubscribePath(visitor))).text).toContain('„Kundengeschichten“ per E-Mail');
      expect((await visit('GET', `${unsubscribePath(visitor)}?lang=en`)).text).toContain('<html lang="en">');
      expect(await written()).toBe(before);
    }));

  test.each([
    ['topic', { channel: 'email', topic: 'stories', purpose: '*' }],
    ['purpose', { channel: 'email', topic: '*', purpose: 'marketing' }],
    ['channel', { channel: 'email', topic: '*', purpose: '*' }],
    ['everything', { channel: '*', topic: '*', purpose: '*' }],
  ])('takes back what the customer chose: %s', (scope, cover) =>
    withVisitor(async (visitor) => {
      const { status, text } = await visitor.visit('POST', unsubscribePath(visitor), new URLSearchParams({ scope }));
      expect([status, text]).toEqual([200, expect.stringContaining('Done, it has stopped')]);
      expect(await visitor.db.consent.findMany()).toMatchObject([
        { ...cover, state: 'withdrawn', method: 'unsubscribe_page' },
      ]);
      const choices = /href="(\/c\/p\/[\w-]+)"/.exec(text)?.[1] ?? '';
      expect((await visitor.visit('GET', choices)).status).toBe(200);
      visitor.clock.advance(3_600_000);
      expect((await visitor.visit('GET', choices)).status).toBe(410);
    }),
  );

  test('that is forged, cut short, or of another kind does nothing, and says so', () =>
    withVisitor(async (visitor) => {
      const { visit, customerId, touchId, path, db } = visitor;
      const link = { ...LINK, customerId, touchId };
      const token = path(link).split('/').at(-1)!;
      const asPreferences = path({ kind: 'preferences', customerId }).split('/').at(-1)!;
      for (const bad of [
        forgedPath('u', link),
        `/c/u/${token.slice(0, -2)}`,
        `/c/u/${asPreferences}`,
        '/c/u/x',
        '/c/zzz',
      ]) {
        const { status, text } = await visit('POST', bad, ONE_CLICK);
        expect([bad, status, text]).toEqual([bad, 404, expect.stringContaining('This link does not work')]);
      }
      expect(await db.consent.count()).toBe(0);
    }));
});

const LINK = { kind: 'unsubscribe', channel: 'email', topic: 'stories', purpose: 'marketing' } as const;

function unsubscribePath({ path, customerId, touchId }: Visitor): string {
  return path({ ...LINK, customerId, touchId });
}
