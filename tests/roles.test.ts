import type { Router } from 'express';
import { allRoutes, createApp } from '../api/app';
import type { ApiDeps } from '../api/deps';
import { createLiveHub } from '../api/live/hub';
import { liveRoutes } from '../api/live/routes';
import { OPERATIONS } from '../api/openapi/operations';
import { publicPages } from '../api/public/pages';
import type { Role, Route } from '../api/route';
import { newLiveToken, signLiveToken } from '../domain/live-token';
import { signLink } from '../domain/signed-link';
import { createApiKey, KEY_ROLES, revokeApiKey } from '../prisma/api-keys';
import { contentOf } from './support/content';
import { TEST_LINKS, withApi, type ApiWorld } from './support/http';
import { signedIn } from './support/live';
import { withWebhooks } from './webhooks/world';

const SOMETHING = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';

/** Lends an API with the routes that it serves, taken from it and not written down here. */
function withRoutes(test: (world: ApiWorld, routes: readonly Route[], deps: ApiDeps) => Promise<void>): Promise<void> {
  let served: { readonly routes: readonly Route[]; readonly deps: ApiDeps } | undefined;
  const own = (deps: ApiDeps) => (served = { routes: allRoutes(deps), deps }).routes;
  return withApi({ routes: own, live: true }, (world) => test(world, served!.routes, served!.deps));
}

describe('every route of the API', () => {
  test('is closed to whoever has no living key of a role that contains its own: a problem says so, and nothing is written', () =>
    withRoutes(async (world, routes) => {
      const { db, key, send, clock } = world;
      const customerId = await signedIn(db, 'ada', clock.now());
      const strangers = await strangersOf(world, customerId);
      const before = await contentOf(db);
      for (const route of routes) {
        const ask = (headers: Record<string, string>) =>
          send(route.method.toUpperCase(), pathOf(route, customerId), route.body ? {} : undefined, {
            role: null,
            headers,
          });
        for (const [who, headers] of Object.entries(strangers)) {
          const { status, headers: answered, body } = await ask(headers);
          expect([named(route), who, status, answered.get('content-type'), body['type']]).toEqual([
            named(route),
            who,
            401,
            'application/problem+json',
            '/problems/unauthenticated',
          ]);
          expect(answered.get('www-authenticate')).toMatch(/^Bearer realm=/);
        }
        for (const role of KEY_ROLES.filter((each) => !contains(each, route.role))) {
          const { status, headers, body } = await ask({ Authorization: `Bearer ${key(role)}` });
          expect([named(route), role, status, headers.get('content-type'), body['required_role']]).toEqual([
            named(route),
            role,
            403,
            'application/problem+json',
            route.role,
          ]);
        }
      }
      expect(await contentOf(db)).toEqual(before);
      await send('POST', '/v1/identify', { userId: 'ada', traits: { name: 'Ada' } });
      expect(await contentOf(db)).not.toEqual(before);
    }));

  test('is open to every role that contains its own', () =>
    withRoutes(async ({ send }, routes) => {
      expect(routes.length).toBeGreaterThan(60);
      for (const route of routes) {
        for (const role of KEY_ROLES.filter((each) => contains(each, route.role))) {
          const { status } = await send(route.method.toUpperCase(), pathOf(route), route.body ? {} : undefined, {
            role,
          });
          const outcome = status < 500 && ![401, 403, 405].includes(status) ? 'open' : status;
          expect([named(route), role, outcome]).toEqual([named(route), role, 'open']);
        }
      }
    }));

  test('is one of the list: nothing else is answered under a path of its own, but what is documented as operation', () =>
    withRoutes(async (_world, routes, deps) => {
      const doors = doorsOf(createApp(deps).router).map(({ path }) => path);
      const known = new Set([...routes.map(({ path }) => path), ...Object.keys(OPERATIONS)]);
      expect(doors.filter((path) => !known.has(path))).toEqual([]);
      expect(doors).toEqual(expect.arrayContaining(routes.map(({ path }) => path)));
    }));
});

describe('beside the routes', () => {
  test('metrics need the role operate, and what everybody may know needs no key', () =>
    withRoutes(async (world) => {
      const { get } = world;
      const statuses = await Promise.all(KEY_ROLES.map(async (role) => (await get('/metrics', { role })).status));
      expect(statuses).toEqual([403, 200, 200]);
      for (const [who, headers] of Object.entries(await strangersOf(world, SOMETHING))) {
        expect([who, (await get('/metrics', { role: null, headers })).status]).toEqual([who, 401]);
      }
      for (const path of ['/', '/livez', '/readyz', '/openapi.json', '/reference', '/problems/forbidden']) {
        expect([path, (await get(path, { role: null })).status]).not.toEqual([path, 401]);
      }
    }));

  test('a live page takes the token of its customer: no key of the API, no link, no token that expired or that others signed', () =>
    withRoutes(async (world, _routes, deps) => {
      const { db, key, send, clock } = world;
      const customerId = await signedIn(db, 'ada', clock.now());
      const hub = createLiveHub({ ...deps, listen: world.databaseUrl });
      const doors = doorsOf(liveRoutes({ ...deps, hub, origins: [], sample: false }));
      await hub.close();
      const long = new Date(clock.now().getTime() - 3_600_000);
      const bearers = {
        nothing: '',
        'a key': key('admin'),
        'a link': signLink(TEST_LINKS.keys[0], { kind: 'preferences', customerId }, null),
        'an old token': signLiveToken(TEST_LINKS.keys[0], newLiveToken(customerId, long)),
        'a forged token': signLiveToken('a key of an attacker', newLiveToken(customerId, clock.now())),
      };
      const before = await contentOf(db);
      let closed = 0;
      for (const { method, path } of doors.filter((door) => !door.path.endsWith('.js'))) {
        for (const [who, bearer] of Object.entries(bearers)) {
          const headers = { Authorization: `Bearer ${bearer}` };
          const body = method === 'POST' ? {} : undefined;
          const answer = await send(method, `/live${filled(path)}`, body, { role: null, headers });
          expect([method, path, who, answer.status, answer.body['type']]).toEqual([
            method,
            path,
            who,
            401,
            '/problems/live_token',
          ]);
          closed += 1;
        }
      }
      expect(closed).toBeGreaterThan(40);
      expect(await contentOf(db)).toEqual(before);
    }));

  test('a page for customers takes a link that we signed for it, and a webhook what the provider signed: a key opens neither', () =>
    withWebhooks(async ({ db, send, key, paths, url, clock }) => {
      const customerId = await signedIn(db, 'ada', clock.now());
      const live = signLiveToken(TEST_LINKS.keys[0], newLiveToken(customerId, clock.now()));
      const pages = doorsOf(publicPages({ pageLinks: TEST_LINKS, now: clock.now } as ApiDeps));
      const before = await contentOf(db);
      for (const { method, path } of pages.filter((page) => page.path.includes(':token'))) {
        for (const token of [key('admin'), live, SOMETHING, '..', '%2e%2e%2fv1%2fkeys']) {
          clock.advance(60_000);
          const { status } = await send(method, `/c${path.replace(':token', token)}`);
          expect([method, path, token, status]).toEqual([method, path, token, 404]);
        }
      }
      for (const path of Object.values(paths)) {
        const { status, body } = await send('POST', path.slice(url.length), {});
        expect([path, status, body['type']]).toEqual([path, 403, '/problems/unsigned']);
      }
      expect(await contentOf(db)).toEqual(before);
    }));
});

/** Whoever is not known, by what they send. */
async function strangersOf(
  { db, key, clock }: ApiWorld,
  customerId: string,
): Promise<Record<string, Record<string, string>>> {
  const now = clock.now();
  const [revoked, expired] = await Promise.all([
    createApiKey(db, { name: 'revoked', role: 'admin', now }),
    createApiKey(db, { name: 'expired', role: 'admin', now, expiresAt: now }),
  ]);
  await revokeApiKey(db, revoked.id, now);
  const admin = key('admin');
  const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });
  return {
    'no key': {},
    'a revoked key': bearer(revoked.secret),
    'an expired key': bearer(expired.secret),
    'a key with another end': bearer(admin.slice(0, -1) + (admin.endsWith('0') ? '1' : '0')),
    'the shown part of a key': bearer(admin.split('_').slice(0, 2).join('_')),
    'a word': bearer('admin'),
    'another scheme': { Authorization: `Token ${admin}` },
    'a key as password': { Authorization: `Basic ${Buffer.from(`:${admin}`).toString('base64')}` },
    'a key in another header': { 'X-Api-Key': admin, Cookie: `key=${admin}` },
    'a live token': bearer(signLiveToken(TEST_LINKS.keys[0], newLiveToken(customerId, now))),
    'a link': bearer(signLink(TEST_LINKS.keys[0], { kind: 'preferences', customerId }, null)),
  };
}

function contains(role: Role, needed: Role): boolean {
  return KEY_ROLES.indexOf(role) >= KEY_ROLES.indexOf(needed);
}

function named({ method, path }: Route): string {
  return `${method} ${path}`;
}

function pathOf({ path }: Route, customerId = SOMETHING): string {
  return filled(path.replace('/customers/:id', `/customers/${customerId}`));
}

function filled(path: string): string {
  return path.replaceAll(/:\w+/g, SOMETHING);
}

interface Door {
  readonly method: string;
  readonly path: string;
}

/** What a router answers by itself, leaving out what is mounted in it. */
function doorsOf({ stack }: Pick<Router, 'stack'>): Door[] {
  return stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map(({ method }) => method?.toUpperCase()));
    return [...methods].flatMap((method) => (method ? [{ method, path: route.path }] : []));
  });
}
