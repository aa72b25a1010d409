import { capture } from '../activities/channels/capture';
import type { Dispatch, Rendered } from '../activities/channels/channel';
import { createChannels } from '../activities/channels/channels';
import { sendgridEmail } from '../activities/channels/email-sendgrid';
import { inAppInbox } from '../activities/channels/in-app';
import { twilioSms } from '../activities/channels/sms-twilio';
import { newId } from '../domain/ids';
import type { Db } from '../prisma/client';
import { startSendgrid } from '../standins/sendgrid';
import { startTwilio } from '../standins/twilio';
import { httpBreakdowns, status } from './conformance/breakdowns';
import { describeChannel, type Breakdown, type ChannelUnderTest } from './conformance/channel';
import { withDatabase } from './support/database';

const AT = new Date('2026-03-02T10:00:00Z');
const API_KEY = 'SG.secret-key';
const AUTH_TOKEN = 'secret-auth-token';
const EMAIL = 'ada@example.com';
const PHONE = '+14155550123';
const WORDS = 'Shall we look at it together?';
const HTTP = { email: sendgrid, sms: twilio };

const words: Readonly<Record<Rendered['channel'], Rendered>> = {
  email: { channel: 'email', subject: 'Hello', html: `<p>${WORDS}</p>`, text: WORDS },
  sms: { channel: 'sms', text: WORDS },
  push: { channel: 'push', title: 'Hello', body: WORDS, url: 'https://app.example', ttlSeconds: 60, urgency: 'normal' },
  'in-app': { channel: 'in-app', title: 'Hello', body: WORDS, html: `<p>${WORDS}</p>`, action: null },
};

function dispatchTo(recipient: string, content: Rendered): () => Dispatch {
  return () => ({ attemptId: newId(AT), touchId: newId(AT), customerId: newId(AT), recipient, content, at: AT });
}

async function sendgrid(
  test: (channel: ChannelUnderTest & { standin: Awaited<ReturnType<typeof startSendgrid>> }) => Promise<void>,
  timeoutMs = 60_000,
): Promise<void> {
  const standin = await startSendgrid({ apiKey: API_KEY });
  const from = { email: 'care@shop.example', name: 'Care' };
  const adapter = sendgridEmail({ apiKey: API_KEY, from, environment: 'test', baseUrl: standin.url, timeoutMs });
  const held = () => standin.accepted.map(({ custom_args }) => custom_args['attempt_id'] ?? '');
  const secrets = [API_KEY, EMAIL, WORDS];
  try {
    await test({ adapter, standin, held, dispatch: dispatchTo(EMAIL, words.email), secrets });
  } finally {
    await standin.stop();
  }
}

async function twilio(
  test: (channel: ChannelUnderTest & { standin: Awaited<ReturnType<typeof startTwilio>> }) => Promise<void>,
  timeoutMs = 60_000,
): Promise<void> {
  const standin = await startTwilio({ authToken: AUTH_TOKEN });
  const access = { accountSid: `AC${'0'.repeat(32)}`, authToken: AUTH_TOKEN, baseUrl: standin.url, timeoutMs };
  const adapter = twilioSms({
    ...access,
    sender: { from: '+14155550100' },
    statusCallback: 'https://care.example/status',
  });
  const held = () =>
    standin.accepted.map(({ StatusCallback = '' }) => new URL(StatusCallback).searchParams.get('a') ?? '');
  const basic = Buffer.from(`${access.accountSid}:${AUTH_TOKEN}`).toString('base64');
  const secrets = [AUTH_TOKEN, basic, PHONE, PHONE.slice(1), WORDS];
  try {
    await test({ adapter, standin, held, dispatch: dispatchTo(PHONE, words.sms), secrets });
  } finally {
    await standin.stop();
  }
}

describeChannel('SendGrid', sendgrid, httpBreakdowns);
describeChannel('Twilio', twilio, [
  ...httpBreakdowns,
  status(400, { rejected: 'address' }, { code: 21211 }),
  status(400, { rejected: 'address' }, { code: 21614 }),
  status(400, { rejected: 'opted_out' }, { code: 21610 }),
  status(400, { rejected: 'operator' }, { code: 21408 }),
  status(400, { rejected: 'operator' }, { code: 21606 }),
  status(400, { rejected: 'unknown' }, { code: 99999 }),
  status(400, { unavailable: 'no' }, { code: 21611 }),
  status(429, { unavailable: 'no', retryAfterMs: 3_000 }, { code: 20429, retryAfter: 3 }),
]);

describeChannel('captured email', (test) => withDatabase(({ db }) => test(captured(db))), [
  dropped('captured_messages'),
]);
describeChannel('in-app', (test) => withDatabase(({ db }) => test(inApp(db))), [dropped('in_app_messages')]);

function captured(db: Db): ChannelUnderTest & { db: Db } {
  const held = async () => (await db.capturedMessage.findMany()).map(({ attemptId }) => attemptId);
  return { adapter: capture(db, 'email'), held, dispatch: dispatchTo(EMAIL, words.email), secrets: [EMAIL, WORDS], db };
}

function inApp(db: Db): ChannelUnderTest & { db: Db } {
  const held = async () => (await db.inAppMessage.findMany()).map(({ attemptId }) => attemptId);
  return { adapter: inAppInbox(db), held, dispatch: dispatchTo('self', words['in-app']), secrets: [WORDS], db };
}

function dropped(table: string): Breakdown {
  const drop = async (channel: ChannelUnderTest & { db?: Db }) =>
    void (await channel.db?.$executeRawUnsafe(`DROP TABLE ${table}`));
  return { when: 'a missing table', provoke: drop, told: { unavailable: 'unknown' } };
}

describe('what goes over the wire', () => {
  test('a mail has one recipient, both parts, our ids only, and all tracking off', () =>
    HTTP.email(async ({ adapter, dispatch, standin }) => {
      const one = dispatch();
      const { providerId } = await adapter.send(one);
      const [mail] = standin.accepted;
      expect(mail).toMatchObject({
        id: providerId,
        to: EMAIL,
        from: 'care@shop.example',
        subject: 'Hello',
        text: WORDS,
        html: `<p>${WORDS}</p>`,
      });
      expect(mail?.custom_args).toEqual({ touch_id: one.touchId, attempt_id: one.attemptId, env: 'test' });
      expect(JSON.stringify(mail?.tracking_settings)).not.toContain('true');
    }));

  test('a mail that the provider finds fault with says whose fault it is', () =>
    HTTP.email(async ({ adapter, dispatch }) => {
      const empty = { ...words.email, subject: '' } as Rendered;
      await expect(adapter.send({ ...dispatch(), recipient: 'nobody' })).rejects.toMatchObject({ kind: 'address' });
      await expect(adapter.send({ ...dispatch(), content: empty })).rejects.toMatchObject({
        kind: 'content',
        providerCode: '400 subject',
      });
    }));

  test('a text names its touch and attempt in the callback and does not stay valid for ever', () =>
    HTTP.sms(async ({ adapter, dispatch, standin }) => {
      const one = dispatch();
      const { providerId } = await adapter.send(one);
      const callback = `https://care.example/status?t=${one.touchId}&a=${one.attemptId}`;
      expect(standin.accepted).toEqual([
        expect.objectContaining({
          sid: providerId,
          To: PHONE,
          Body: WORDS,
          From: '+14155550100',
          StatusCallback: callback,
          ValidityPeriod: '14400',
        }),
      ]);
    }));

  test.each(['email', 'sms'] as const)(
    '%s that was accepted counts as sent even when the answer cannot be read',
    (channel) =>
      HTTP[channel](async ({ adapter, dispatch, standin, held }: ChannelUnderTest) => {
        standin?.fail({ kind: 'garbage', accepted: true });
        const one = dispatch();
        await adapter.send(one);
        expect(await held()).toEqual([one.attemptId]);
      }),
  );

  test('many texts at once each keep their own answer', () =>
    HTTP.sms(async ({ adapter, dispatch, standin }) => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => (await adapter.send(dispatch())).providerId),
      );
      expect(new Set(ids)).toEqual(new Set(standin.accepted.map(({ sid }) => sid)));
    }));

  test('an attempt on a table of ours arrives once, however often it is sent', () =>
    withDatabase(async ({ db }) => {
      for (const { adapter, dispatch, held } of [captured(db), inApp(db)]) {
        const one = dispatch();
        await Promise.all([adapter.send(one), adapter.send(one)]);
        expect(await held()).toEqual([one.attemptId]);
      }
    }));
});

describe('the choice of channels', () => {
  const sendgridConfig = { apiKey: API_KEY, from: { email: 'care@shop.example' }, environment: 'test' };

  test('messages are captured until a provider is configured; in-app is always ours', () =>
    withDatabase(async ({ db }) => {
      const providers = (config: Parameters<typeof createChannels>[0]) =>
        Object.fromEntries([...createChannels(config, { db })].map(([channel, { provider }]) => [channel, provider]));
      expect(providers({ nodeEnv: 'test', sendgrid: null, twilio: null })).toEqual({
        email: 'capture',
        sms: 'capture',
        push: 'capture',
        'in-app': 'in-app',
      });
      expect(providers({ nodeEnv: 'production', sendgrid: sendgridConfig, twilio: null })).toMatchObject({
        email: 'sendgrid',
        sms: 'capture',
      });
    }));

  test.each([undefined, 'https://api.sendgrid.com', 'http://127.0.0.1.evil.example'])(
    'a test never talks to a real provider (%s)',
    (baseUrl) =>
      withDatabase(async ({ db }) => {
        const sendgrid = { ...sendgridConfig, ...(baseUrl && { baseUrl }) };
        expect(() => createChannels({ nodeEnv: 'test', sendgrid, twilio: null }, { db })).toThrow(
          'must not reach real customers',
        );
      }),
  );
});
