import { createApiKey, findApiKey, revokeApiKey } from '../prisma/api-keys';
import { readConfig } from '../cli/config';
import { keysCommand } from '../cli/keys';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const SOMETHING = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';

test('a key is accepted as bearer token and as the user name of basic authentication', () =>
  withApi(async ({ get, key }) => {
    const status = async (Authorization: string) =>
      (await get('/v1/tasks', { role: null, headers: { Authorization } })).status;
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(await status(`Bearer ${key('operate')}`)).toBe(200);
    expect(await status(`bearer   ${key('operate')} `)).toBe(200);
    expect(await status(`Basic ${base64(`${key('operate')}:`)}`)).toBe(200);
    for (const wrong of [
      '',
      'Bearer',
      'Bearer x',
      `Token ${key('operate')}`,
      `Basic ${base64(`:${key('operate')}`)}`,
      'Basic ???',
    ]) {
      expect([wrong, await status(wrong)]).toEqual([wrong, 401]);
    }
    const changed = `${key('admin').slice(0, -1)}${key('admin').endsWith('0') ? '1' : '0'}`;
    expect(await status(`Bearer ${changed}`)).toBe(401);
  }));

test('a revoked key is refused within five seconds, an expired one at once', () =>
  withApi(async ({ db, get, clock }) => {
    const now = clock.now();
    const [lasting, brief] = await Promise.all([
      createApiKey(db, { name: 'lasting', role: 'operate', now }),
      createApiKey(db, { name: 'brief', role: 'operate', now, expiresAt: new Date(now.getTime() + 2_000) }),
    ]);
    const status = async ({ secret }: { secret: string }) =>
      (await get('/v1/tasks', { role: null, headers: { Authorization: `Bearer ${secret}` } })).status;
    expect([await status(lasting), await status(brief)]).toEqual([200, 200]);
    await revokeApiKey(db, lasting.id, now);
    clock.advance(2_000);
    expect(await status(brief)).toBe(401);
    clock.advance(3_000);
    expect(await status(lasting)).toBe(401);
    expect(await findApiKey(db, lasting.secret, now)).toBeNull();
  }));

test('a key shows when it was last used, to the minute, and its secret stands nowhere', () =>
  withApi(async ({ db, get, key, clock }) => {
    const lastUsed = async () =>
      (await db.apiKey.findFirstOrThrow({ where: { name: 'operate key' } })).lastUsedAt?.getTime();
    const start = clock.now().getTime();
    const use = () => get('/v1/tasks', { role: 'operate' });
    await use();
    expect(await lastUsed()).toBe(start);
    clock.advance(59_000);
    await use();
    expect(await lastUsed()).toBe(start);
    clock.advance(10_000);
    await use();
    expect(await lastUsed()).toBe(start + 69_000);
    const secret = key('operate');
    const row = await db.apiKey.findFirstOrThrow({ where: { name: 'operate key' } });
    expect(JSON.stringify(row)).not.toContain(secret.split('_')[2]);
    expect(row.lastFour).toBe(secret.slice(-4));
    expect(secret).toMatch(new RegExp(`^pk_${row.id.replaceAll('-', '')}_[0-9A-Za-z]{43}$`));
  }));

test('keys are made, listed and revoked over HTTP, and the list never shows a secret', () =>
  withApi(async ({ get, post }) => {
    const made = await post('/v1/keys', { name: ' billing ', role: 'ingest', expires_at: '2027-01-01T00:00:00+01:00' });
    expect(made.body).toMatchObject({ name: 'billing', role: 'ingest', expires_at: '2026-12-31T23:00:00.000Z' });
    const secret = String(made.body['secret']);
    const listed = await get<{ data: { id: string; last_four: string }[] }>('/v1/keys');
    expect(listed.text).not.toContain(secret);
    expect(listed.body.data.find(({ id }) => id === made.body['id'])?.last_four).toBe(secret.slice(-4));
    const revoked = await post(`/v1/keys/${String(made.body['id'])}/revocation`);
    expect(revoked.body['revoked_at']).toBe('2026-03-02T09:00:00.000Z');
    expect((await post(`/v1/keys/${SOMETHING}/revocation`)).status).toBe(404);
    expect((await post('/v1/keys', { name: '', role: 'owner', colour: 'red' })).body['errors']).toHaveLength(3);
  }));

test('the command line makes, lists and revokes keys; only the secret goes to standard output', () =>
  withDatabase(async ({ db }) => {
    const said = {
      log: jest.spyOn(console, 'log').mockReturnValue(),
      error: jest.spyOn(console, 'error').mockReturnValue(),
    };
    const now = () => new Date('2026-03-02T09:00:00.000Z');
    const run = (...words: string[]) =>
      keysCommand({ config: () => readConfig({}), withDb: (work) => work(db), now }).parseAsync(words, {
        from: 'user',
      });
    try {
      await run('create', '--name', 'ci', '--role', 'operate', '--expires-in', '90 days');
      const [[secret]] = said.log.mock.calls as [[string]];
      const key = await findApiKey(db, secret, now());
      expect(key).toMatchObject({ name: 'ci', role: 'operate', expiresAt: new Date('2026-05-31T09:00:00.000Z') });
      await run('list');
      expect(said.log.mock.calls[1]?.[0]).toContain(
        `${key?.id}  operate  active   …${secret.slice(-4)}  never used  ci`,
      );
      await run('revoke', key?.id ?? '');
      expect(await findApiKey(db, secret, now())).toBeNull();
      await run('list', '--json');
      expect(JSON.parse(String(said.log.mock.calls[2]?.[0]))).toMatchObject({ revokedAt: '2026-03-02T09:00:00.000Z' });
      expect(said.log).toHaveBeenCalledTimes(3);
      await expect(run('revoke', SOMETHING)).rejects.toThrow('There is no API key');
    } finally {
      jest.restoreAllMocks();
    }
  }));
