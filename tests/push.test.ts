import { webPush } from '../activities/channels/push-web';
import { createChannels } from '../activities/channels/channels';
import type { Dispatch, Rendered } from '../activities/channels/channel';
import { pushSubscriptionRoutes } from '../api/routes/push-subscriptions';
import { newId } from '../domain/ids';
import { endpointFault, isReachable } from '../domain/push-endpoint';
import type { Db } from '../prisma/client';
import { keepSubscription } from '../prisma/push-subscriptions';
import { startPush, type PushStandin, type StandinSubscription } from '../standins/push';
import { generateVAPIDKeys } from 'web-push';
import { after, httpBreakdowns, status } from './conformance/breakdowns';
import { describeChannel, type ChannelUnderTest } from './conformance/channel';
import { withDatabase } from './support/database';
import { withApi, type ApiWorld } from './support/http';

const AT = new Date('2026-03-02T10:00:00Z');
const { publicKey, privateKey } = generateVAPIDKeys();
const SUBJECT = 'mailto:care@shop.example';
const WORDS = 'Your report is ready: shall we look at it together?';
const NOTIFICATION: Rendered = {
  channel: 'push',
  title: 'Your report',
  body: WORDS,
  url: 'https://app.example/report',
  ttlSeconds: 7_200,
  urgency: 'high',
};

interface PushWorld extends ChannelUnderTest {
  readonly db: Db;
  readonly standin: PushStandin;
  readonly customerId: string;
  /** One more browser of the customer, with the subscription that we keep of it. */
  readonly browser: (serverKey?: string) => Promise<StandinSubscription>;
}

/** The push channel, with a customer who has one browser. */
function push(test: (world: PushWorld) => Promise<void>, timeoutMs = 5_000): Promise<void> {
  return withDatabase(async ({ db }) => {
    const standin = await startPush();
    try {
      const customerId = newId(AT);
      await db.customer.create({ data: { id: customerId, createdAt: AT, updatedAt: AT } });
      const browser = async (serverKey = publicKey) => {
        const subscription = standin.subscribe(serverKey);
        const said = { customerId, ...subscription, userAgent: null };
        await db.$transaction((tx) => keepSubscription(tx, said, AT));
        return subscription;
      };
      const { endpoint, keys } = await browser();
      await test({
        db,
        standin,
        customerId,
        browser,
        adapter: webPush(db, { publicKey, privateKey, subject: SUBJECT, hosts: 'loopback', timeoutMs }),
        held: () => standin.accepted.map(({ payload }) => attemptsByTouch.get((payload as { tag: string }).tag) ?? ''),
        dispatch: dispatchTo(customerId),
        secrets: [privateKey, endpoint, keys.auth, WORDS],
      });
    } finally {
      await standin.stop();
    }
  });
}

/** A notification carries the touch, so that a browser shows it once; this test wants to know the attempt. */
const attemptsByTouch = new Map<string, string>();

function dispatchTo(customerId: string): () => Dispatch {
  return () => {
    const [attemptId, touchId] = [newId(AT), newId(AT)];
    attemptsByTouch.set(touchId, attemptId);
    return { attemptId, touchId, customerId, recipient: customerId, content: NOTIFICATION, at: AT };
  };
}

describeChannel('web push', push, [
  ...httpBreakdowns,
  status(404, { rejected: 'address' }),
  status(410, { rejected: 'address' }),
  status(413, { rejected: 'content' }),
  after({ kind: 'status', status: 406 }, 'an answer that no push service should give', { rejected: 'unknown' }),
]);

describe('what a push service gets', () => {
  test('a notification that only the browser can read, for as long as it helps, under our own name', () =>
    push(async ({ adapter, dispatch, standin }) => {
      const one = dispatch();
      await adapter.send(one);
      expect(standin.accepted).toEqual([
        expect.objectContaining({
          payload: { title: 'Your report', body: WORDS, url: 'https://app.example/report', tag: one.touchId },
          ttl: 7_200,
          urgency: 'high',
          subject: SUBJECT,
        }),
      ]);
    }));

  test('a topic by journey and stage, so that a newer notification takes the place of one that was not delivered yet', () =>
    push(async ({ adapter, dispatch, standin, db, customerId }) => {
      const ids = await Promise.all(['nudge', 'nudge', 'thanks'].map((stage) => touchIn(db, customerId, stage)));
      for (const touchId of ids) await adapter.send({ ...dispatch(), touchId });
      const [first, second, other] = standin.accepted.map(({ topic }) => topic);
      expect(first).toMatch(/^[\w-]{32}$/);
      expect([second === first, other === first]).toEqual([true, false]);
    }));

  test('more than three kilobytes is not sent, and says whose fault it is', () =>
    push(async ({ adapter, dispatch, standin }) => {
      const content = { ...NOTIFICATION, body: 'ä'.repeat(1_530) } as Rendered;
      await expect(adapter.send({ ...dispatch(), content })).rejects.toMatchObject({
        kind: 'content',
        providerCode: 'too_long',
      });
      expect(standin.accepted).toEqual([]);
    }));
});

describe('a customer with several browsers', () => {
  test('is one touch: accepted when one of them takes it, and those that are gone are forgotten', () =>
    push(async ({ adapter, dispatch, standin, db, browser }) => {
      const [gone, unlucky] = [await browser(), await browser()];
      standin.forget(gone);
      standin.fail({ kind: 'status', status: 429 });
      await adapter.send(dispatch());
      expect(standin.accepted).toHaveLength(1);
      const live = await db.pushSubscription.findMany({ where: { goneAt: null } });
      expect(live).toHaveLength(2);
      expect(live.map(({ endpoint }) => endpoint)).not.toContain(gone.endpoint);
      expect(live.map(({ endpoint }) => endpoint)).toContain(unlucky.endpoint);
      const dead = await db.pushSubscription.findMany({ where: { goneAt: AT } });
      expect(dead).toMatchObject([{ endpoint: gone.endpoint, keys: {} }]);
    }));

  test('a browser that subscribed under another key is forgotten once ours proves to work; until then the fault is ours', () =>
    push(async ({ adapter, dispatch, standin, db, browser }) => {
      const foreign = await browser(generateVAPIDKeys().publicKey);
      await adapter.send(dispatch());
      expect(await db.pushSubscription.findMany({ where: { goneAt: AT } })).toMatchObject([
        { endpoint: foreign.endpoint },
      ]);

      standin.fail({ kind: 'status', status: 403 });
      await expect(adapter.send(dispatch())).rejects.toMatchObject({ kind: 'operator', providerCode: '403' });
      expect(await db.pushSubscription.count({ where: { goneAt: null } })).toBe(1);
    }));

  test('when none takes it, what may have been taken weighs more than what certainly was not', () =>
    push(async ({ adapter, dispatch, standin, browser }) => {
      standin.forget(await browser());
      await browser();
      standin.fail({ kind: 'status', status: 429, retryAfter: 9 });
      standin.fail({ kind: 'status', status: 502 });
      await expect(adapter.send(dispatch())).rejects.toMatchObject({ accepted: 'unknown' });
      standin.fail({ kind: 'status', status: 429, retryAfter: 9 }, 2);
      await expect(adapter.send(dispatch())).rejects.toMatchObject({ accepted: 'no', retryAfterMs: 9_000 });
    }));

  test('without any, the channel is of no use for this touch', () =>
    push(async ({ adapter, dispatch, db }) => {
      await db.pushSubscription.deleteMany();
      await expect(adapter.send(dispatch())).rejects.toMatchObject({
        kind: 'address',
        providerCode: 'no_subscription',
      });
    }));
});

describe('nobody makes us call what is not theirs (SSRF)', () => {
  test.each([
    ['https://fcm.googleapis.com/fcm/send/abc', null],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', null],
    ['https://web.push.apple.com:443/abc', null],
    ['http://fcm.googleapis.com/fcm/send/abc', 'must begin with https://'],
    ['ftp://push.example/abc', 'must begin with https://'],
    ['nonsense', 'must be the address of a push service'],
    ['https://push.example:8443/abc', 'must use the port of https'],
    ['https://user:pass@push.example/abc', 'must not hold a name or password'],
    ...[
      'localhost',
      'app.localhost',
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '169.254.169.254',
      '172.31.255.255',
      '192.168.1.1',
      '[::]',
      '[fe80::1]',
      '[fd00::1]',
      '[::ffff:10.0.0.1]',
      '[64:ff9b::a00:1]',
      '[2002:a00:1::]',
      'intranet',
      'push.internal',
      'printer.local',
    ].map((host) => [`https://${host}/abc`, 'must be a public host'] as const),
  ] as const)('%s: %s', (endpoint, fault) => {
    expect(endpointFault(endpoint, 'public')).toBe(fault);
  });

  test('a name is looked at again when we connect: what it resolves to must be public', () => {
    expect(isReachable('142.250.185.74', 'public')).toBe(true);
    expect(isReachable('2a00:1450:4001:812::200a', 'public')).toBe(true);
    for (const address of [
      '127.0.0.1',
      '::1',
      '10.0.0.1',
      '::ffff:192.168.0.1',
      'fe80::1',
      '169.254.169.254',
      'localhost',
    ]) {
      expect([address, isReachable(address, 'public')]).toEqual([address, false]);
    }
    expect([isReachable('127.0.0.1', 'loopback'), isReachable('142.250.185.74', 'loopback')]).toEqual([true, false]);
  });

  test('a subscription that points inside is forgotten without a call, whoever put it there', () =>
    push(async ({ db, dispatch, standin }) => {
      const adapter = webPush(db, { publicKey, privateKey, subject: SUBJECT });
      await expect(adapter.send(dispatch())).rejects.toMatchObject({ kind: 'address', providerCode: 'forbidden_host' });
      expect([standin.accepted, await db.pushSubscription.count({ where: { goneAt: null } })]).toEqual([[], 0]);
    }));

  test('a test reaches no real push service', () =>
    push(async ({ db, dispatch, customerId }) => {
      const channels = createChannels(
        {
          nodeEnv: 'test',
          sendgrid: null,
          twilio: null,
          webPush: { publicKey, privateKey, subject: SUBJECT, hosts: 'any' },
        },
        { db },
      );
      const endpoint = 'https://fcm.googleapis.com/fcm/send/abc';
      await db.pushSubscription.updateMany({ where: { customerId }, data: { endpoint } });
      await expect(channels.get('push')!.send(dispatch())).rejects.toMatchObject({ providerCode: 'forbidden_host' });
    }));
});

describe('subscriptions over HTTP', () => {
  const access = { publicKey, hosts: 'public' } as const;
  const browser = (name: string) => ({
    endpoint: `https://push.example/${name}`,
    expirationTime: null,
    keys: { p256dh: publicKey, auth: 'AAAAAAAAAAAAAAAAAAAAAA' },
  });
  const path = '/v1/customers/ada/push-subscriptions';
  const withAda = (test: (world: ApiWorld) => Promise<void>) =>
    withApi({ routes: (deps) => pushSubscriptionRoutes({ ...deps, push: access }) }, async (world) => {
      for (const value of ['ada', 'mia']) {
        const [id, at] = [newId(AT), AT];
        await world.db.customer.create({ data: { id, createdAt: at, updatedAt: at } });
        await world.db.identity.create({ data: { kind: 'user', value, customerId: id, createdAt: at } });
      }
      await test(world);
    });

  test('are kept once each, listed without their secret, and forgotten one by one or all', () =>
    withAda(async ({ post, get, send }) => {
      const kept = await post<{ id: string }>(path, browser('one'));
      expect([kept.status, kept.body]).toMatchObject([201, { service: 'push.example' }]);
      expect((await post<{ id: string }>(path, browser('one'))).body.id).toBe(kept.body.id);
      await post(path, browser('two'));
      await post(path, browser('three'));
      const listed = await get<{ data: { id: string }[] }>(path);
      expect(listed.body.data).toHaveLength(3);
      expect(listed.text).not.toContain('/one');

      expect((await send('DELETE', `${path}/${kept.body.id}`)).status).toBe(204);
      expect((await send('DELETE', `${path}/${kept.body.id}`)).status).toBe(404);
      expect((await get<{ data: unknown[] }>(path)).body.data).toHaveLength(2);
      expect((await send('DELETE', path)).status).toBe(204);
      expect((await get(path)).body).toEqual({ data: [] });
    }));

  test('belong to whoever signed in on the browser last', () =>
    withAda(async ({ post, get, db }) => {
      await post(path, browser('shared'));
      await post('/v1/customers/mia/push-subscriptions', browser('shared'));
      expect((await get(path)).body).toEqual({ data: [] });
      expect(await db.pushSubscription.count()).toBe(1);
    }));

  test('are let go, the oldest first, when there are more than anybody uses', () =>
    withAda(async ({ post, get, clock }) => {
      for (let index = 0; index < 22; index += 1) {
        clock.advance(1_000);
        await post(path, browser(String(index)));
      }
      expect((await get<{ data: unknown[] }>(path)).body.data).toHaveLength(20);
    }));

  test('with faults are refused: no public address, no usable keys, no key of the role operate', () =>
    withAda(async ({ post }) => {
      const inside = await post(path, { ...browser('x'), endpoint: 'https://169.254.169.254/latest' });
      expect([inside.status, inside.body['errors']]).toEqual([
        400,
        [{ pointer: '/endpoint', detail: 'must be a public host' }],
      ]);
      const keys = await post(path, { ...browser('x'), keys: { p256dh: 'B'.repeat(87), auth: 'short' } });
      expect(keys.body['errors']).toMatchObject([{ pointer: '/keys/p256dh' }, { pointer: '/keys/auth' }]);
      expect((await post(path, browser('x'), { role: 'ingest' })).status).toBe(403);
      expect((await post('/v1/customers/nobody/push-subscriptions', browser('x'))).status).toBe(404);
    }));
});

async function touchIn(db: Db, customerId: string, stage: string): Promise<string> {
  const id = newId(AT);
  const said = {
    journey: 'onboarding',
    stage,
    message: 'm',
    messageClass: 'lifecycle',
    topic: 't',
    state: 'dispatching',
  };
  await db.touch.create({
    data: { id, key: id, customerId, ...said, plannedAt: AT, updatedAt: AT, codeVersion: 'test' },
  });
  return id;
}
