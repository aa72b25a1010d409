import { storyStatement } from '../../prisma/customer-story';
import { Prisma } from '../../prisma/generated/client';
import { withDatabase } from '../support/database';

/** Twenty thousand customers with a story each. */
const SEED = [
  `INSERT INTO customers (id, email, created_at, updated_at)
   SELECT gen_random_uuid(), 'c' || n || '@mail.example', '2026-01-01', '2026-01-01' FROM generate_series(1, 20000) n`,
  `INSERT INTO events (id, message_id, customer_id, type, occurred_at, received_at)
   SELECT gen_random_uuid(), id || ':' || n, id, 'x', day, day FROM customers, generate_series('2026-02-01'::timestamptz, '2026-02-05', '1 day')
     WITH ORDINALITY AS d (day, n)`,
  `INSERT INTO touches (id, key, customer_id, message, message_class, topic, state, planned_at, updated_at, sent_at, code_version)
   SELECT gen_random_uuid(), id::text, id, 'm', 'lifecycle', 't', 'accepted', '2026-02-01', '2026-02-01', '2026-02-01', 'x' FROM customers`,
  `INSERT INTO timeline (key, customer_id, at, kind, detail)
   SELECT t.key || kind, customer_id, '2026-02-01', kind, jsonb_build_object('touchId', id) FROM touches t, unnest(ARRAY['touch', 'task', 'lifecycle']) kind`,
  `INSERT INTO consents (id, customer_id, channel, topic, state, basis, method, at)
   SELECT gen_random_uuid(), id, 'email', '*', 'granted', 'consent', 'form', '2026-02-01' FROM customers`,
  `INSERT INTO customer_notes (id, customer_id, author, body, at) SELECT gen_random_uuid(), id, 'ann', 'x', '2026-02-01' FROM customers`,
  `INSERT INTO touch_signals (id, touch_id, customer_id, kind, at, key)
   SELECT gen_random_uuid(), id, customer_id, 'opened', '2026-02-01', key FROM touches`,
  `INSERT INTO utterances (id, conversation_id, customer_id, direction, channel, source, body, author, dedupe_key, at)
   SELECT gen_random_uuid(), id, id, 'in', 'email', 'email', 'x', 'customer', id::text, '2026-02-01' FROM customers`,
];
const TABLES = [
  'events',
  'touches',
  'timeline',
  'consents',
  'customer_notes',
  'touch_signals',
  'utterances',
  'customers',
];
const LARGE = new RegExp(`Seq Scan on (${TABLES.join('|')})`);

test('a page of a story is read by the indexes of its customer, from whatever table, and from whichever place', () =>
  withDatabase(async ({ db }) => {
    for (const statement of SEED) await db.$executeRawUnsafe(statement);
    for (const table of TABLES) await db.$executeRawUnsafe(`ANALYZE ${table}`);
    const { id } = await db.customer.findFirstOrThrow();
    const before = { at: new Date('2026-02-03T00:00:00Z'), seq: '0', key: 'x' };
    const scans: string[] = [];
    for (const page of [{}, { before }, { kinds: ['lifecycle'] as const, before }, { kinds: ['event'] as const }]) {
      const statement = storyStatement(id, { ...page, limit: 41 });
      const plan = await db.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
      scans.push(...plan.map((row) => row['QUERY PLAN'].trim()).filter((line) => LARGE.test(line)));
    }
    expect(scans).toEqual([]);
  }));
