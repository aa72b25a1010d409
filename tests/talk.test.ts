import { randomUUID } from 'node:crypto';
import { errandIdOf } from '../domain/ids';
import { threadOf, type MailThread } from '../domain/mail-thread';
import { receive, say } from '../prisma/conversations';
import { recordConsent } from '../prisma/consents';
import { enqueue } from '../prisma/outbox';
import { inTransaction } from '../prisma/transaction';
import { startSendgrid, type AcceptedMail } from '../standins/sendgrid';
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

  test('a mere stop is none: it is heeded, and the journey does not go on talking to it (X11)', () =>
    withWorld(async ({ customer, pass }) => {
      const [ada, ben] = [await customer({ owner: 'ann' }), await customer({ owner: 'ann' })];
      for (const each of [ada, ben]) await each.does('usage.dropped', { percent: 60 });
      await pass('1 day');
      await ada.says('STOP');
      await ben.says('Stop emailing me. And how do I export my data?');
      await pass('1 hour');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
      expect(await ben.story()).toEqual(['day 0: at-risk/check-in by email', 'day 1: help-request opened']);
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
    withWorld(async ({ db, customer, pass }) => {
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
      expect(await db.alarm.findMany()).toMatchObject([
        { kind: 'task_expired', subject: 'customer-success', level: 'critical', endedAt: null },
      ]);
      // Somebody works on the queue again.
      await ben.does('customer.help_requested', { text: 'And how do I import?' });
      await ben.completes('help-request', 'reached_resolved');
      expect(await db.alarm.findMany()).toMatchObject([{ endedBy: 'somebody' }]);
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

  test('joins the thread of the mail that it answers, under its subject', () =>
    withThread(async (world, mails) => {
      const ada = await world.customer();
      const headers = { 'message-id': '<b@ada.example>', references: '<ours@shop.example>\t<a@ada.example>' };
      const mail = threadOf(headers, 'AW: Re: The import\r\nBcc: eve@example.com');
      await writes(world, ada, 'How do I import?', mail);
      await answers(world, ada, 'In the menu at the top right.');
      await world.pass('1 minute');
      expect(mails()).toMatchObject([
        {
          subject: 'Re: The import Bcc: eve@example.com',
          headers: {
            'Message-ID': expect.stringMatching(/^<[0-9a-f-]{36}@shop\.example>$/) as string,
            'In-Reply-To': '<b@ada.example>',
            References: '<ours@shop.example> <a@ada.example> <b@ada.example>',
          },
        },
      ]);
      await writes(world, ada, 'Thanks, and how do I export?', threadOf({ 'Message-ID': 'no id' }, ''));
      await answers(world, ada, 'In the same menu.');
      await world.pass('1 minute');
      expect(mails()[1]?.subject).toBe('Our answer to your message');
      expect(Object.keys(mails()[1]!.headers)).toEqual(['Message-ID']);
    }));

  test('who wants no more texts and asks by text is answered there, and not when they say stop again', () =>
    withWorld(async (world) => {
      const { db, customer, pass } = world;
      const [ada, ben] = [await customer({ phone: '+14155550123' }), await customer({ phone: '+14155550124' })];
      for (const each of [ada, ben]) {
        await each.says('Please leave me alone', { channel: 'sms' });
        await pass('1 hour');
        await each.says('Where is my order?', { channel: 'sms' });
      }
      await ben.says('stop', { channel: 'sms' });
      for (const each of [ada, ben]) await answers(world, each, 'It left today.');
      await pass('1 minute');
      expect(await db.capturedMessage.findMany()).toMatchObject([{ customerId: ada.id, channel: 'sms' }]);
      expect(await db.touch.findMany({ where: { customerId: ben.id } })).toMatchObject([
        { state: 'suppressed', reason: 'consent_withdrawn' },
      ]);
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

/** A world whose mail goes to a stand-in of SendGrid's, which remembers it. */
async function withThread(test: (world: World, mails: () => readonly AcceptedMail[]) => Promise<void>): Promise<void> {
  const sendgrid = await startSendgrid();
  const account = {
    apiKey: 'SG.test',
    from: { email: 'care@shop.example' },
    environment: 'test',
    baseUrl: sendgrid.url,
  };
  try {
    await withWorld((world) => test(world, () => sendgrid.accepted), { providers: { sendgrid: account } });
  } finally {
    await sendgrid.stop();
  }
}

async function writes(
  { db, journeys, now }: World,
  { id: customerId }: WorldCustomer,
  body: string,
  mail: MailThread,
): Promise<void> {
  const said = { customerId, channel: 'email', source: 'sendgrid', touchId: null, automatic: false } as const;
  const inbound = { ...said, body, mail, dedupeKey: randomUUID(), at: now() };
  await inTransaction(db, (tx) => receive(tx, inbound, { journeys, now: now() }));
}

/** A person answers in the customer's conversation; the answer is on its way when this returns. */
async function answers({ db, now, carry }: World, { id: customerId }: WorldCustomer, text: string): Promise<void> {
  const { id: conversationId } = await db.conversation.findUniqueOrThrow({ where: { customerId } });
  const saying = { conversationId, text, by: 'ann', dedupeKey: randomUUID(), elsewhere: false };
  await inTransaction(db, (tx) => say(tx, saying, now()));
  await carry();
}
