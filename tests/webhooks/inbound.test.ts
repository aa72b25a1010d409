import { replyAddress, touchOfReply } from '../../domain/reply-address';
import { newId } from '../../domain/ids';
import { readInboundMail } from '../../domain/reports/inbound';
import { TEST_LINKS } from '../support/http';
import { MORNING, withWebhooks, type WebhookWorld } from './world';

const HOST = 'in.acme.example';
const TEXTS = 'https://engage.acme.example/webhooks/twilio/inbound';

/** Lets a customer write a mail; returns what the conversation then holds. */
async function mail(
  { sendgrid, paths, processor, db }: WebhookWorld,
  letter: Parameters<WebhookWorld['sendgrid']['receive']>[0],
  copies = 1,
) {
  const answers = await sendgrid.receive(letter, { url: paths.inbound, copies }, MORNING);
  expect(new Set(answers)).toEqual(new Set([204]));
  await processor.drain();
  return db.utterance.findMany({ orderBy: { id: 'asc' } });
}

async function text(
  { twilio, paths, processor }: WebhookWorld,
  message: Parameters<WebhookWorld['twilio']['receive']>[0],
  copies = 1,
) {
  const answers = await twilio.receive(message, { url: paths.texts, signedFor: TEXTS, copies });
  expect(new Set(answers)).toEqual(new Set([200]));
  await processor.drain();
}

describe('a mail to us', () => {
  test('at the reply address of a touch answers that touch, whatever address it comes from (M05, M07)', () =>
    withWebhooks(async (world) => {
      const { db, sent, relayWoken } = world;
      const { touchId, customerId } = await sent();
      const to = replyAddress(TEST_LINKS.keys[0], touchId, HOST);
      const letter = {
        from: 'Ada at home <ada@home.example>',
        to: to.toUpperCase(),
        subject: 'Re: Hello',
        text: 'Could somebody call me, please?\n\n> Hello',
      };
      const said = await mail(world, letter, 3);
      expect(said).toMatchObject([
        {
          customerId,
          touchId,
          channel: 'email',
          source: 'sendgrid',
          automatic: false,
          body: 'Could somebody call me, please?',
        },
      ]);
      expect(await db.event.findMany()).toMatchObject([{ type: 'customer.replied', customerId }]);
      expect(await db.touch.findUniqueOrThrow({ where: { id: touchId } })).toMatchObject({
        answeredAt: MORNING,
        state: 'delivered',
      });
      expect(relayWoken()).toBe(0);
    }));

  test("at any other address belongs to whoever has the sender's address, and answers their latest mail", () =>
    withWebhooks(async (world) => {
      const { sent } = world;
      const one = await sent();
      const [said] = await mail(world, {
        from: one.mail.to.toUpperCase(),
        to: `care@${HOST}`,
        subject: 'Hello',
        text: 'I have a question about my plan.',
      });
      expect(said).toMatchObject({ customerId: one.customerId, touchId: one.touchId });
    }));

  test('of nobody that we know is kept raw and counted, and answered with a yes so that it is not sent again', () =>
    withWebhooks(async (world) => {
      expect(
        await mail(world, { from: 'nobody@example.com', to: `care@${HOST}`, subject: 'Hello', text: 'Who are you?' }),
      ).toEqual([]);
      expect(await world.db.providerEvent.findMany()).toMatchObject([
        { kind: 'inbound', body: { subject: 'Hello' }, processedAt: MORNING },
      ]);
      expect(world.understood).toMatchObject([{ strangers: 1 }]);
    }));

  test('of a machine joins the conversation and answers nothing', () =>
    withWebhooks(async (world) => {
      const { touchId, mail: sent } = await world.sent();
      const headers = { 'Auto-Submitted': 'auto-replied' };
      const [said] = await mail(world, {
        from: sent.to,
        to: replyAddress(TEST_LINKS.keys[0], touchId, HOST),
        subject: 'Out of office',
        text: 'I am away.',
        headers,
      });
      expect(said).toMatchObject({ automatic: true, touchId });
      expect(await world.db.event.count()).toBe(0);
      expect((await world.db.touch.findUniqueOrThrow({ where: { id: touchId } })).answeredAt).toBeNull();
    }));

  test('that asks to be left alone takes consent back', () =>
    withWebhooks(async (world) => {
      const { mail: sent, customerId } = await world.sent();
      await mail(world, {
        from: sent.to,
        to: `care@${HOST}`,
        subject: 'Re: Hello',
        text: 'Please stop sending me these emails.',
      });
      expect(await world.db.consent.findMany()).toMatchObject([
        { customerId, channel: 'email', state: 'withdrawn', method: 'reply' },
      ]);
    }));

  test('is read in the character set that it names', () =>
    withWebhooks(async (world) => {
      const { mail: sent } = await world.sent();
      const [said] = await mail(world, {
        from: sent.to,
        to: `care@${HOST}`,
        subject: 'Grüße',
        text: 'Können Sie mir bitte zurückrufen?',
        charset: 'latin1',
      });
      expect(said?.body).toBe('Können Sie mir bitte zurückrufen?');
    }));

  test.each(['<div>', '<table><tr><td>', '<b>', '<a href="x">', '<!--', '&amp;'])(
    'that is nothing but %s, over and over, holds nobody up',
    (tag) => {
      const began = performance.now();
      const html = `Call me.${tag.repeat(2_000_000 / tag.length)}`;
      const { text: said } = readInboundMail({ body: { from: 'ada@example.com', html }, receivedAt: MORNING });
      expect(said).toMatch(/^Call me\./);
      // Less than a second of an idle machine; the bound is for what grows faster than the mail.
      expect(performance.now() - began).toBeLessThan(60_000);
    },
  );

  test('with attachments keeps what they are, not what is in them', () =>
    withWebhooks(async ({ db, sendgrid, paths }) => {
      const part = (head: string, body: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
      const file = `--b\r\nContent-Disposition: form-data; name="attachment1"; filename="pass.pdf"\r\nContent-Type: application/pdf\r\n\r\nsecret\r\n`;
      const form = `${part('name="from"', 'a@example.com')}${part('name="text"', 'Hi')}${file}--b--\r\n`;
      const { headers, body } = sendgrid.signed(Buffer.from(form), 'multipart/form-data; boundary=b', MORNING);
      expect((await fetch(paths.inbound, { method: 'POST', headers, body: body as string })).status).toBe(204);
      const [kept] = await db.providerEvent.findMany();
      expect(kept?.body).toMatchObject({ attached: [{ type: 'application/pdf', bytes: 6 }] });
      expect(JSON.stringify(kept?.body)).not.toMatch(/secret|pass\.pdf/);
    }));
});

describe('a reply address', () => {
  test('survives mail servers that change its case, fits into a mailbox name, and cannot be made up', () => {
    const touchId = newId(MORNING);
    const address = replyAddress('a key', touchId, HOST);
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
    expect(touchOfReply(['another', 'a key'], ` ${address.toUpperCase()}`)).toBe(touchId);
    expect(touchOfReply(['another'], address)).toBeNull();
    for (const forged of [`reply+@${HOST}`, `reply+aaaa@${HOST}`, 'care@x.example', ''])
      expect(touchOfReply(['a key'], forged)).toBeNull();
  });

  test('is the only one that its answer has: any other last letter makes it nobody’s', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz234567') {
      const touchId = newId(MORNING);
      const address = replyAddress('a key', touchId, HOST);
      const other = address.replace(/.@/, `${letter}@`);
      expect(touchOfReply(['a key'], other)).toBe(other === address ? touchId : null);
    }
  });
});

describe('a text message to us', () => {
  test('joins the conversation of whoever has the number, once, and answers their latest text', () =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const { customerId, touchId, text: out } = await sent({ channel: 'sms' });
      await text(world, { From: out.To, To: '+14155550100', Body: 'Can you help me with the invoice?' }, 2);
      expect(await db.utterance.findMany()).toMatchObject([{ customerId, touchId, channel: 'sms', source: 'twilio' }]);
      expect(await db.event.findMany()).toMatchObject([{ type: 'customer.replied', customerId }]);
    }));

  test.each([
    ["the carrier's word", { Body: 'STOP' }, 'reply'],
    ['a word that only the provider knows', { Body: 'HALT', OptOutType: 'STOP' }, 'sms_keyword'],
  ] as const)('%s bars the number and takes consent back; START undoes it', (_what, said, method) =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const { customerId, text: out } = await sent({ channel: 'sms' });
      const from = { From: out.To, To: '+14155550100' };
      await text(world, { ...from, ...said });
      expect(await db.suppression.findMany()).toMatchObject([
        { channel: 'sms', reason: 'opted_out', addressHash: world.hash('sms', out.To) },
      ]);
      expect(await db.consent.findMany()).toMatchObject([{ customerId, channel: 'sms', state: 'withdrawn', method }]);

      world.clock.advance(60_000);
      await text(world, { ...from, Body: 'START', OptOutType: 'START' });
      expect(await db.suppression.count()).toBe(0);
      expect(await db.consent.findMany({ orderBy: { seq: 'asc' } })).toMatchObject([
        { state: 'withdrawn' },
        { state: 'granted', basis: 'consent' },
      ]);
    }),
  );
});
