import { errandIdOf } from '../domain/ids';
import { confirmConsent, requestConsent } from '../prisma/consent-requests';
import { enqueue } from '../prisma/outbox';
import { suppressAddress } from '../prisma/suppressions';
import { inTransaction } from '../prisma/transaction';
import { addressHashWith } from '../domain/address-hash';
import { withWorld, type World, type WorldCustomer } from '../testkit';
import { TEST_LINKS } from './support/http';

const WORDING = 'Ja, schreiben Sie mir <gern> & oft.';

describe('A double opt-in is asked for at the address in question', () => {
  test('by mail in the language of the form, whatever the hour, with a link that confirms once (X11)', () =>
    withPages(async (world) => {
      const { db, customer, pass, now } = world;
      const ada = await customer({ locale: 'en', timeZone: 'Asia/Tokyo' });
      await ask(world, ada);
      await pass('1 minute');
      const mail = await db.capturedMessage.findFirstOrThrow();
      expect(mail).toMatchObject({ channel: 'email', subject: expect.stringContaining('Bitte bestätigen') as string });
      expect(mail.html).toContain('Ja, schreiben Sie mir &lt;gern&gt; &amp; oft.');
      const [, token = ''] = /\/c\/y\/([\w-]+)/.exec(mail.text) ?? [];
      expect(mail.html).toContain(`https://engage.acme.example/c/y/${token}"`);
      const confirm = () => inTransaction(db, (tx) => confirmConsent(tx, token, {}, now()));
      expect([await confirm(), await confirm()]).toEqual(['confirmed', 'used']);
      expect(await db.consent.findMany({ where: { state: 'granted' } })).toMatchObject([
        { basis: 'double_opt_in', wording: WORDING, locale: 'de' },
      ]);
    }));

  test('by text message where it is about text messages, before there is any consent to them, and once however often it is told (X04)', () =>
    withPages(async (world) => {
      const { db, customer, pass, now, carry } = world;
      const ada = await customer({ phone: '+14155550123' });
      const id = await ask(world, ada, 'sms');
      for (const wait of ['1 minute', '1 day'] as const) {
        await pass(wait);
        const workflowId = errandIdOf('confirmation', id);
        const payload = { errand: 'confirmation', id } as const;
        await inTransaction(db, (tx) =>
          enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId, payload }], now()),
        );
        await carry();
      }
      const texts = await db.capturedMessage.findMany();
      expect(texts).toMatchObject([{ channel: 'sms', recipient: '+14155550123' }]);
      expect(texts[0]?.text).toMatch(/engage\.acme\.example\/c\/y\/[\w-]{40,80}/);
      expect(await db.attempt.count()).toBe(1);
    }));

  test('not at an address that is barred, nor when it was confirmed before it left', () =>
    withPages(async (world) => {
      const { db, customer, pass, now } = world;
      const [ada, ben] = [await customer({ email: 'ada@example.com' }), await customer()];
      const addressHash = addressHashWith('a key for tests only')('email', 'ada@example.com');
      const barred = { channel: 'email', addressHash, reason: 'hard_bounce', source: 'test', at: now() } as const;
      await inTransaction(db, (tx) => suppressAddress(tx, barred));
      await ask(world, ada);
      await ask(world, ben, 'email', { carried: false });
      await db.consentRequest.updateMany({ where: { customerId: ben.id }, data: { confirmedAt: now() } });
      await world.carry();
      await pass('1 minute');
      expect(await db.capturedMessage.count()).toBe(0);
      const [toAda, toBen] = [await touchOf(world, ada), await touchOf(world, ben)];
      expect(toAda).toMatchObject({ state: 'suppressed', reason: 'suppressed_hard_bounce' });
      expect(toBen).toMatchObject({ state: 'failed' });
    }));
});

function withPages(test: (world: World) => Promise<void>): Promise<void> {
  return withWorld(test, { links: TEST_LINKS });
}

/** A form was filled in: the errand is on its way when this returns, unless told otherwise. Returns the touch. */
async function ask(
  { db, now, carry }: World,
  { id: customerId }: WorldCustomer,
  channel: 'email' | 'sms' = 'email',
  { carried = true }: { readonly carried?: boolean } = {},
): Promise<string> {
  const about = { customerId, channel, topic: 'news', wording: WORDING, wordingVersion: '1', locale: 'de' } as const;
  const request = { ...about, method: 'form', actor: 'backend', send: true };
  const { touchId } = await inTransaction(db, (tx) => requestConsent(tx, request, TEST_LINKS.keys[0], now()));
  if (carried) await carry();
  return touchId!;
}

function touchOf({ db }: World, { id: customerId }: WorldCustomer) {
  return db.touch.findFirstOrThrow({ where: { customerId } });
}
