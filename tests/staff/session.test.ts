import { hashPassword } from '../../api/sign-in/password';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import type { StaffRole } from '../../domain/right';
import { hashOfSecret } from '../../domain/secret-text';
import { makeLink } from '../../prisma/staff/links';
import { withApi, type Answered, type ApiWorld } from '../support/http';
import { headersOf } from '../support/staff';

const PASSWORD = 'seven quiet green boats';

interface Session {
  readonly staff: { readonly id: string; readonly role: StaffRole; readonly rights: string[] };
  readonly csrf_token: string;
}

/** Puts somebody there who signs in by PASSWORD. */
async function hire({ db, clock }: ApiWorld, id = 'ann', role: StaffRole = 'agent'): Promise<void> {
  const at = { createdAt: clock.now(), joinedAt: clock.now() };
  const passwordHash = await hashPassword(PASSWORD);
  await db.staff.create({ data: { id, email: `${id}@acme.example`, name: id, role, passwordHash, ...at } });
}

function signIn(
  world: ApiWorld,
  email = 'ann@acme.example',
  password = PASSWORD,
  headers: Record<string, string> = {},
) {
  return world.post<Session>('/v1/session', { email, password }, { role: null, headers });
}

function tokenIn({ headers }: Answered<unknown>): string {
  return /^perennial_session=([\w-]*);/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '';
}

/** A page in the browser that was signed in by this answer. */
function pageOf({ url, send }: ApiWorld, answer: Answered<unknown>) {
  const headers = headersOf(url, tokenIn(answer));
  return (method: string, path: string, body?: unknown) => send(method, path, body, { role: null, headers });
}

test('somebody signs in by address and password, is known by a cookie that scripts cannot read, and signs out', () =>
  withApi(async (world) => {
    await hire(world);
    const answer = await signIn(world, '  Ann@ACME.example ');
    expect(answer.status).toBe(200);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^perennial_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
    expect(answer.body.staff).toMatchObject({ id: 'ann', role: 'agent', rights: ['read', 'work'] });
    const page = pageOf(world, answer);
    expect((await page('GET', '/v1/session')).body).toEqual(answer.body);
    expect((await page('GET', '/v1/tasks')).status).toBe(200);
    const out = await page('DELETE', '/v1/session');
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([
      204,
      'perennial_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    ]);
    expect((await page('GET', '/v1/session')).status).toBe(401);
    const deeds = await world.db.auditEntry.findMany({ orderBy: { seq: 'asc' } });
    expect(deeds.map(({ action, actor }) => [action, actor])).toEqual([
      ['staff.signed_in', 'ann'],
      ['staff.signed_out', 'ann'],
    ]);
  }));

test('the cookie travels by TLS only where pages are reached by TLS', () =>
  withApi({ signIn: { secure: true } }, async (world) => {
    await hire(world);
    expect((await signIn(world)).headers.getSetCookie()[0]).toMatch(/; Secure$/);
  }));

test('neither the token nor the password stands in the database or in the log', () =>
  withApi(async (world) => {
    const { db, logged } = world;
    await hire(world);
    const token = tokenIn(await signIn(world));
    await signIn(world, 'ann@acme.example', 'seven wrong boats');
    const kept = JSON.stringify(
      [await db.staffSession.findMany(), await db.staff.findMany(), await db.auditEntry.findMany()],
      (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    for (const secret of [token, PASSWORD, 'seven wrong boats']) {
      expect(kept).not.toContain(secret);
      expect(logged.join()).not.toContain(secret);
    }
    expect(logged.join()).not.toContain('acme.example');
    expect(kept).toContain(hashOfSecret(token));
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  }));

test('a wrong password, an address that nobody has, somebody invited and somebody disabled are answered the same', () =>
  withApi(async (world) => {
    const { db, clock } = world;
    for (const id of ['ann', 'gone']) await hire(world, id);
    await db.staff.update({ where: { id: 'gone' }, data: { disabledAt: clock.now() } });
    await db.staff.create({
      data: { id: 'new', email: 'new@acme.example', name: 'New', role: 'agent', createdAt: clock.now() },
    });
    const answers = await Promise.all([
      signIn(world, 'ann@acme.example', 'a wrong password'),
      signIn(world, 'nobody@acme.example'),
      signIn(world, 'gone@acme.example'),
      signIn(world, 'new@acme.example', 'nobody has this one'),
    ]);
    const seen = answers.map(({ status, headers, body }) => {
      const { request_id: _, ...problem } = body as unknown as Record<string, unknown>;
      return { status, cookies: headers.getSetCookie(), problem };
    });
    expect(seen[0]).toMatchObject({ status: 401, cookies: [], problem: { type: '/problems/wrong_credentials' } });
    for (const each of seen) expect(each).toEqual(seen[0]);
  }));

test('a session ends when nobody works in it for twelve hours, and after thirty days however busy it is', () =>
  withApi(async (world) => {
    const { clock } = world;
    await hire(world);
    const page = pageOf(world, await signIn(world));
    const status = async () => (await page('GET', '/v1/session')).status;
    clock.advance(12 * HOUR_MS - MINUTE_MS);
    expect(await status()).toBe(200);
    for (let days = 0; days < 29.5; days += 0.25) {
      clock.advance(DAY_MS / 4);
      await status();
    }
    clock.advance(MINUTE_MS);
    expect(await status()).toBe(401);

    const idle = pageOf(world, await signIn(world));
    clock.advance(12 * HOUR_MS);
    expect((await idle('GET', '/v1/session')).status).toBe(401);
    // What is over is swept when its holder comes in again.
    await signIn(world);
    expect(await world.db.staffSession.count()).toBe(1);
  }));

test('nobody is given a session that somebody else knows: signing in makes a new one, and ends the one that was brought along', () =>
  withApi(async (world) => {
    await hire(world);
    await hire(world, 'eve');
    const planted = tokenIn(await signIn(world, 'eve@acme.example'));
    const answer = await signIn(world, 'ann@acme.example', PASSWORD, { Cookie: `perennial_session=${planted}` });
    expect(tokenIn(answer)).not.toBe(planted);
    const asEve = headersOf(world.url, planted);
    expect((await world.get('/v1/session', { role: null, headers: asEve })).status).toBe(401);
    const madeUp = { Cookie: `perennial_session=${'x'.repeat(43)}` };
    const other = await signIn(world, 'ann@acme.example', PASSWORD, madeUp);
    expect(tokenIn(other)).not.toBe('x'.repeat(43));
  }));

test('a form in any of the ways that a browser sends one changes nothing, whatever page it stands on', () =>
  withApi(async (world) => {
    const { url, db, as } = world;
    await hire(world);
    const { Cookie = '', ...proof } = await as('agent');
    const forms = [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/plain; a=application/json',
    ];
    const body = JSON.stringify({ email: 'ann@acme.example', password: PASSWORD, name: 'Eve' });
    for (const type of forms) {
      for (const [method, path, headers, expected] of [
        ['POST', '/v1/session', {}, [415]],
        ['PATCH', '/v1/session', { Cookie }, [403, 415]],
        ['PATCH', '/v1/session', { Cookie, ...proof }, [415]],
      ] as const) {
        const { status } = await fetch(url + path, { method, body, headers: { ...headers, 'Content-Type': type } });
        expect([type, path, expected.some((each) => each === status)]).toEqual([type, path, true]);
      }
    }
    expect([await db.staffSession.count(), (await db.staff.findUniqueOrThrow({ where: { id: 'ann' } })).name]).toEqual([
      1,
      'ann',
    ]);
  }));

test('a form of another site signs nobody in', () =>
  withApi(async (world) => {
    await hire(world);
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const { status, body } = await signIn(world, 'ann@acme.example', PASSWORD, headers);
      expect([status, (body as unknown as { type: string }).type]).toEqual([403, '/problems/foreign_page']);
    }
    expect(await world.db.staffSession.count()).toBe(0);
  }));

/** A request from an address of 198.51.100.0/24, in a browser with these cookies. */
function from(host: number, cookies?: string): Record<string, string> {
  return { 'X-Forwarded-For': `198.51.100.${host}`, ...(cookies !== undefined && { Cookie: cookies }) };
}

test('guessing is bounded by account and address, however many ask at once, and the bound says nothing of who is here', () =>
  withApi({ trustProxy: 1 }, async (world) => {
    const { clock } = world;
    await hire(world);
    for (const email of ['ann@acme.example', 'nobody@acme.example']) {
      const answers = await Promise.all(
        Array.from({ length: 14 }, () => signIn(world, email, 'a wrong password', from(1))),
      );
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
      expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('900');
    }
    const mine = (host: number) => signIn(world, 'ann@acme.example', PASSWORD, from(host));
    expect((await mine(1)).status).toBe(429);
    // Whoever fails on purpose keeps nobody out but themselves.
    expect((await mine(2)).status).toBe(200);
    clock.advance(15 * MINUTE_MS);
    expect((await mine(1)).status).toBe(200);
    // It was them: what was counted is forgotten.
    for (let times = 0; times < 10; times += 1) expect((await mine(1)).status).toBe(200);
  }));

test('guessing one account from many addresses is bounded too, and its holder comes in meanwhile where they have been before, or by a link', () =>
  withApi({ trustProxy: 1 }, async (world) => {
    const { db, post, clock } = world;
    await hire(world);
    const before = await signIn(world, 'ann@acme.example', PASSWORD, from(1));
    const [, known = ''] = before.headers.getSetCookie();
    expect(known).toMatch(
      /^perennial_browser=[\w-]{43}; Path=\/v1\/session; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
    );
    const browser = known.split(';')[0]!;
    const guess = (host: number, cookies?: string) =>
      signIn(world, 'ann@acme.example', 'a wrong password', from(host, cookies));
    for (let host = 2; host < 12; host += 1) await Promise.all(Array.from({ length: 11 }, () => guess(host)));
    expect((await guess(12)).status).toBe(429);
    expect((await signIn(world, 'ann@acme.example', PASSWORD, from(12))).status).toBe(429);

    expect((await signIn(world, 'ann@acme.example', PASSWORD, from(13, browser))).status).toBe(200);
    // The cookie is bounded as well, and of no use for another account, or when it is made up.
    await Promise.all(Array.from({ length: 10 }, (_, host) => guess(20 + host, browser)));
    expect((await guess(30, browser)).status).toBe(429);
    expect((await guess(31, `perennial_browser=${'x'.repeat(43)}`)).status).toBe(429);
    await hire(world, 'eve');
    await Promise.all(Array.from({ length: 10 }, () => signIn(world, 'eve@acme.example', 'wrong', from(40, browser))));
    expect((await signIn(world, 'eve@acme.example', PASSWORD, from(40, browser))).status).toBe(429);

    const { token } = await makeLink(db, { kind: 'reset', staffId: 'ann', by: 'ann' }, clock.now());
    const path = `/v1/password-resets/${token}/acceptance`;
    const reset = await post(path, { password: 'nine loud red trains' }, { role: null, headers: from(14) });
    expect(reset.status).toBe(200);
  }));

test('guessing is bounded by address, over all accounts', () =>
  withApi(async (world) => {
    const statuses: number[] = [];
    for (let who = 0; who < 62; who += 1) {
      statuses.push((await signIn(world, `nobody${who}@acme.example`, 'a wrong password')).status);
    }
    expect(statuses.lastIndexOf(401)).toBe(59);
    expect(statuses.slice(60)).toEqual([429, 429]);
  }));

test('a password that was hashed at another cost is hashed anew when its holder signs in, and their sessions go on', () =>
  withApi(async (world) => {
    const { db } = world;
    await hire(world);
    const page = pageOf(world, await signIn(world));
    // "seven quiet green boats", at a cost of long ago.
    const { hash } = await import('@node-rs/argon2');
    await db.staff.update({
      where: { id: 'ann' },
      data: { passwordHash: await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1 }) },
    });
    expect((await signIn(world)).status).toBe(200);
    expect((await db.staff.findUniqueOrThrow({ where: { id: 'ann' } })).passwordHash).toContain('m=19456,t=2,p=1');
    expect((await page('GET', '/v1/session')).status).toBe(200);
  }));

test('whoever changes their password goes on in a new session, and all their others end', () =>
  withApi(async (world) => {
    await hire(world);
    const [here, elsewhere] = [pageOf(world, await signIn(world)), pageOf(world, await signIn(world))];
    const change = (current_password: string, password: string) =>
      here('PUT', '/v1/session/password', { current_password, password });
    for (const [current, next, pointer] of [
      ['not mine at all', 'nine loud red trains', '/current_password'],
      [PASSWORD, 'short', '/password'],
      [PASSWORD, 'aaaaaaaaaaaaaaaa', '/password'],
      [PASSWORD, 'ann@acme.example1', '/password'],
    ] as const) {
      const { status, body } = await change(current, next);
      expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
    }
    const changed = await change(PASSWORD, 'nine loud red trains');
    expect(changed.status).toBe(200);
    const after = pageOf(world, changed);
    expect([(await here('GET', '/v1/session')).status, (await elsewhere('GET', '/v1/session')).status]).toEqual([
      401, 401,
    ]);
    expect((await after('GET', '/v1/session')).status).toBe(200);
    expect((await signIn(world)).status).toBe(401);
    expect((await signIn(world, 'ann@acme.example', 'nine loud red trains')).status).toBe(200);
  }));

test('somebody sees where they are signed in and signs a lost browser out, but nobody else (IDOR)', () =>
  withApi(async (world) => {
    interface Sessions {
      readonly data: { id: string; current: boolean; user_agent: string | null }[];
    }
    await hire(world);
    await hire(world, 'eve', 'admin');
    const here = pageOf(world, await signIn(world, 'ann@acme.example', PASSWORD, { 'User-Agent': 'here' }));
    const lost = pageOf(world, await signIn(world, 'ann@acme.example', PASSWORD, { 'User-Agent': 'lost' }));
    const eve = pageOf(world, await signIn(world, 'eve@acme.example'));
    const { data } = (await here('GET', '/v1/session/browsers')).body as unknown as Sessions;
    expect(data.map(({ current, user_agent }) => [current, user_agent])).toEqual(
      expect.arrayContaining([
        [true, 'here'],
        [false, 'lost'],
      ]),
    );
    const { id } = data.find(({ current }) => !current)!;
    expect(((await eve('GET', '/v1/session/browsers')).body as unknown as Sessions).data).toHaveLength(1);
    expect((await eve('DELETE', `/v1/session/browsers/${id}`)).status).toBe(404);
    expect((await lost('GET', '/v1/session')).status).toBe(200);
    expect((await here('DELETE', `/v1/session/browsers/${id}`)).status).toBe(204);
    expect((await lost('GET', '/v1/session')).status).toBe(401);
    const again = pageOf(world, await signIn(world));
    expect((await here('DELETE', '/v1/session/browsers')).status).toBe(204);
    expect([(await again('GET', '/v1/session')).status, (await here('GET', '/v1/session')).status]).toEqual([401, 200]);
    expect((await eve('GET', '/v1/session')).status).toBe(200);
  }));
