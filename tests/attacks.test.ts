import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { allRoutes } from '../api/app';
import type { Route } from '../api/route';
import { signLink } from '../domain/signed-link';
import { contentOf } from './support/content';
import { TEST_LINKS, withApi, type ApiWorld } from './support/http';
import { signedIn, tell, tokenFor } from './support/live';
import { withWebhooks } from './webhooks/world';

/* What somebody tries who means harm, at every door of the API at once. What concerns one room alone stands in the tests of that room. */

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const MEGABYTES = Buffer.from(`a=${'x'.repeat(2 * 1024 * 1024)}`);
const JSON_MEGABYTES = Buffer.from(JSON.stringify({ userId: 'ada', event: 'x'.repeat(2 * 1024 * 1024) }));

test('no room takes a body that is larger than it needs, plain or packed small', () => {
  let routes: readonly Route[] = [];
  const options = {
    routes: (deps: Parameters<typeof allRoutes>[0]) => (routes = allRoutes(deps)),
    live: true,
    captured: {},
  };
  return withApi(options, async (world) => {
    const { db, send, clock } = world;
    const customerId = await signedIn(db, 'ada', clock.now());
    const { id } = await tell(db, customerId, 'Hi', { at: clock.now() });
    const live = { Authorization: `Bearer ${await tokenFor(world, 'ada')}` };
    const link = (kind: 'preferences' | 'help') =>
      signLink(TEST_LINKS.keys[0], { kind, customerId, touchId: '' }, null);
    const person = await world.as('admin');
    const doors: [string, string, Buffer, Record<string, string>][] = [
      ...routes
        .filter(({ body }) => body)
        .map(({ method, path, right }): [string, string, Buffer, Record<string, string>] => [
          method.toUpperCase(),
          path.replace('/customers/:id', `/customers/${customerId}`).replaceAll(/:\w+/g, id),
          JSON_MEGABYTES,
          { 'If-Match': '"1"', ...(right === 'own' && person) },
        ]),
      ['POST', `/live/messages/${id}/clicked`, JSON_MEGABYTES, live],
      ['POST', '/live/push-subscriptions', JSON_MEGABYTES, live],
      ['POST', `/c/p/${link('preferences')}`, MEGABYTES, FORM],
      ['POST', `/c/h/${link('help')}`, MEGABYTES, FORM],
      ['POST', '/captured/customers', MEGABYTES, FORM],
      ['POST', '/live/sample', MEGABYTES, FORM],
    ];
    const before = await contentOf(db);
    for (const [method, path, body, headers] of doors) {
      const by = 'Cookie' in headers ? { role: null } : {};
      expect([path, (await send(method, path, body, { ...by, headers })).status]).toEqual([path, 413]);
      const asPacked = { ...by, headers: { ...headers, 'Content-Encoding': 'gzip' } };
      const packed = await send(method, path, gzipSync(body), asPacked);
      expect([path, 'packed', packed.status]).toEqual([path, 'packed', 413]);
    }
    expect(doors.length).toBeGreaterThan(25);
    expect(await contentOf(db)).toEqual(before);
  });
});

test('no other spelling of a path, and no header beside it, leads around a key or out of the folder', () =>
  withApi({ live: true, captured: {} }, async (world) => {
    const { key } = world;
    const paths =
      String.raw`/V1/KEYS /v1/keys/ //v1/keys /v1//keys /v1/%6beys /v1/./keys /v1/tasks/../keys /v1/tasks/%2e%2e/keys /v1/tasks/..%2fkeys
      /v1/keys%00 /v1/keys;a=b /v1/keys%3fx /v1\keys /live/../v1/keys /live/sample/../../v1/keys /captured/../v1/keys /c/../v1/keys /c/p/..%2f..%2fv1%2fkeys
      /reference/..%2f..%2fpackage.json /reference/%2e%2e/package.json /reference/../package.json /c/assets/..%2fpages.js /c/assets/../../../.env
      /c/assets/style.css%00.js /live/..%2fassets%2fsample.js /captured/assets/..%2f..%2fguard.ts`.split(/\s+/);
    const around = {
      'X-HTTP-Method-Override': 'GET',
      'X-Original-URL': '/v1/keys',
      'X-Rewrite-URL': '/v1/keys',
      'X-Forwarded-Host': 'localhost',
    };
    for (const path of [...paths, '/livez', '/', '/problems/..%2f..%2f..%2fpackage.json']) {
      for (const secret of ['', key('ingest')]) {
        const { status, text } = await raw(world, path, {
          ...around,
          ...(secret && { Authorization: `Bearer ${secret}` }),
        });
        expect([path, status < 500, /"data"|"dependencies"|last_four|import /.test(text)]).toEqual([path, true, false]);
      }
    }
  }));

test('names that objects have by themselves are names like any other', () =>
  withWebhooks(async ({ send, paths, post, get, db, clock }) => {
    await signedIn(db, 'ada', clock.now());
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then']) {
      const form = `${name}=1&${name}=2&MessageSid=SM1&MessageStatus=sent`;
      for (const url of [paths.status, paths.texts]) {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { ...FORM, 'X-Twilio-Signature': 'x' },
          body: form,
        });
        expect([name, answer.status]).toEqual([name, 403]);
      }
      const hostile = `{"userId":"ada","${name}":{"isAdmin":true},"traits":{"${name}":{"isAdmin":true}}}`;
      expect([name, (await send('POST', '/v1/identify', hostile)).status]).toEqual([name, 200]);
      expect((await get(`/v1/tasks?${name}=1`)).status).toBe(400);
      expect((await get(`/v1/journeys/${name}`)).status).toBe(404);
      expect((await get(`/v1/customers/${name}`)).status).toBe(404);
      expect((await post(`/v1/customers/ada/preview`, { message: name })).status).toBe(400);
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  }));

interface Raw {
  readonly status: number;
  readonly text: string;
}

/** Asks for a path as it stands: clients tidy it up. */
function raw({ url }: ApiWorld, path: string, headers: Record<string, string>): Promise<Raw> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += String(part)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}
