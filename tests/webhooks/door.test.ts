import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { sendgridReports } from '../../standins/sendgrid-reports';
import { minutesAfter, MORNING, withWebhooks } from './world';

const DAYS = 24 * 60;

describe('the door for what providers report', () => {
  test('keeps what SendGrid signed, raw and once, answers at once, and understands it afterwards', () =>
    withWebhooks(async ({ db, sendgrid, paths, processor, sent }) => {
      const { mail, touchId } = await sent();
      const events = sendgrid.eventsOf(
        mail,
        [{ event: 'processed' }, { event: 'delivered', response: '250 OK' }],
        MORNING,
      );
      expect(await sendgrid.report(events, { url: paths.events, copies: 3 }, MORNING)).toEqual([204]);
      expect(await sendgrid.report(events, { url: paths.events }, MORNING)).toEqual([204]);
      expect(await db.providerEvent.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
        {
          provider: 'sendgrid',
          kind: 'delivery',
          touchId,
          body: { event: 'processed', email: mail.to },
          processedAt: null,
        },
        { body: { event: 'delivered', response: '250 OK' }, receivedAt: MORNING },
      ]);
      expect((await db.touch.findUniqueOrThrow({ where: { id: touchId } })).state).toBe('accepted');

      expect(await processor.drain()).toBe(2);
      expect(await db.touch.findUniqueOrThrow({ where: { id: touchId } })).toMatchObject({
        state: 'delivered',
        deliveredAt: MORNING,
      });
      expect(await processor.drain()).toBe(0);
    }));

  test.each([
    ['another key', { forge: 'key' }],
    ['a body that was changed', { forge: 'body' }],
  ] as const)('refuses %s with 403, counts it, and keeps nothing', (_what, delivery) =>
    withWebhooks(async ({ db, get, sendgrid, twilio, paths, sent, logged }) => {
      const { mail, text } = await sent();
      const events = sendgrid.eventsOf(mail, [{ event: 'delivered' }], MORNING);
      expect(await sendgrid.report(events, { url: paths.events, ...delivery }, MORNING)).toEqual([403]);
      const letter = { from: mail.to, to: 'care@in.acme.example', subject: 'Hi', text: 'Hello' };
      expect(await sendgrid.receive(letter, { url: paths.inbound, ...delivery }, MORNING)).toEqual([403]);
      expect(await twilio.report(text, [{ MessageStatus: 'sent' }], { url: paths.status, ...delivery })).toEqual([403]);
      const from = { From: text.To, To: '+14155550100', Body: 'Hi' };
      expect(await twilio.receive(from, { url: paths.texts, signedFor: PUBLIC_TEXTS, ...delivery })).toEqual([403]);
      expect(await db.providerEvent.count()).toBe(0);
      const { text: metrics } = await get('/metrics');
      for (const source of ['/sendgrid/events', '/sendgrid/inbound', '/twilio/status', '/twilio/inbound']) {
        expect(metrics).toContain(`perennial_webhook_events_total{source="${source}",outcome="forged"} 1`);
      }
      expect(logged.join('')).not.toMatch(/ada-\d+(@|%40)|415555/);
    }),
  );

  test('refuses what is not signed at all before it reads it, and what was recorded long ago', () =>
    withWebhooks(async ({ db, send, paths, sendgrid, sent, url }) => {
      const { mail } = await sent();
      for (const path of Object.values(paths)) {
        expect((await send('POST', path.slice(url.length), '[]', { role: null })).status).toBe(403);
      }
      const events = sendgrid.eventsOf(mail, [{ event: 'delivered' }], MORNING);
      expect(await sendgrid.report(events, { url: paths.events }, minutesAfter(-8 * DAYS))).toEqual([403]);
      expect(await sendgrid.report(events, { url: paths.events }, minutesAfter(60))).toEqual([403]);
      // A batch that is repeated for two days is not old.
      expect(await sendgrid.report(events, { url: paths.events }, minutesAfter(-2 * DAYS))).toEqual([204]);
      expect(await db.providerEvent.count()).toBe(1);
    }));

  test('knows two keys while one is changed', () => {
    const before = sendgridReports();
    const keyOf = (text: string) => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    const after = sendgridReports();
    const sendgridEvents = [keyOf(after.publicKey), keyOf(before.publicKey)];
    return withWebhooks(
      async ({ paths, sent }) => {
        const { mail } = await sent();
        for (const reports of [before, after]) {
          const events = reports.eventsOf(mail, [{ event: 'delivered' }], MORNING);
          expect(await reports.report(events, { url: paths.events }, MORNING)).toEqual([204]);
        }
        const third = sendgridReports();
        expect(
          await third.report(third.eventsOf(mail, [{ event: 'open' }], MORNING), { url: paths.events }, MORNING),
        ).toEqual([403]);
      },
      { sendgridEvents },
    );
  });

  test('a signature that is no signature, or made on another curve, is a forgery and not a fault', () =>
    withWebhooks(async ({ paths, sendgrid }) => {
      const { headers, body } = sendgrid.signed(Buffer.from('[]'), 'application/json', MORNING);
      const other = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
      expect(other.asymmetricKeyDetails?.namedCurve).toBe('secp384r1');
      for (const signature of ['', 'nonsense', Buffer.alloc(300, 7).toString('base64'), 'AAAA']) {
        const changed = { ...headers, 'x-twilio-email-event-webhook-signature': signature };
        expect((await fetch(paths.events, { method: 'POST', headers: changed, body: body as string })).status).toBe(
          403,
        );
      }
    }));

  test('refuses what is too large, and what is signed but not what this provider sends', () =>
    withWebhooks(async ({ db, sendgrid, paths }) => {
      const post = (url: string, body: Buffer, type = 'application/json') => {
        const request = sendgrid.signed(body, type, MORNING);
        return fetch(url, { method: 'POST', headers: request.headers, body: request.body as string }).then(
          ({ status }) => status,
        );
      };
      expect(await post(paths.events, Buffer.alloc(5 * 1024 * 1024 + 1, '['))).toBe(413);
      for (const body of ['', '{}', '[1]', 'null', '[', '\0'])
        expect(await post(paths.events, Buffer.from(body))).toBe(400);
      expect(await post(paths.events, Buffer.from('[]'))).toBe(204);
      expect(await post(paths.inbound, Buffer.from('{}'))).toBe(400);
      expect(await post(paths.inbound, Buffer.from('no form'), 'multipart/form-data; boundary=x')).toBe(400);
      expect(await db.providerEvent.count()).toBe(0);
    }));

  test('takes Twilio at the address that it was given, never at the one in the Host header', () =>
    withWebhooks(async ({ db, twilio, paths, sent }) => {
      const { text, touchId } = await sent({ channel: 'sms' });
      expect(await twilio.report(text, [{ MessageStatus: 'sent' }], { url: paths.status })).toEqual([204]);
      const here = { ...text, StatusCallback: paths.status };
      expect(await twilio.report(here, [{ MessageStatus: 'delivered' }], { url: paths.status })).toEqual([403]);
      expect(await db.providerEvent.findMany()).toMatchObject([
        { provider: 'twilio', touchId, body: { MessageStatus: 'sent', t: touchId } },
      ]);
    }));

  test('has no door where no key is configured', () =>
    withWebhooks(
      async ({ paths, sendgrid, twilio, sent }) => {
        const { mail, text } = await sent();
        const events = sendgrid.eventsOf(mail, [{ event: 'delivered' }], MORNING);
        expect(await sendgrid.report(events, { url: paths.events }, MORNING)).toEqual([404]);
        expect(await twilio.report(text, [{ MessageStatus: 'sent' }], { url: paths.status })).toEqual([404]);
      },
      { sendgridEvents: [], sendgridInbound: [], publicUrl: undefined },
    ));
});

const PUBLIC_TEXTS = 'https://engage.acme.example/webhooks/twilio/inbound';
