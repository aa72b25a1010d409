import { startOidc, type OidcAccount, type OidcStandin, type OidcWrong } from '../../standins/oidc';
import { withApi, type ApiWorld } from '../support/http';
import { TEST_LINKS } from '../support/http';

const CLIENT = { clientId: 'perennial', clientSecret: 'a secret/of this: test' };

interface Door extends ApiWorld {
  readonly provider: OidcStandin;
}

/** Lends an API whose people come in by a provider that is a stand-in. */
async function withProvider(test: (door: Door) => Promise<void>): Promise<void> {
  const provider = await startOidc({ ...CLIENT, now: () => new Date() });
  const oidc = { ...CLIENT, issuer: provider.url, name: 'Acme ID', domains: ['open.example'] };
  try {
    await withApi({ signIn: { secure: false, oidc } }, (world) => test({ ...world, provider }));
  } finally {
    await provider.stop();
  }
}

interface Hop {
  readonly location: string;
  readonly cookies: readonly string[];
}

async function hop(url: string, headers: Record<string, string> = {}): Promise<Hop> {
  const response = await fetch(url, { redirect: 'manual', headers });
  await response.body?.cancel();
  expect(response.status).toBe(302);
  return { location: response.headers.get('location') ?? '', cookies: response.headers.getSetCookie() };
}

function valueOf(cookies: readonly string[], name: string): string {
  return cookies.map((each) => new RegExp(`^${name}=([^;]*)`).exec(each)?.[1]).find((value) => value) ?? '';
}

/** Leaves for the provider, and says where its answer is to be taken, and what the browser has kept. */
async function leave({ url }: Door, next = '/app/tasks?view=mine') {
  const out = await hop(`${url}/v1/oidc/start?next=${encodeURIComponent(next)}`);
  const back = await hop(out.location);
  expect(back.location.startsWith(`${TEST_LINKS.baseUrl}/v1/oidc/callback?`)).toBe(true);
  return {
    asked: new URL(out.location).searchParams,
    answer: back.location.replace(TEST_LINKS.baseUrl, url),
    headers: { Cookie: `perennial_oidc=${valueOf(out.cookies, 'perennial_oidc')}` },
  };
}

async function comeIn(door: Door, account: OidcAccount, wrong: OidcWrong = {}, next?: string): Promise<Hop> {
  door.provider.be(account);
  door.provider.wrong(wrong);
  const { answer, headers } = await leave(door, next);
  return hop(answer, headers);
}

const ANN: OidcAccount = { sub: '1', email: 'Ann@acme.example', email_verified: true, name: 'Ann at the provider' };

async function hire({ post }: Door, email = 'ann@acme.example') {
  return post('/v1/invitations', { email, name: 'Ann', role: 'lead' });
}

test('without a provider that is configured there is a password alone, and no way out', () =>
  withApi(async ({ get }) => {
    expect((await get('/v1/sign-in-options', { role: null })).body).toEqual({ password: true, oidc: null });
    for (const path of ['/v1/oidc/start', '/v1/oidc/callback?code=a&state=b']) {
      expect((await get(path, { role: null })).status).toBe(404);
    }
  }));

test('somebody who was invited comes in by the provider, by their verified address, to the page that they came for', () =>
  withProvider(async (door) => {
    const { get, db } = door;
    expect((await get('/v1/sign-in-options', { role: null })).body).toEqual({
      password: true,
      oidc: { name: 'Acme ID' },
    });
    await hire(door);
    const { location, cookies } = await comeIn(door, ANN);
    expect(location).toBe('/app/tasks?view=mine');
    const Cookie = `perennial_session=${valueOf(cookies, 'perennial_session')}`;
    const session = await get('/v1/session', { role: null, headers: { Cookie } });
    expect(session.body).toMatchObject({ staff: { id: 'ann', name: 'Ann', role: 'lead' } });
    expect(await db.staff.findUnique({ where: { id: 'ann' } })).toMatchObject({ joinedAt: expect.any(Date) });
    expect(await db.auditEntry.findFirst({ where: { action: 'staff.signed_in' } })).toMatchObject({
      detail: { by: 'oidc' },
    });
    // What the provider is asked: a code, with PKCE, state and nonce, all new each time.
    const [{ asked }, { asked: again }] = [await leave(door), await leave(door)];
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)).toBeTruthy();
      expect(asked.get(name)).not.toBe(again.get(name));
    }
  }));

test('nobody enrols themselves, unless their address is in a domain that is let in: then they are an agent', () =>
  withProvider(async (door) => {
    const { db } = door;
    expect((await comeIn(door, ANN)).location).toBe('/app/#sign-in=unknown');
    expect(await db.staff.count()).toBe(0);
    for (const email of ['eve@open.example.evil.example', 'eve@evilopen.example', 'eve@open.example@evil.example']) {
      expect((await comeIn(door, { ...ANN, email })).location).toBe('/app/#sign-in=unknown');
    }
    const came = await comeIn(door, { sub: '2', email: 'bob@open.example', email_verified: true, name: 'Bob' });
    expect(came.location).toBe('/app/tasks?view=mine');
    expect(await db.staff.findMany()).toEqual([expect.objectContaining({ id: 'bob', role: 'agent', name: 'Bob' })]);
  }));

test('an address that the provider has not verified, or does not tell, lets nobody in; and whoever is disabled stays out', () =>
  withProvider(async (door) => {
    await hire(door);
    for (const account of [{ ...ANN, email_verified: false }, { sub: '1', email: 'ann@acme.example' }, { sub: '1' }]) {
      expect((await comeIn(door, account)).location).toBe('/app/#sign-in=unverified');
    }
    await door.db.staff.update({ where: { id: 'ann' }, data: { disabledAt: door.clock.now() } });
    expect((await comeIn(door, ANN)).location).toBe('/app/#sign-in=unknown');
    expect(await door.db.staffSession.count()).toBe(0);
  }));

test('an ID token that is signed by somebody else, for somebody else, too old or for another sign-in lets nobody in', () =>
  withProvider(async (door) => {
    await hire(door);
    const past = Math.floor(Date.now() / 1000) - 3_600;
    const wrongs: OidcWrong[] = [
      { key: true },
      { claims: { aud: 'another client' } },
      { claims: { iss: 'https://evil.example' } },
      { claims: { exp: past, iat: past - 60 } },
      { claims: { nonce: 'of another sign-in' } },
    ];
    for (const wrong of wrongs) {
      const { location, cookies } = await comeIn(door, ANN, wrong);
      expect([wrong, location, valueOf(cookies, 'perennial_session')]).toEqual([wrong, '/app/#sign-in=failed', '']);
    }
    expect(await door.db.staffSession.count()).toBe(0);
  }));

test('an answer of the provider is worth something in the browser that asked, and once', () =>
  withProvider(async (door) => {
    await hire(door);
    door.provider.be(ANN);
    const [mine, theirs] = [await leave(door), await leave(door)];
    const failed = '/app/#sign-in=failed';
    expect((await hop(mine.answer)).location).toBe(failed);
    expect((await hop(mine.answer, theirs.headers)).location).toBe(failed);
    expect((await hop(mine.answer.replace(/state=[^&]*/, 'state=x'), mine.headers)).location).toBe(failed);
    expect((await hop(mine.answer.replace(/code=[^&]*/, 'code=x'), mine.headers)).location).toBe(failed);
    expect((await hop(mine.answer, mine.headers)).location).toBe('/app/tasks?view=mine');
    expect((await hop(mine.answer, mine.headers)).location).toBe(failed);
    expect((await hop(`${door.url}/v1/oidc/callback?error=access_denied`, theirs.headers)).location).toBe(failed);
    expect(await door.db.staffSession.count()).toBe(1);
  }));

test('the way back leads to a page of ours and nowhere else', () =>
  withProvider(async (door) => {
    await hire(door);
    for (const next of [
      'https://evil.example/app',
      '//evil.example/app',
      '/\\evil.example',
      '/v1/keys',
      'javascript:alert(1)',
      '/app/../v1/keys',
    ]) {
      expect([next, (await comeIn(door, ANN, {}, next)).location]).toEqual([next, '/app/']);
    }
    const forged = Buffer.from(JSON.stringify({ state: 'x', nonce: 'x', verifier: 'x', next: 'https://evil.example' }));
    const { location } = await hop(`${door.url}/v1/oidc/callback?state=x`, {
      Cookie: `perennial_oidc=${forged.toString('base64url')}`,
    });
    expect(location).toBe('/app/#sign-in=failed');
  }));

test('a provider that is away says so on the page, and is asked again', () =>
  withProvider(async (door) => {
    await hire(door);
    door.provider.be(ANN);
    const { answer, headers } = await leave(door);
    door.provider.fail({ kind: 'status', status: 500 });
    expect((await hop(answer, headers)).location).toBe('/app/#sign-in=failed');
    expect((await comeIn(door, ANN)).location).toBe('/app/tasks?view=mine');
  }));
