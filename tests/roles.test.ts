import type { Router } from 'express';
import { allRoutes, createApp } from '../api/app';
import type { ApiDeps } from '../api/deps';
import { createLiveHub } from '../api/live/hub';
import { liveRoutes } from '../api/live/routes';
import { OPERATIONS } from '../api/openapi/operations';
import { publicPages } from '../api/public/pages';
import type { Access, Route } from '../api/route';
import { newLiveToken, signLiveToken } from '../domain/live-token';
import { signLink } from '../domain/signed-link';
import { KEY_RIGHTS, KEY_ROLES, RIGHTS, STAFF_RIGHTS, STAFF_ROLES, type Right } from '../domain/right';
import { createApiKey, revokeApiKey } from '../prisma/api-keys';
import { SESSION_IDLE_MS } from '../prisma/staff/sessions';
import { contentOf } from './support/content';
import { TEST_LINKS, withApi, type ApiWorld } from './support/http';
import { signedIn } from './support/live';
import { headersOf } from './support/staff';
import { withWebhooks } from './webhooks/world';

const SOMETHING = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';

/** Lends an API with the routes that it serves, taken from it and not written down here. */
function withRoutes(test: (world: ApiWorld, routes: readonly Route[], deps: ApiDeps) => Promise<void>): Promise<void> {
  let served: { readonly routes: readonly Route[]; readonly deps: ApiDeps } | undefined;
  const own = (deps: ApiDeps) => (served = { routes: allRoutes(deps), deps }).routes;
  return withApi({ routes: own, live: true }, (world) => test(world, served!.routes, served!.deps));
}

describe('every route of the API', () => {
  test('is closed to whoever has no living key or session: a problem says so, and nothing is written', () =>
    withRoutes(async (world, routes) => {
      const { db, send, clock } = world;
      const customerId = await signedIn(db, 'ada', clock.now());
      const strangers = await strangersOf(world, customerId);
      const before = await contentOf(db);
      for (const route of routes.filter(({ right }) => right !== 'open')) {
        for (const [who, headers] of Object.entries(strangers)) {
          const asked = { role: null, headers };
          const answer = await send(methodOf(route), pathOf(route, customerId), bodyFor(route), asked);
          expect([named(route), who, answer.status, answer.headers.get('content-type'), answer.body['type']]).toEqual([
            named(route),
            who,
            401,
            'application/problem+json',
            '/problems/unauthenticated',
          ]);
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
        }
      }
      expect(await contentOf(db)).toEqual(before);
      await send('POST', '/v1/identify', { userId: 'ada', traits: { name: 'Ada' } });
      expect(await contentOf(db)).not.toEqual(before);
    }));

  test('is closed to every role, of keys and of staff, whose rights do not hold its own, and nothing is written', () =>
    withRoutes(async (world, routes) => {
      const { db, send, clock } = world;
      const customerId = await signedIn(db, 'ada', clock.now());
      const callers = await callersOf(world);
      const before = await contentOf(db);
      for (const route of routes) {
        for (const { who, headers } of callers.filter((each) => !each.may(route.right))) {
          const asked = { role: null, headers };
          const answer = await send(methodOf(route), pathOf(route, customerId), bodyFor(route), asked);
          expect([named(route), who, answer.status, answer.headers.get('content-type'), answer.body['type']]).toEqual([
            named(route),
            who,
            403,
            'application/problem+json',
            '/problems/forbidden',
          ]);
          expect(answer.body['required_right']).toBe(route.right);
        }
      }
      expect(await contentOf(db)).toEqual(before);
    }));

  test('is open to every role, of keys and of staff, whose rights hold its own', () =>
    withRoutes(async (world, routes) => {
      expect(routes.length).toBeGreaterThan(60);
      for (const route of routes) {
        // A new session for each: some routes end it.
        for (const { who, headers } of (await callersOf(world)).filter((each) => each.may(route.right))) {
          const { status } = await world.send(methodOf(route), pathOf(route), bodyFor(route), { role: null, headers });
          const outcome = status < 500 && ![401, 403, 405].includes(status) ? 'open' : status;
          expect([named(route), who, outcome]).toEqual([named(route), who, 'open']);
        }
      }
    }));

  test('takes a change from a session only from a page of ours that proves it (CSRF), and writes nothing else', () =>
    withRoutes(async (world, routes) => {
      const { db, send, as, url } = world;
      const { Cookie = '', Origin = '', ...proof } = await as('admin');
      const foreign = {
        'no token': { Cookie, Origin },
        'another token': { Cookie, Origin, 'X-CSRF-Token': (await as('admin'))['X-CSRF-Token']! },
        'no origin': { Cookie, ...proof },
        'another origin': { Cookie, ...proof, Origin: 'https://evil.example' },
        'no page': { Cookie, ...proof, Origin: 'null' },
        'another port': { Cookie, ...proof, Origin: `${url}1` },
        'another site': { Cookie, ...proof, Origin, 'Sec-Fetch-Site': 'cross-site' },
        'another host of the site': { Cookie, ...proof, Origin, 'Sec-Fetch-Site': 'same-site' },
      };
      const before = await contentOf(db);
      const changing = routes.filter(({ method, right }) => method !== 'get' && right !== 'open');
      expect(changing.length).toBeGreaterThan(30);
      for (const route of changing) {
        for (const [who, headers] of Object.entries(foreign)) {
          const { status, body } = await send(methodOf(route), pathOf(route), bodyFor(route), { role: null, headers });
          const kind = String(body['type']).replace(/csrf|foreign_page/, 'refused');
          expect([named(route), who, status, kind]).toEqual([named(route), who, 403, '/problems/refused']);
        }
      }
      expect(await contentOf(db)).toEqual(before);
    }));

  test('declares a right of the closed set, and between them they cover it', () =>
    withRoutes(async (_world, routes) => {
      const declared = new Set(routes.map(({ right }) => right));
      expect([...RIGHTS].filter((right) => right !== 'lead' && !declared.has(right))).toEqual([]);
      for (const rights of [...Object.values(KEY_RIGHTS), ...Object.values(STAFF_RIGHTS)]) {
        expect(new Set(rights).size).toBe(rights.length);
      }
      // Facts come from backends, and a key never has less than the one before it.
      expect(Object.values(STAFF_RIGHTS).flat()).not.toContain('ingest');
      expect(KEY_RIGHTS.operate).toEqual(expect.arrayContaining([...KEY_RIGHTS.ingest]));
      expect(KEY_RIGHTS.admin).toEqual(expect.arrayContaining([...KEY_RIGHTS.operate]));
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
  test('metrics need the right to read, and what everybody may know needs no key', () =>
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
  { db, key, clock, url, as }: ApiWorld,
  customerId: string,
): Promise<Record<string, Record<string, string>>> {
  const now = clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const sessionOf = async (id: string, session: object, staff: object = {}): Promise<string> => {
    const token = (await as('admin', id))['Cookie']!.split('=')[1]!;
    await db.staffSession.updateMany({ where: { staffId: id }, data: session });
    await db.staff.update({ where: { id }, data: staff });
    return token;
  };
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
    'a key as session': { Cookie: `perennial_session=${admin}` },
    'a session that was made up': headersOf(url, 'A'.repeat(43)),
    'a session that idled': headersOf(url, await sessionOf('idle', { lastSeenAt: ago(SESSION_IDLE_MS) })),
    'a session that is too old': headersOf(url, await sessionOf('old', { expiresAt: now })),
    'the session of somebody who was disabled': headersOf(url, await sessionOf('gone', {}, { disabledAt: now })),
    'a session in a header': bearer(await sessionOf('header', {})),
    'a broken key beside a session': { ...headersOf(url, await sessionOf('both', {})), ...bearer('pk_1') },
    'a session under a name that begins so': { Cookie: `perennial_session_id=${await sessionOf('name', {})}` },
    'a live token': bearer(signLiveToken(TEST_LINKS.keys[0], newLiveToken(customerId, now))),
    'a link': bearer(signLink(TEST_LINKS.keys[0], { kind: 'preferences', customerId }, null)),
  };
}

/** Every role of keys and of staff, with the headers by which it asks and what it may. */
async function callersOf({ key, as }: ApiWorld) {
  const keys = KEY_ROLES.map((role) => ({
    who: `key: ${role}`,
    headers: { Authorization: `Bearer ${key(role)}` } as Record<string, string>,
    may: (right: Access) => right === 'open' || KEY_RIGHTS[role].includes(right as Right),
  }));
  const staff = STAFF_ROLES.map(async (role) => ({
    who: `staff: ${role}`,
    headers: await as(role),
    may: (right: Access) => right === 'open' || right === 'own' || STAFF_RIGHTS[role].includes(right),
  }));
  return [...keys, ...(await Promise.all(staff))];
}

function methodOf({ method }: Route): string {
  return method.toUpperCase();
}

function bodyFor({ body }: Route): object | undefined {
  return body ? {} : undefined;
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
