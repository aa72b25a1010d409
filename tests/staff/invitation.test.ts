import { sendLetter } from '../../activities/staff/letter';
import { createChannels } from '../../activities/channels/channels';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { firstLink } from '../../prisma/staff/invite';
import { makeLink } from '../../prisma/staff/links';
import { inTransaction } from '../../prisma/transaction';
import { withApi, type ApiWorld } from '../support/http';

const PASSWORD = 'seven quiet green boats';
const OPEN = { role: null } as const;

interface Invited {
  readonly staff: { readonly id: string; readonly state: string };
  readonly url: string;
}

function invite({ post }: ApiWorld, more: object = {}) {
  return post<Invited>('/v1/invitations', { email: 'Ann@acme.example', name: 'Ann', role: 'agent', ...more });
}

function tokenIn(url: string): string {
  return new URL(url).searchParams.get('token') ?? '';
}

function accept({ post }: ApiWorld, token: string, more: object = {}) {
  return post(`/v1/invitations/${token}/acceptance`, { password: PASSWORD, ...more }, OPEN);
}

/** Lets the mails that wait leave, and returns the link in each. */
async function mailed({ db, clock }: ApiWorld): Promise<string[]> {
  const waiting = await db.outbox.findMany({ where: { kind: 'errand' }, orderBy: { id: 'asc' } });
  const channels = createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db });
  const links = { baseUrl: 'https://engage.acme.example' };
  const urls: string[] = [];
  for (const { id, payload } of waiting) {
    const { errand, id: linkId } = payload as { errand: string; id: string };
    expect(errand).toBe('letter');
    const before = (await db.capturedLetter.findMany()).map((letter) => letter.id);
    const { sent } = await sendLetter({ db, channels, links }, { linkId }, clock.now());
    const [letter] = await db.capturedLetter.findMany({ where: { id: { notIn: before } } });
    expect(letter !== undefined).toBe(sent);
    if (letter) urls.push(/https:\S+/.exec(letter.text)![0]);
    await db.outbox.delete({ where: { id } });
  }
  return urls;
}

test('an administrator invites somebody, who comes in once by the link, chooses a password and is signed in', () =>
  withApi(async (world) => {
    const { db, get, post } = world;
    const { status, body } = await invite(world);
    expect([status, body.staff]).toEqual([
      201,
      expect.objectContaining({ id: 'ann', state: 'invited', email: 'ann@acme.example' }),
    ]);
    const token = tokenIn(body.url);
    expect(body.url).toBe(`https://engage.acme.example/app/welcome?token=${token}`);
    expect((await get(`/v1/invitations/${token}`, OPEN)).body).toMatchObject({
      kind: 'invitation',
      name: 'Ann',
      role: 'agent',
    });
    for (const password of ['short', 'aaaaaaaaaaaa', 'ann ann ann ann 12']) {
      expect([password, (await accept(world, token, { password })).status]).toEqual([password, 400]);
    }
    const came = await accept(world, token, { name: 'Ann Smith' });
    expect(came).toMatchObject({ status: 200, body: { staff: { id: 'ann', name: 'Ann Smith', role: 'agent' } } });
    expect(came.headers.getSetCookie()).toHaveLength(2);
    for (const answer of [await accept(world, token), await get(`/v1/invitations/${token}`, OPEN)]) {
      expect(answer.status).toBe(404);
    }
    expect((await post('/v1/session', { email: 'ann@acme.example', password: PASSWORD }, OPEN)).status).toBe(200);
    expect((await post('/v1/staff/ann/invitation')).status).toBe(409);
    expect((await db.auditEntry.findMany({ orderBy: { seq: 'asc' } })).map(({ action }) => action)).toEqual([
      'staff.invited',
      'staff.password_chosen',
      'staff.joined',
      'staff.signed_in',
      'staff.signed_in',
    ]);
  }));

test('the invitation also goes by mail, in its own language and with a link of its own; whichever is used, the other is void', () =>
  withApi(async (world) => {
    const { db } = world;
    const { body } = await invite(world, { locale: 'de' });
    const [url = ''] = await mailed(world);
    const letter = await db.capturedLetter.findFirstOrThrow();
    expect(letter).toMatchObject({ recipient: 'ann@acme.example', subject: 'Ihre Einladung zu Perennial' });
    expect(tokenIn(url)).not.toBe(tokenIn(body.url));
    expect((await accept(world, tokenIn(url))).status).toBe(200);
    expect((await accept(world, tokenIn(body.url))).status).toBe(404);
  }));

test('a replayed invitation does not show its link again, and no token stands in the database', () =>
  withApi(async (world) => {
    const { db, post } = world;
    const headers = { 'Idempotency-Key': 'once' };
    const ask = () =>
      post<Invited>('/v1/invitations', { email: 'ann@acme.example', name: 'Ann', role: 'agent' }, { headers });
    const first = await ask();
    const again = await ask();
    expect([first.body.url.length > 60, again.body.url]).toEqual([true, null]);
    const kept = JSON.stringify(
      [await db.staffLink.findMany(), await db.idempotencyKey.findMany(), await db.outbox.findMany()],
      (_n, v: unknown) => (typeof v === 'bigint' ? String(v) : v),
    );
    expect(kept).not.toContain(tokenIn(first.body.url));
  }));

test('an address and a short name belong to one person', () =>
  withApi(async (world) => {
    await invite(world);
    expect(await invite(world)).toMatchObject({ status: 409, body: { member_state: 'invited' } });
    expect((await invite(world, { email: 'ann@other.example' })).body.staff.id).toBe('ann2');
    expect((await invite(world, { email: 'bob@acme.example', id: 'ann' })).status).toBe(409);
    expect((await invite(world, { email: 'bob@acme.example', id: 'Bob Smith' })).status).toBe(400);
  }));

test('an invitation ages in a week, and another one can be sent, which makes those before it void', () =>
  withApi(async (world) => {
    const { clock, post } = world;
    const { body } = await invite(world);
    clock.advance(7 * DAY_MS);
    expect((await accept(world, tokenIn(body.url))).status).toBe(404);
    // The mail that waited so long is not sent.
    expect(await mailed(world)).toEqual([]);
    const again = await post<Invited>('/v1/staff/ann/invitation');
    expect(again.status).toBe(201);
    const third = await post<Invited>('/v1/staff/ann/invitation');
    expect((await accept(world, tokenIn(again.body.url))).status).toBe(404);
    expect((await accept(world, tokenIn(third.body.url))).status).toBe(200);
  }));

test('of two who use a link at once, one comes in', () =>
  withApi(async (world) => {
    const token = tokenIn((await invite(world)).body.url);
    const both = await Promise.all([accept(world, token), accept(world, token, { password: 'nine loud red trains' })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
    expect(await world.db.staffSession.count()).toBe(1);
  }));

test('the link of the first start makes whoever comes first the administrator, once, and is void as soon as somebody administers', () =>
  withApi(async (world) => {
    const { db, clock, get } = world;
    const make = () => inTransaction(db, (tx) => firstLink(tx, clock.now()));
    const old = (await make())!.token;
    const { token } = (await make())!;
    expect((await accept(world, old, { name: 'Eve', email: 'eve@acme.example' })).status).toBe(404);
    expect((await get(`/v1/invitations/${token}`, OPEN)).body).toMatchObject({
      kind: 'first',
      email: null,
      role: 'admin',
    });
    const nameless = await accept(world, token);
    expect([nameless.status, (nameless.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)]).toEqual(
      [400, ['/email', '/name']],
    );
    const came = await accept(world, token, { name: 'Ada', email: 'Ada@acme.example' });
    expect(came.body).toMatchObject({ staff: { id: 'ada', email: 'ada@acme.example', role: 'admin' } });
    expect((await accept(world, token, { name: 'Eve', email: 'eve@acme.example' })).status).toBe(404);
    expect(await make()).toBeNull();
  }));

test('whoever forgot their password gets a link by mail; nobody learns by asking who is here', () =>
  withApi(async (world) => {
    const { post, clock } = world;
    await accept(world, tokenIn((await invite(world)).body.url));
    await invite(world, { email: 'new@acme.example' });
    await mailed(world);
    const ask = (email: string) => post('/v1/password-resets', { email }, OPEN);
    const answers = [await ask('ann@acme.example'), await ask('nobody@acme.example'), await ask('new@acme.example')];
    for (const { status, text } of answers) expect([status, text]).toEqual([202, '']);
    const urls = await mailed(world);
    expect(urls).toHaveLength(1);
    const reset = (token: string, password = 'nine loud red trains') =>
      post(`/v1/password-resets/${token}/acceptance`, { password }, OPEN);
    const token = tokenIn(urls[0]!);
    expect((await post(`/v1/invitations/${token}/acceptance`, { password: PASSWORD }, OPEN)).status).toBe(404);
    const done = await reset(token);
    expect(done).toMatchObject({ status: 200, body: { staff: { id: 'ann' } } });
    // Every session before is over, and the link is used up.
    expect(await world.db.staffSession.count({ where: { staffId: 'ann' } })).toBe(1);
    expect((await reset(token, 'ten slow blue buses')).status).toBe(404);
    const signIn = async (password: string) =>
      (await post('/v1/session', { email: 'ann@acme.example', password }, OPEN)).status;
    expect([await signIn(PASSWORD), await signIn('nine loud red trains')]).toEqual([401, 200]);

    clock.advance(HOUR_MS);
    await ask('ann@acme.example');
    const [late = ''] = await mailed(world);
    clock.advance(HOUR_MS);
    expect((await reset(tokenIn(late))).status).toBe(404);
  }));

test('nobody fills a mailbox with links, and asking is bounded by address', () =>
  withApi(async (world) => {
    const { post, clock } = world;
    await accept(world, tokenIn((await invite(world)).body.url));
    await mailed(world);
    const ask = async (email: string) => (await post('/v1/password-resets', { email }, OPEN)).status;
    for (let times = 0; times < 6; times += 1) expect(await ask('ann@acme.example')).toBe(202);
    expect(await mailed(world)).toHaveLength(3);
    for (let times = 6; times < 20; times += 1) await ask(`nobody${times}@acme.example`);
    expect(await ask('nobody@acme.example')).toBe(429);
    clock.advance(15 * MINUTE_MS);
    expect(await ask('nobody@acme.example')).toBe(202);
  }));

test('links are tried in vain, and not for long', () =>
  withApi(async (world) => {
    const { db, get, post, clock } = world;
    await accept(world, tokenIn((await invite(world)).body.url));
    const { token } = await makeLink(db, { kind: 'reset', staffId: 'ann', by: 'test' }, clock.now());
    await db.staff.update({ where: { id: 'ann' }, data: { disabledAt: clock.now() } });
    const ofGone = await post(`/v1/password-resets/${token}/acceptance`, { password: PASSWORD }, OPEN);
    expect(ofGone.status).toBe(404);
    const statuses: number[] = [];
    for (let times = 0; times < 62; times += 1) {
      statuses.push((await get(`/v1/invitations/${'A'.repeat(42)}${times % 10}`, OPEN)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(statuses.at(-1)).toBe(429);
  }));
