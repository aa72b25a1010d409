import { randomUUID } from 'node:crypto';
import { errandIdOf } from '../domain/ids';
import { say } from '../prisma/conversations';
import { recordConsent } from '../prisma/consents';
import { enqueue } from '../prisma/outbox';
import { inTransaction } from '../prisma/transaction';
import { withWorld, type World, type WorldCustomer } from '../testkit';

describe('An answer to a message is an answer to the journey', () => {
  test('what a customer writes is, what a machine writes in their absence is not (M02)', () =>
    withWorld(async ({ customer, pass }) => {
      const [ada, ben] = [await customer({ owner: 'ann' }), await customer({ owner: 'ann' })];
      for (const each of [ada, ben]) await each.does('usage.dropped', { percent: 60 });
      await pass('2 days');
      await ada.says('I am out of the office until Monday. For urgent matters please contact Bob.');
      await ben.says('We changed our process, could you call me?');
      await pass('3 days');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 4: at-risk/offer-help by email']);
      expect((await ben.story()).slice(0, 2)).toEqual([
        'day 0: at-risk/check-in by email',
        'day 2: help-request opened',
      ]);
    }));

  test('an urgent one is one task: the journey waits for the task that the message opened, and its outcome steers on (M06)', () =>
    withWorld(async ({ db, customer, pass }) => {
      const ada = await customer({ owner: 'ann' });
      await ada.does('usage.dropped', { percent: 60 });
      await pass('1 day');
      await ada.says('Dringend: unsere Daten sind weg!');
      await pass('10 minutes');
      expect(await db.task.findMany()).toMatchObject([
        { playbook: 'urgent-message', assignee: 'ann', enrollmentId: null },
      ]);
      await ada.completes('urgent-message', 'reached_resolved');
      await pass('1 hour');
      expect(await ada.story()).toEqual([
        'day 0: at-risk/check-in by email',
        'day 1: urgent-message opened',
        'day 1: urgent-message joined',
        'day 1: urgent-message completed: reached_resolved',
        'day 1: ended done: reached_resolved',
      ]);
    }));
});

describe('A task that no journey waits for is tended all the same (X05, M10)', () => {
  test('it reminds, tells the lead and expires by itself, and is left in peace once it is done', () =>
    withWorld(async ({ customer, pass }) => {
      const [ada, ben] = [await customer(), await customer()];
      await ada.does('customer.help_requested');
      await ben.does('customer.help_requested', { text: 'How do I export?' });
      await ben.completes('help-request', 'reached_resolved');
      await pass('2 days');
      expect(await ada.story()).toEqual([
        'day 0: help-request opened',
        'day 0: help-request reminded',
        'day 0: help-request breached',
        'day 1: help-request expired: expired',
      ]);
      expect(await ben.story()).toEqual([
        'day 0: help-request opened',
        'day 0: help-request completed: reached_resolved',
      ]);
    }));

  test('a hand that was raised stays raised when the journey that wanted the same has reached its goal', () =>
    withWorld(async ({ db, customer, pass }) => {
      const ada = await customer({ owner: 'ann' });
      await ada.does('usage.dropped', { percent: 60 });
      await pass('1 day');
      await ada.says('We changed our process.');
      await pass('10 minutes');
      await ada.does('customer.help_requested');
      await ada.does('customer.logged_in');
      await pass('1 minute');
      expect(await db.task.findMany()).toMatchObject([{ playbook: 'help-request', state: 'open', banner: null }]);
      // The journey counted in business days, so the last day depends on the calendar.
      await pass('8 days');
      const steps = (await ada.story(['task'])).map((line) => line.replace(/^day \d+: help-request /, ''));
      expect(steps).toEqual(['opened', 'joined', 'kept: customer_acted', 'reminded', 'breached', 'expired: expired']);
    }));
});

describe('A person answers through the same gate as every message (M05)', () => {
  test('by text message when the customer last wrote by text message, and once', () =>
    withWorld(async (world) => {
      const { db, customer, pass } = world;
      const ada = await customer({ phone: '+14155550123' });
      await ada.says('Hello, where is my order?', { channel: 'email' });
      await pass('1 minute');
      await ada.says('Any news on my order?', { channel: 'sms' });
      await answers(world, ada, 'It left today.\n\nIt should be with you tomorrow.');
      await pass('1 minute');
      expect(await db.capturedMessage.findMany()).toMatchObject([
        { channel: 'sms', recipient: '+14155550123', text: 'It left today.\n\nIt should be with you tomorrow.' },
      ]);
      expect(await ada.story(['touch'])).toEqual(['day 0: conversation/reply by sms']);
      expect(await db.touch.findMany()).toMatchObject([{ messageClass: 'service', channel: 'sms' }]);
    }));

  test('a relay that died before it could say so brings it again, and it leaves once all the same (X04)', () =>
    withWorld(async (world) => {
      const { db, customer, pass, now, carry } = world;
      const ada = await customer();
      await ada.says('How do I export?');
      await answers(world, ada, 'In the menu at the top right.');
      const { id } = await db.touch.findFirstOrThrow();
      const again = { kind: 'errand', enrollmentId: null, workflowId: errandIdOf('reply', id) } as const;
      for (const wait of ['1 second', '1 day'] as const) {
        await inTransaction(db, (tx) => enqueue(tx, [{ ...again, payload: { errand: 'reply', id } }], now()));
        await carry();
        await pass(wait);
      }
      expect(await db.outbox.count()).toBe(0);
      expect(await db.attempt.count()).toBe(1);
      expect(await db.capturedMessage.count()).toBe(1);
    }));

  test('by mail the words keep their lines, and nothing in them is markup', () =>
    withWorld(async (world) => {
      const ada = await world.customer({ locale: 'de' });
      await ada.says('Wie exportiere ich?');
      await answers(world, ada, 'Gern:\nDas Menü <oben rechts> & dann „Export“.');
      await world.pass('1 minute');
      const mail = await world.db.capturedMessage.findFirstOrThrow();
      expect(mail.subject).toBe('Unsere Antwort auf Ihre Nachricht');
      expect(mail.html).toContain('Gern:<br>\nDas Menü &lt;oben rechts&gt; &amp; dann „Export“.');
      expect(mail.text).toContain('Gern:\nDas Menü <oben rechts> & dann „Export“.');
    }));

  test('withdrawn consent stops it, the reason is shown, and the conversation is open again (X11)', () =>
    withWorld(async (world) => {
      const { db, customer, pass, now } = world;
      const ada = await customer();
      await ada.says('How do I export?');
      const withdrawn = { channel: 'email', topic: '*', purpose: 'service', state: 'withdrawn' } as const;
      const said = { basis: 'withdrawal', wording: null, method: 'staff', actor: 'ann', expiresAt: null };
      await inTransaction(db, (tx) => recordConsent(tx, { customerId: ada.id, ...withdrawn, ...said, at: now() }));
      await answers(world, ada, 'In the menu at the top right.');
      await pass('1 minute');
      expect(await db.touch.findMany()).toMatchObject([{ state: 'suppressed', reason: 'consent_withdrawn' }]);
      expect(await db.conversation.findMany()).toMatchObject([{ state: 'open' }]);
      expect(await db.capturedMessage.count()).toBe(0);
    }));
});

/** A person answers in the customer's conversation; the answer is on its way when this returns. */
async function answers({ db, now, carry }: World, { id: customerId }: WorldCustomer, text: string): Promise<void> {
  const { id: conversationId } = await db.conversation.findUniqueOrThrow({ where: { customerId } });
  const saying = { conversationId, text, by: 'ann', dedupeKey: randomUUID(), elsewhere: false };
  await inTransaction(db, (tx) => say(tx, saying, now()));
  await carry();
}
