import { newLiveToken, readLiveToken, renewedLiveToken, signLiveToken } from '../domain/live-token';
import { HOUR_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import { mergeCustomers } from '../prisma/merge';
import { putInApp } from '../prisma/in-app';
import { startPush } from '../standins/push';
import { withApi, type ApiWorld, type ApiWorldOptions } from './support/http';
import { openStream, signedIn, tell, tokenFor } from './support/live';

const START = new Date('2026-03-02T09:00:00.000Z');

interface LiveWorld extends ApiWorld {
  readonly ada: string;
  readonly token: string;
  /** A request of a page, under Ada's token unless another is given. */
  readonly page: (method: string, path: string, body?: unknown, token?: string) => Promise<Response>;
}

/** The API with live pages, and Ada, who is signed in. */
function withLive(test: (world: LiveWorld) => Promise<void>, options: ApiWorldOptions = {}): Promise<void> {
  return withApi({ live: true, startAt: START, ...options }, async (world) => {
    const ada = await signedIn(world.db, 'ada', START, 'de');
    const token = await tokenFor(world, 'ada');
    const page: LiveWorld['page'] = (method, path, body, given = token) =>
      fetch(world.url + path, {
        method,
        headers: { Authorization: `Bearer ${given}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    await test({ ...world, ada, token, page });
  });
}

describe('a live token', () => {
  const key = 'a key of this test';
  const customerId = newId(START);
  const later = (ms: number) => new Date(START.getTime() + ms);

  test('is for one customer and one hour, and is renewed for half a day', () => {
    const token = newLiveToken(customerId, START);
    const read = (at: Date) => readLiveToken([key], signLiveToken(key, token), at);
    expect(read(later(HOUR_MS - 1))).toEqual(token);
    expect(read(later(HOUR_MS))).toBeNull();

    const renewed = renewedLiveToken(token, later(0.8 * HOUR_MS));
    expect(renewed).toEqual({ ...token, expiresAt: later(1.8 * HOUR_MS) });
    expect(renewedLiveToken(token, later(11.5 * HOUR_MS)).expiresAt).toEqual(later(12 * HOUR_MS));
  });

  test('that is forged, cut, padded or signed by another key is none', () => {
    const token = signLiveToken(key, newLiveToken(customerId, START));
    const bytes = Buffer.from(token, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(readLiveToken([key], changed.toString('base64url'), START)).toBeNull();
    }
    for (const wrong of ['', 'x', token.slice(0, -2), `${token}AA`, `${token}=`]) {
      expect(readLiveToken([key], wrong, START)).toBeNull();
    }
    expect(readLiveToken(['another key'], token, START)).toBeNull();
    expect(readLiveToken(['a new key', key], token, START)?.customerId).toBe(customerId);
  });

  test('comes from the backend with a key of the role operate, and a page renews it by itself', () =>
    withLive(async ({ post, page, clock, token }) => {
      const asked = (role: 'ingest' | 'operate', name = 'ada') =>
        post(`/v1/customers/${name}/live-token`, undefined, {
          role,
          headers: { 'Idempotency-Key': `${role}-${name}` },
        });
      expect((await asked('ingest')).status).toBe(403);
      expect((await asked('operate', 'nobody')).status).toBe(404);
      expect((await asked('operate')).body).toMatchObject({ expires_at: '2026-03-02T10:00:00.000Z' });
      expect((await asked('operate')).body).toMatchObject({ token: null });

      clock.advance(0.8 * HOUR_MS);
      const renewed = (await (await page('POST', '/live/token')).json()) as { token: string; expires_at: string };
      expect(renewed.expires_at).toBe('2026-03-02T10:48:00.000Z');
      clock.advance(0.5 * HOUR_MS);
      expect((await page('GET', '/live/messages', undefined, token)).status).toBe(401);
      expect((await page('GET', '/live/messages', undefined, renewed.token)).status).toBe(200);
    }));

  test('opens nothing of somebody else: forged ones are refused everywhere, others find nothing that is not theirs', () =>
    withLive(async ({ db, ada, page, url, post, key: apiKey }) => {
      const { id } = await tell(db, ada, 'For Ada', { at: START });
      await signedIn(db, 'eve', START);
      const eve = await tokenFor({ post }, 'eve');
      const forged = signLiveToken('a key that is not ours', newLiveToken(ada, START));
      const paths: readonly (readonly [string, string, unknown?])[] = [
        ['GET', '/live/events'],
        ['GET', '/live/messages'],
        ['POST', '/live/token'],
        ['POST', `/live/messages/${id}/seen`],
        ['POST', `/live/messages/${id}/clicked`],
        ['POST', `/live/messages/${id}/dismissed`],
        ['POST', `/live/messages/${id}/help`],
        ['POST', `/live/messages/${id}/steps/0`, { done: true }],
        ['POST', '/live/push-subscriptions'],
        ['DELETE', '/live/push-subscriptions'],
      ];
      for (const [method, path, body] of paths) {
        for (const wrong of [forged, '', apiKey('admin')]) {
          const answer = await page(method, path, body, wrong);
          expect([path, answer.status, await answer.json()]).toMatchObject([
            path,
            401,
            { type: '/problems/live_token' },
          ]);
        }
      }
      for (const [method, path, body] of paths.filter(([, each]) => each.includes(id))) {
        expect([path, (await page(method, path, body, eve)).status]).toEqual([path, 404]);
      }
      expect(await (await page('GET', '/live/messages', undefined, eve)).json()).toMatchObject({ messages: [] });
      const stream = await openStream(url, eve);
      expect(await stream.titles()).toEqual([]);
      stream.close();
      expect(await db.inAppMessage.findMany()).toMatchObject([{ seenAt: null, clickedAt: null, dismissedAt: null }]);
      expect((await page('GET', `/v1/customers/ada`)).status).toBe(401);
    }));
});

describe('an open page is told', () => {
  test('who it is for, what is open, and every change from then on, as it is committed', () =>
    withLive(async ({ db, ada, token, url, page }) => {
      const old = await tell(db, ada, 'Before', { at: START });
      const stream = await openStream(url, token);
      expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect((await stream.next())?.hello).toEqual({ locale: 'de', push_key: null, expires_in: 3600 });
      expect(await stream.titles()).toEqual(['Before']);

      const took: number[] = [];
      for (const title of ['Now', 'Then', 'And then']) {
        const asked = performance.now();
        await tell(db, ada, title, { at: START, as: 'banner' });
        expect(await stream.titles()).toEqual([title]);
        took.push(performance.now() - asked);
      }
      // Looking from time to time, without having heard of it, would take two seconds or more each time.
      expect(Math.min(...took)).toBeLessThan(1_000);

      await page('POST', `/live/messages/${old.id}/dismissed`);
      expect(await stream.titles()).toEqual(['-Before']);
      stream.close();
    }));

  test('of nothing that is over: answered, put away, completed, or older than two months', () =>
    withLive(async ({ db, ada, page }) => {
      const steps = [{ label: 'One', url: null }];
      const clicked = await tell(db, ada, 'clicked', { at: START });
      const away = await tell(db, ada, 'away', { at: START });
      const list = await tell(db, ada, 'list', { at: START, as: 'checklist', steps: [...steps, ...steps] });
      const done = await tell(db, ada, 'done', { at: START, as: 'checklist', steps });
      await tell(db, ada, 'old', { at: new Date(START.getTime() - 61 * 24 * HOUR_MS) });
      await page('POST', `/live/messages/${clicked.id}/clicked`, {});
      await page('POST', `/live/messages/${away.id}/dismissed`);
      await page('POST', `/live/messages/${list.id}/clicked`, { link: 'https://app.example/one' });
      await page('POST', `/live/messages/${list.id}/steps/1`, { done: true });
      await page('POST', `/live/messages/${done.id}/steps/0`, { done: true });
      const { messages } = (await (await page('GET', '/live/messages')).json()) as { messages: unknown[] };
      expect(messages).toMatchObject([{ title: 'list', done: [1], open: true, seen: true }]);
    }));

  test('of nothing twice and of everything once after it comes back, in whatever order transactions end', () =>
    withLive(async ({ db, ada, token, url }) => {
      const stream = await openStream(url, token);
      expect(await stream.titles()).toEqual([]);

      let commit = () => {};
      const waiting = new Promise<void>((resolve) => (commit = resolve));
      let wrote = () => {};
      const written = new Promise<void>((resolve) => (wrote = resolve));
      const slow = db.$transaction(async (tx) => {
        await putInApp(tx as typeof db, { ...message('slow'), customerId: ada });
        wrote();
        await waiting;
      });
      await written;
      await tell(db, ada, 'fast', { at: START });
      const fast = await stream.next();
      expect(fast?.messages).toMatchObject([{ title: 'fast' }]);
      stream.close();

      commit();
      await slow;
      const again = await openStream(url, token, fast?.cursor);
      expect((await again.titles())?.toSorted()).toEqual(['fast', 'slow']);
      await tell(db, ada, 'last', { at: START });
      expect(await again.titles()).toEqual(['last']);
      again.close();
    }));

  test('within seconds where no notice reaches us, and again when the connection for notices was cut', () =>
    withLive(
      async ({ db, ada, token, url }) => {
        const stream = await openStream(url, token);
        await stream.titles();
        await tell(db, ada, 'unheard', { at: START });
        expect(await stream.titles()).toEqual(['unheard']);
        stream.close();
      },
      { live: { listen: undefined } },
    ).then(() =>
      withLive(async ({ db, ada, token, url }) => {
        const stream = await openStream(url, token);
        await stream.titles();
        await db.$queryRaw`
          SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'perennial perennial_in_app'`;
        await tell(db, ada, 'meanwhile', { at: START });
        expect(await stream.titles()).toEqual(['meanwhile']);
        stream.close();
      }),
    ));

  test('who the customer is by now, when two turn out to be one', () =>
    withLive(async ({ db, ada, token, url }) => {
      const survivor = await signedIn(db, 'ada-too', START);
      const stream = await openStream(url, token);
      expect(await stream.titles()).toEqual([]);
      await tell(db, ada, 'mine', { at: START });
      expect(await stream.titles()).toEqual(['mine']);
      await db.$transaction((tx) => mergeCustomers(tx, [{ from: ada, into: survivor }], START));
      await tell(db, ada, 'not lost', { at: START });
      expect(await stream.titles()).toBeUndefined();
      const again = await openStream(url, token);
      expect((await again.titles())?.toSorted()).toEqual(['mine', 'not lost']);
      again.close();
    }));

  test('to come later, when one customer has too many pages or asks too much, and elsewhere, when this process ends', async () => {
    let ended: Promise<unknown> | undefined;
    await withLive(
      async ({ url, token, page }) => {
        const streams = [await openStream(url, token), await openStream(url, token)];
        const third = await openStream(url, token);
        expect([third.status, third.headers.get('retry-after')]).toEqual([429, '30']);
        streams[0]!.close();
        for (let tries = 0; (await openStreamOf(url, token)) === 429; tries += 1) expect(tries).toBeLessThan(100);

        const statuses = new Set<number>();
        for (let index = 0; index < 250; index += 1) statuses.add((await page('GET', '/live/messages')).status);
        expect([...statuses]).toEqual([200, 429]);
        await streams[1]!.titles();
        ended = streams[1]!.next();
      },
      { live: { mostPages: { ofOne: 2, ofAll: 10 } } },
    );
    expect(await ended).toBeUndefined();
  });
});

describe('what a customer does on a page', () => {
  test('is kept once, in the inbox and as signals of the touch, and journeys hear of clicks and ticks', () =>
    withLive(async ({ db, ada, page, relayWoken }) => {
      const touched = async (title: string, steps: number) => {
        const as = steps > 0 ? 'checklist' : 'card';
        const told = await tell(db, ada, title, { at: START, as, steps: Array(steps).fill({ label: 'x', url: null }) });
        await touchOf(db, ada, told);
        return told;
      };
      const card = await touched('card', 0);
      const list = await touched('list', 2);
      const path = (id: string, deed: string) => `/live/messages/${id}/${deed}`;
      for (let times = 0; times < 2; times += 1) {
        expect((await page('POST', path(card.id, 'seen'))).status).toBe(204);
        await page('POST', path(card.id, 'clicked'), { link: 'https://app.example/body' });
        await page('POST', path(list.id, 'steps/1'), { done: true });
        await page('POST', path(card.id, 'help'));
      }
      await page('POST', path(list.id, 'steps/0'), { done: true });
      await page('POST', path(list.id, 'steps/1'), { done: false });
      await page('POST', path(list.id, 'dismissed'));

      const signals = await db.touchSignal.findMany({
        where: { key: { startsWith: 'in-app:' } },
        orderBy: { key: 'asc' },
      });
      expect(signals.map(({ key, kind, human }) => [key, kind, human])).toEqual(
        [
          [`in-app:${card.id}:clicked`, 'clicked', true],
          [`in-app:${card.id}:seen`, 'seen', true],
          [`in-app:${list.id}:clicked`, 'clicked', true],
          [`in-app:${list.id}:dismissed`, 'dismissed', true],
          [`in-app:${list.id}:seen`, 'seen', true],
        ].toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
      );
      const events = await db.event.findMany({ orderBy: { type: 'asc' } });
      expect(events.map(({ type, properties }) => ({ type, properties }))).toEqual(
        expect.arrayContaining([
          { type: 'customer.help_requested', properties: { touchId: card.touchId } },
          { type: 'message.clicked', properties: { touchId: card.touchId, link: 'https://app.example/body' } },
          { type: 'message.clicked', properties: { touchId: list.touchId } },
        ]),
      );
      expect(events).toHaveLength(3);
      expect(await db.inAppMessage.findUnique({ where: { id: list.id } })).toMatchObject({
        done: [0],
        clickedAt: START,
      });
      expect(await db.touch.findUnique({ where: { id: card.touchId } })).toMatchObject({ answeredAt: START });
      expect(relayWoken()).toBeGreaterThan(0);
    }));

  test('that makes no sense is refused with a reason', () =>
    withLive(async ({ db, ada, page }) => {
      const card = await tell(db, ada, 'card', { at: START });
      const problem = async (path: string, body?: unknown) => {
        const answer = await page('POST', path, body);
        return [answer.status, ((await answer.json()) as { type: string }).type];
      };
      const message = `/live/messages/${card.id}`;
      expect(await problem(`${message}/clicked`, { link: 'javascript:alert(1)' })).toEqual([
        400,
        '/problems/invalid_input',
      ]);
      expect(await problem(`${message}/steps/0`, { done: true })).toEqual([404, '/problems/not_found']);
      expect(await problem(`${message}/steps/x`, { done: true })).toEqual([404, '/problems/not_found']);
      expect(await problem(`${message}/steps/0`, {})).toEqual([400, '/problems/invalid_input']);
      expect(await problem('/live/messages/nonsense/seen')).toEqual([404, '/problems/not_found']);
      expect(await problem(`${message}/clicked`, { link: 'https://x.example/?'.padEnd(9_000, 'x') })).toEqual([
        413,
        '/problems/too_large',
      ]);
    }));

  test('includes to take notifications on this browser, and to end that', async () => {
    const standin = await startPush();
    try {
      await withLive(
        async ({ db, ada, page, url, token }) => {
          const stream = await openStream(url, token);
          expect((await stream.next())?.hello?.push_key).toBe('the key');
          stream.close();
          const subscription = { ...standin.subscribe(), expirationTime: null };
          expect((await page('POST', '/live/push-subscriptions', subscription)).status).toBe(204);
          expect(await db.pushSubscription.findMany()).toMatchObject([{ customerId: ada, userAgent: 'node' }]);
          const inside = { ...subscription, endpoint: 'https://10.0.0.1/x' };
          expect((await page('POST', '/live/push-subscriptions', inside)).status).toBe(400);
          await page('DELETE', '/live/push-subscriptions', { endpoint: subscription.endpoint });
          expect(await db.pushSubscription.count()).toBe(0);
        },
        { push: { publicKey: 'the key', hosts: 'any' } },
      );
    } finally {
      await standin.stop();
    }
  });
});

describe('what pages load from us', () => {
  test('is a script of under 10 KB that makes no HTML of what it is told, for any site to load', () =>
    withLive(async ({ url }) => {
      for (const name of ['perennial.js', 'perennial-push.js', 'push-worker.js']) {
        const answer = await fetch(`${url}/live/${name}`);
        const text = await answer.text();
        expect([name, answer.status, answer.headers.get('content-type')]).toEqual([
          name,
          200,
          'text/javascript; charset=utf-8',
        ]);
        expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
        expect(Buffer.byteLength(text)).toBeLessThan(10_000);
        expect(text).not.toMatch(
          /innerHTML|outerHTML|insertAdjacentHTML|DOMParser|document\.write|\beval\b|new Function|\.style\b/,
        );
      }
    }));

  test.each([
    ['https://app.example', 'https://app.example', 204],
    ['https://evil.example', null, 200],
    ['https://app.example.evil.example', null, 200],
  ])('and only pages of configured origins may ask: %s', (origin, allowed, status) =>
    withLive(
      async ({ url, token }) => {
        const headers = { Origin: origin, Authorization: `Bearer ${token}` };
        const asked = await fetch(`${url}/live/messages`, { headers });
        expect(asked.headers.get('access-control-allow-origin')).toBe(allowed);
        const asks = { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' };
        const ahead = await fetch(`${url}/live/events`, { method: 'OPTIONS', headers: { Origin: origin, ...asks } });
        expect([ahead.status, ahead.headers.get('access-control-allow-origin')]).toEqual([status, allowed]);
        const names = ahead.headers.get('access-control-allow-headers');
        expect(names?.includes('Authorization') ?? false).toBe(allowed !== null);
      },
      { corsOrigins: ['https://app.example'] },
    ),
  );

  test('is not there, nor is its sample page, where it is not wanted', () =>
    withLive(async ({ get }) => {
      expect((await get('/live/sample', { role: null })).status).toBe(404);
    }).then(() =>
      withApi(async ({ get }) => {
        expect((await get('/live/perennial.js', { role: null })).status).toBe(404);
      }),
    ));

  test('leaves no token, title or text in the log', () =>
    withLive(async ({ db, ada, token, page, logged }) => {
      const { id } = await tell(db, ada, 'A title to keep quiet', { at: START });
      await page('GET', '/live/messages');
      await page('POST', `/live/messages/${id}/clicked`, { link: 'https://app.example/secret' });
      await page('POST', '/live/token', undefined, `${token}x`);
      const lines = logged.join('');
      expect(lines).toContain('"route":"/live/messages/:id/clicked"');
      for (const secret of [token, 'keep quiet', 'app.example', id]) expect(lines).not.toContain(secret);
    }));
});

async function openStreamOf(url: string, token: string): Promise<number> {
  const stream = await openStream(url, token);
  stream.close();
  return stream.status;
}

function message(title: string) {
  const [attemptId, touchId] = [newId(START), newId(START)];
  return { attemptId, touchId, title, body: 'Hi', html: 'Hi', action: null, at: START };
}

/** The touch and attempt that a message stands for. */
async function touchOf(
  db: ApiWorld['db'],
  customerId: string,
  { touchId: id, attemptId }: { readonly touchId: string; readonly attemptId: string },
): Promise<void> {
  const said = {
    message: 'm',
    messageClass: 'lifecycle',
    topic: 't',
    state: 'accepted',
    channel: 'in-app',
    codeVersion: 'test',
  };
  await db.touch.create({
    data: { id, key: id, customerId, ...said, plannedAt: START, updatedAt: START, sentAt: START },
  });
  const attempt = { channel: 'in-app', provider: 'in-app', token: newId(START), state: 'accepted' };
  await db.attempt.create({ data: { id: attemptId, touchId: id, ...attempt, startedAt: START, leaseUntil: START } });
}
