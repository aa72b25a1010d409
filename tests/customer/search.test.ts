import { Prisma } from '../../prisma/generated/client';
import { alikeStatement, searchStatement } from '../../prisma/search';
import { withDatabase } from '../support/database';
import { withApi, type ApiWorld } from '../support/http';

interface Found {
  data: { name: string | null; match: string; companies: string[]; user_ids: string[] }[];
  more: boolean;
}

async function people({ post }: ApiWorld): Promise<void> {
  const identify = (userId: string, traits: object) => ({ type: 'identify', userId, traits });
  const batch = [
    identify('u-1', { name: 'Ada Lovelace', email: 'ada@analytical.example', phone: '+4930123456' }),
    identify('u-2', { name: 'Jürgen Müller', email: 'jm@mueller.example', phone: '+14155550123' }),
    identify('u-3', { name: 'Adam Smith', email: 'smith@wealth.example' }),
    identify('u-4', { name: 'Søren Grünwald-Kraft', email: 'kraft@other.example' }),
    identify('u-5', { name: '100% Off_the Chart', email: 'odd@other.example' }),
    { type: 'identify', userId: 'u-6', anonymousId: 'device-6', traits: {} },
    { type: 'group', userId: 'u-6', groupId: 'acme-1', traits: { name: 'Acme Foundry' } },
    { type: 'group', userId: 'u-3', groupId: 'acme-1', traits: {} },
  ];
  const { status } = await post('/v1/batch', { batch });
  expect(status).toBe(200);
}

async function names({ get }: ApiWorld, q: string, more = ''): Promise<string[]> {
  const { status, body } = await get<Found>(`/v1/search?q=${encodeURIComponent(q)}${more}`);
  expect(status).toBe(200);
  return body.data.map(({ user_ids: [id], match }) => `${id} ${match}`);
}

describe('looking for a customer', () => {
  test('the beginning of a name or address is enough, accents and case do not matter, and the surest come first (M18)', () =>
    withApi(async (world) => {
      await people(world);
      expect((await names(world, 'ada')).toSorted()).toEqual(['u-1 name', 'u-3 name']);
      expect(await names(world, 'ADA LOV')).toEqual(['u-1 name']);
      expect(await names(world, 'muller')).toEqual(['u-2 part']);
      expect(await names(world, 'jurgen mÜll')).toEqual(['u-2 name']);
      expect(await names(world, 'smith')).toEqual(['u-3 email']);
      expect(await names(world, 'lovelace ada')).toEqual(['u-1 part']);
      expect(await names(world, 'gr so')).toEqual(['u-4 part']);
      expect(await names(world, 'wealth.exam')).toEqual(['u-3 part']);
    }));

  test('a number is found however it is written, an id when it is whole, and colleagues by their company', () =>
    withApi(async (world) => {
      await people(world);
      for (const number of ['+49 30 123456', '0049 30 123456', '030 123456', '030/123-456', '123456'])
        expect([number, await names(world, number)]).toEqual([number, ['u-1 part']]);
      expect(await names(world, '(415) 555-0123')).toEqual(['u-2 part']);
      expect(await names(world, 'u-4')).toEqual(['u-4 id']);
      expect(await names(world, 'device-6')).toEqual(['u-6 id']);
      const { id } = (await world.get('/v1/customers/u-5')).body;
      expect(await names(world, String(id))).toEqual(['u-5 id']);
      expect((await names(world, 'foundry')).toSorted()).toEqual(['u-3 company', 'u-6 company']);
      expect((await names(world, 'acme-1')).toSorted()).toEqual(['u-3 company', 'u-6 company']);
      const { body } = await world.get<Found>('/v1/search?q=foundry&limit=1');
      expect(body).toMatchObject({ data: [{ companies: ['Acme Foundry'] }], more: true });
    }));

  test('what is typed wrongly finds names nearly alike, and signs of patterns stand for themselves', () =>
    withApi(async (world) => {
      await people(world);
      expect(await names(world, 'lovelase')).toEqual(['u-1 alike']);
      expect(await names(world, '100% off_')).toEqual(['u-5 name']);
      expect(await names(world, '%')).toEqual([]);
      expect(await names(world, '_da')).toEqual([]);
      expect(await names(world, '\\')).toEqual([]);
      expect(await names(world, "'; DROP TABLE customers; --")).toEqual([]);
      expect((await world.get('/v1/search?q=%20')).status).toBe(400);
      expect((await world.get('/v1/search')).status).toBe(400);
      expect((await world.get('/v1/search?q=%00')).status).toBe(400);
    }));

  test('somebody who was merged is found as who they are now, and whoever was erased is not found', () =>
    withApi(async (world) => {
      await people(world);
      await world.post('/v1/alias', { userId: 'u-1', previousId: 'u-4' });
      expect(await names(world, 'kraft')).toEqual([]);
      expect(await names(world, 'ada lov')).toEqual(['u-1 name']);
      expect(await names(world, 'u-4')).toEqual(['u-1 id']);
      expect((await world.post('/v1/customers/u-1/erasure')).status).toBe(202);
      for (const q of ['ada lov', 'u-1', 'lovelace', '123456']) expect([q, await names(world, q)]).toEqual([q, []]);
    }));
});

/** Names of a hundred thousand people, with many that are alike. */
const MANY = `
  INSERT INTO customers (id, name, email, phone, created_at, updated_at)
  SELECT gen_random_uuid(), (ARRAY['Ada','Bela','Carl','Dora','Emil','Frida','Gert','Hanna'])[1 + n % 8] || ' ' || initcap(substr(md5(n::text), 1, 7)),
    'person' || n || '@example.com', '+49' || (30100000 + n), now(), now()
  FROM generate_series(1, 100000) n`;
const MORE = `
  INSERT INTO identities (kind, value, customer_id, created_at) SELECT 'user', 'user-' || id, id, now() FROM customers;
  INSERT INTO accounts (id, group_id, name, created_at, updated_at)
  SELECT gen_random_uuid(), 'group-' || n, 'Company ' || md5(n::text), now(), now() FROM generate_series(1, 10000) n;
  INSERT INTO account_members (account_id, customer_id, joined_at)
  SELECT a.id, c.id, now() FROM (SELECT id, row_number() OVER () AS n FROM accounts) a
    JOIN (SELECT id, row_number() OVER () AS n FROM customers) c ON c.n % 10000 = a.n % 10000`;

test('among a hundred thousand customers everything goes by indexes, whatever is typed, before and after statistics are made', () =>
  withDatabase(async ({ db }) => {
    await db.$executeRawUnsafe(MANY);
    for (const statement of MORE.split(';')) await db.$executeRawUnsafe(statement);
    const scans: string[] = [];
    for (const round of ['before', 'after']) {
      if (round === 'after') for (const table of TABLES) await db.$executeRawUnsafe(`ANALYZE ${table}`);
      for (const typed of ['a', 'ada', 'example', 'person4242@', '30142', 'nobody at all', 'company', 'ad be']) {
        const words = typed.split(' ');
        for (const statement of [searchStatement(words, 11), alikeStatement(words, 11)]) {
          const [, plan] = await db.$transaction([
            db.$executeRaw`SET LOCAL enable_seqscan = off`,
            db.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`),
          ]);
          const lines = plan.map((row) => row['QUERY PLAN']).filter((line) => /Seq Scan/.test(line));
          scans.push(...lines.map((line) => `${round} ${typed}: ${line.trim()}`));
        }
      }
    }
    expect(scans).toEqual([]);
  }));

const TABLES = ['customers', 'identities', 'accounts', 'account_members'];
