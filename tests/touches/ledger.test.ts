import { inspect } from 'node:util';
import { InvalidInput, NotFound, ProviderUnavailable } from '../../domain/errors';
import { generateVAPIDKeys } from 'web-push';
import { webPush } from '../../activities/channels/push-web';
import { keepSubscription } from '../../prisma/push-subscriptions';
import { startPush } from '../../standins/push';
import { asking, minutesAfter, withTouchWorld } from './world';

describe('a touch', () => {
  test('goes out once on its primary channel and stands on the timeline, whoever asks again', () =>
    withTouchWorld(async ({ db, deliver, customer, sent, sendgrid }) => {
      const request = asking(await customer());
      const first = await deliver(request);
      expect(first).toEqual({ verdict: 'sent', touchId: expect.any(String), channel: 'email' });
      expect(await deliver(request, 600)).toEqual(first);
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
      expect(sendgrid.accepted[0]).toMatchObject({ to: 'Ada@example.com', custom_args: { touch_id: first.touchId } });

      expect(await db.touch.findUnique({ where: { key: request.key } })).toMatchObject({
        state: 'accepted',
        channel: 'email',
        codeVersion: 'test',
      });
      expect(await db.attempt.findMany()).toEqual([
        expect.objectContaining({
          state: 'accepted',
          provider: 'sendgrid',
          providerId: sendgrid.accepted[0]?.id,
          startedAt: minutesAfter(0),
        }),
      ]);
      const detail = {
        message: 'lifecycle',
        class: 'lifecycle',
        channel: 'email',
        verdict: 'sent',
        touchId: first.touchId,
      };
      expect(await db.timelineItem.findMany()).toEqual([
        expect.objectContaining({ key: expect.stringContaining(`${request.key}:sent:`), kind: 'touch', detail }),
      ]);
    }));

  test('reaches the browsers of a customer who has some, and nobody else by push', () =>
    withTouchWorld(async ({ db, deliver, customer, sent }) => {
      const ada = await customer({ email: null });
      const channels = { primary: 'push', fallback: ['in-app'] } as const;
      expect(await deliver(asking(ada, channels))).toMatchObject({ verdict: 'sent', channel: 'in-app' });
      const keys = { p256dh: '', auth: '' };
      const browser = { customerId: ada, endpoint: 'https://push.invalid/ada', keys, userAgent: null };
      await db.$transaction((tx) => keepSubscription(tx, browser, minutesAfter(0)));
      expect(await deliver(asking(ada, { ...channels, key: 'second' }))).toMatchObject({
        verdict: 'sent',
        channel: 'push',
      });
      // A browser's permission is no consent to marketing.
      const marketing = asking(ada, { class: 'marketing', primary: 'push', fallback: [] });
      expect(await deliver(marketing)).toMatchObject({ verdict: 'suppressed', reason: 'consent_missing' });
      expect(await sent()).toEqual({ email: 0, sms: 0, push: 1, 'in-app': 1 });
    }));

  test('whose browsers are all gone takes the next channel, and comes by push again when there is another', () =>
    withTouchWorld(async ({ db, deliver, customer, deps }) => {
      const standin = await startPush();
      try {
        const { publicKey, privateKey } = generateVAPIDKeys();
        const vapid = { publicKey, privateKey, subject: 'mailto:care@shop.example', hosts: 'loopback' } as const;
        const given = { ...deps, channels: new Map([...deps.channels, ['push', webPush(db, vapid)] as const]) };
        const ada = await customer({ email: null });
        const browser = async () => {
          const subscription = standin.subscribe(publicKey);
          const said = { customerId: ada, ...subscription, userAgent: null };
          await db.$transaction((tx) => keepSubscription(tx, said, minutesAfter(0)));
          return subscription;
        };
        standin.forget(await browser());
        const channels = { primary: 'push', fallback: ['in-app'] } as const;
        expect(await deliver(asking(ada, channels), 0, given)).toMatchObject({ channel: 'in-app' });
        expect(await db.attempt.findFirst({ where: { channel: 'push' } })).toMatchObject({ errorCode: 'address:410' });
        await browser();
        expect(await deliver(asking(ada, { ...channels, key: 'second' }), 0, given)).toMatchObject({ channel: 'push' });
        expect(await db.suppression.count()).toBe(0);
      } finally {
        await standin.stop();
      }
    }));

  test('goes out once when ten workers ask for it at the same moment', () =>
    withTouchWorld(async ({ deliver, customer, sent }) => {
      const request = asking(await customer());
      const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(request)));
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
      for (const answer of answers)
        expect(['sent', 'in_flight']).toContain('reason' in answer ? answer.reason : answer.verdict);
      expect(await deliver(request, 2)).toMatchObject({ verdict: 'sent', channel: 'email' });
    }));

  test('that somebody is just sending is left to them until their lease ends', () =>
    withTouchWorld(async ({ deliver, deps, customer, sent }) => {
      const request = asking(await customer());
      const meanwhile: unknown[] = [];
      const compose: typeof deps.compose = async (given) => {
        meanwhile.push(await deliver(request), await deliver(request, 0.9));
        return deps.compose(given);
      };
      expect(await deliver(request, 0, { ...deps, compose })).toMatchObject({ verdict: 'sent', channel: 'email' });
      const wait = {
        verdict: 'later',
        reason: 'in_flight',
        until: minutesAfter(1).getTime(),
        touchId: expect.any(String),
      };
      expect(meanwhile).toEqual([wait, wait]);
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
    }));

  test('follows a customer who became part of another', () =>
    withTouchWorld(async ({ db, deliver, customer, sendgrid }) => {
      const [old, now] = [await customer({ email: 'old@example.com' }), await customer({ email: 'now@example.com' })];
      await db.customer.update({ where: { id: old }, data: { mergedInto: now } });
      await deliver(asking(old));
      expect(sendgrid.accepted.map(({ to }) => to)).toEqual(['now@example.com']);
      expect(await db.touch.findFirst()).toMatchObject({ customerId: now });
    }));

  test('of a customer who does not exist, or without a message in this build, is an error', () =>
    withTouchWorld(async ({ deliver, deps, customer }) => {
      await expect(deliver(asking('0195a000-0000-7000-8000-000000000000'))).rejects.toMatchObject({
        code: 'not_found',
      });
      const messages = {
        get: () => {
          throw new NotFound('no such message');
        },
      };
      await expect(deliver(asking(await customer()), 0, { ...deps, messages })).rejects.toBeInstanceOf(ReferenceError);
    }));
});

describe('the gate', () => {
  test('suppresses what no channel may carry, and says which rule decided on each', () =>
    withTouchWorld(async ({ db, deliver, customer, sent }) => {
      const request = asking(await customer({ email: 'not an address', phone: null }), { fallback: ['sms'] });
      const answer = await deliver(request);
      expect(answer).toEqual({ verdict: 'suppressed', touchId: expect.any(String), reason: 'malformed_address' });
      expect(await sent()).toEqual({ email: 0, sms: 0, push: 0, 'in-app': 0 });

      const touch = await db.touch.findUniqueOrThrow({ where: { key: request.key } });
      expect(touch).toMatchObject({ state: 'suppressed', channel: null, reason: 'malformed_address' });
      expect(
        (touch.verdicts as { channel: string; rule: string; pass: boolean }[]).filter(({ pass }) => !pass),
      ).toEqual([
        { channel: 'email', rule: 'address', pass: false, reason: 'malformed_address', inputs: {} },
        { channel: 'sms', rule: 'address', pass: false, reason: 'no_address', inputs: {} },
      ]);
      expect(await deliver(request, 60)).toEqual(answer);
      expect(await db.timelineItem.findMany()).toEqual([expect.objectContaining({ key: `${request.key}:suppressed` })]);
      expect(inspect([touch, await db.timelineItem.findMany()], { depth: Infinity })).not.toContain('not an address');
    }));

  test('stops at a withdrawal that was committed after the touch was scheduled', () =>
    withTouchWorld(async ({ db, deliver, customer }) => {
      const customerId = await customer();
      const said = { state: 'withdrawn', basis: 'withdrawal', method: 'link', at: minutesAfter(1) };
      await db.consent.create({ data: { id: customerId, customerId, channel: '*', topic: '*', ...said } });
      expect(await deliver(asking(customerId))).toMatchObject({ verdict: 'suppressed', reason: 'consent_withdrawn' });
      expect(await deliver(asking(customerId, { class: 'transactional' }))).toMatchObject({ verdict: 'sent' });
    }));

  test('passes over a channel that is not enabled or has no words', () =>
    withTouchWorld(async ({ deliver, deps, customer, sent }) => {
      const request = asking(await customer());
      const channels = new Map([...deps.channels].filter(([channel]) => channel !== 'email'));
      const messages = { get: () => ({ class: 'lifecycle', topic: 'care', channels: ['email', 'in-app'] }) as const };
      expect(await deliver(request, 0, { ...deps, channels, messages })).toMatchObject({
        verdict: 'sent',
        channel: 'in-app',
      });
      expect(await sent()).toEqual({ email: 0, sms: 0, push: 0, 'in-app': 1 });
    }));
});

describe('a refusal', () => {
  test('of an address goes on to the next channel, and the address is never used again', () =>
    withTouchWorld(async ({ db, deliver, customer, sent, sendgrid, twilio }) => {
      const customerId = await customer();
      twilio.fail({ kind: 'status', status: 400, code: 21211 });
      const request = asking(customerId, { primary: 'sms', fallback: ['email'] });
      expect(await deliver(request)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await db.attempt.findMany({ where: { channel: 'sms' } })).toMatchObject([
        { state: 'rejected', errorCode: 'address:21211' },
      ]);

      const later = asking(await customer({ email: null }), { primary: 'sms', fallback: [] });
      expect(await deliver(later)).toMatchObject({ verdict: 'suppressed', reason: 'suppressed_invalid' });
      expect(JSON.stringify(await db.suppression.findMany())).not.toContain('4155550123');
      expect([await sent(), sendgrid.accepted.length]).toEqual([{ email: 1, sms: 0, push: 0, 'in-app': 0 }, 1]);
    }));

  test('by a customer who told the carrier to stop also withdraws consent', () =>
    withTouchWorld(async ({ db, deliver, customer, twilio }) => {
      const customerId = await customer();
      twilio.fail({ kind: 'status', status: 400, code: 21610 });
      expect(await deliver(asking(customerId, { primary: 'sms', fallback: [] }))).toMatchObject({
        verdict: 'failed',
        reason: 'refused_opted_out',
      });
      expect(await db.consent.findMany({ where: { customerId, state: 'withdrawn' } })).toMatchObject([
        { channel: 'sms', topic: '*', actor: 'twilio' },
      ]);
      expect(await db.suppression.findMany()).toMatchObject([{ channel: 'sms', reason: 'opted_out' }]);
    }));

  test('on every channel fails the touch, and the journey goes on', () =>
    withTouchWorld(async ({ deliver, customer, sendgrid, twilio, errors }) => {
      sendgrid.fail({ kind: 'status', status: 413 });
      twilio.fail({ kind: 'status', status: 400, code: 99_999 });
      const request = asking(await customer(), { fallback: ['sms'] });
      expect(await deliver(request)).toMatchObject({ verdict: 'failed', reason: 'refused_content' });
      expect(errors).toMatchObject([{ code: 'content:413' }, { code: 'unknown:99999' }]);
    }));

  test('that is our own fault burns nothing: the journey comes again, later and later, until it is mended', () =>
    withTouchWorld(async ({ db, deliver, customer, sent, sendgrid, errors }) => {
      sendgrid.fail({ kind: 'status', status: 401 }, 2);
      const request = asking(await customer());
      expect(await deliver(request)).toMatchObject({
        verdict: 'later',
        reason: 'operator',
        until: minutesAfter(15).getTime(),
      });
      expect(await deliver(request, 120)).toMatchObject({ verdict: 'later', until: minutesAfter(180).getTime() });
      expect(await db.touch.findFirst()).toMatchObject({
        state: 'deferred',
        reason: 'operator',
        deferredUntil: minutesAfter(180),
      });
      expect(errors).toMatchObject([{ code: 'operator:401', provider: 'sendgrid' }, { code: 'operator:401' }]);

      expect(await deliver(request, 180)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
      expect(await db.attempt.count()).toBe(1);
    }));

  test('to say something to this customer is not worth waiting for; a defect in the words is', () =>
    withTouchWorld(async ({ deliver, deps, customer, sent }) => {
      const without = (error: Error): typeof deps => ({
        ...deps,
        compose: (given) => (given.channel === 'email' ? Promise.reject(error) : deps.compose(given)),
      });
      const [one, other] = [asking(await customer()), asking(await customer())];
      expect(await deliver(one, 0, without(new InvalidInput('no first name')))).toMatchObject({
        verdict: 'sent',
        channel: 'sms',
      });
      await expect(deliver(other, 0, without(new TypeError('broken layout')))).rejects.toThrow('broken layout');
      expect(await deliver(other, 1)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await sent()).toEqual({ email: 1, sms: 1, push: 0, 'in-app': 0 });
    }));
});

describe('a provider that takes nothing now', () => {
  test('is asked again when it says so: a short wait by retry, a long one by the journey', () =>
    withTouchWorld(async ({ db, deliver, customer, sent, sendgrid }) => {
      const request = asking(await customer());
      sendgrid.fail({ kind: 'status', status: 429, retryAfter: 7 });
      await expect(deliver(request)).rejects.toMatchObject({ code: 'provider_unavailable', retryAfterMs: 7_000 });
      sendgrid.fail({ kind: 'status', status: 429, retryAfter: 3600 });
      expect(await deliver(request, 1)).toMatchObject({ verdict: 'later', until: minutesAfter(61).getTime() });
      expect(await db.touch.findFirst()).toMatchObject({ state: 'deferred', reason: 'provider_unavailable' });

      expect(await deliver(request, 61)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect([await sent(), await db.attempt.count()]).toEqual([{ email: 1, sms: 0, push: 0, 'in-app': 0 }, 1]);
    }));

  test('and cannot be reached at all is tried again by the activity', () =>
    withTouchWorld(async ({ deliver, customer, sendgrid }) => {
      await sendgrid.stop();
      await expect(deliver(asking(await customer()))).rejects.toBeInstanceOf(ProviderUnavailable);
    }));
});

describe('one customer, many journeys', () => {
  test('fifty touches at the same moment never exceed a cap, and none is lost (M24)', () =>
    withTouchWorld(async ({ db, deliver, customer, sent }) => {
      const ada = await customer();
      const requests = Array.from({ length: 50 }, () => asking(ada, { fallback: [] }));
      const answers = await Promise.all(requests.map((request) => deliver(request)));
      expect(await sent()).toMatchObject({ email: 1, sms: 0 });
      expect(answers.filter(({ verdict }) => verdict === 'later')).toHaveLength(49);

      // All of them come again at the same moment, day after day, up to the cap of the week.
      for (let day = 1; day <= 6; day += 1)
        await Promise.all(requests.map((request) => deliver(request, day * 24 * 60)));
      expect(await sent()).toMatchObject({ email: 5, sms: 0 });
      const rows = await db.touch.findMany({ where: { customerId: ada } });
      expect(rows).toHaveLength(50);
      expect(new Set(rows.map(({ state, reason }) => reason ?? state))).toEqual(
        new Set(['accepted', 'cap_all-optional']),
      );
    }));
});
