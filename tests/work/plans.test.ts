import { INBOX_VIEWS } from '../../domain/inbox';
import type { Db } from '../../prisma/client';
import { withApi } from '../support/http';

const CUSTOMERS = 100_000;
const UNFINISHED = 10_000;
const ENDED = 40_000;
/** On each of ten connections more than five times. */
const OFTEN = 80;
const START = new Date('2026-03-02T09:00:00.000Z');

test('with 10,000 open tasks and 100,000 customers the inbox reads no table from end to end', () =>
  withApi({ startAt: START }, async ({ db, get }) => {
    await fill(db);
    // What the planner chose for what was asked, on whichever connection.
    const scanned = async () => {
      const rows = await db.$queryRaw<{ relname: string; scans: number }[]>`
        SELECT relname, seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname IN ('tasks', 'customers', 'accounts', 'account_members')`;
      return Object.fromEntries(rows.map(({ relname, scans }) => [relname, scans]));
    };
    await settled(db);
    const before = await scanned();
    for (const view of INBOX_VIEWS) {
      for (const narrowed of ['', '&q=no.%2077', '&queue=support', '&assignee=p7', '&due=today', '&person=p3']) {
        const { status } = await get(`/v1/inbox?view=${view}${narrowed}`);
        expect([view, narrowed, status]).toEqual([view, narrowed, 200]);
      }
    }
    // Once a statement has been asked often enough, its plan is kept for whatever is asked.
    for (const path of ['/v1/inbox/counts?person=p3', '/v1/inbox/counts?q=no.%2077', '/v1/inbox/board']) {
      for (let time = 0; time < OFTEN; time += 1) expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    await settled(db);
    expect(await scanned()).toEqual(before);

    // A reading from end to end does show.
    await db.$queryRaw`SELECT count(*)::int FROM customers WHERE name || '' = 'nobody'`;
    await settled(db);
    expect((await scanned())['customers']).toBeGreaterThan(before['customers']!);
  }));

/** Statistics of other connections are told when these are idle, or asked to tell. */
async function settled(db: Db): Promise<void> {
  await Promise.all(
    Array.from({ length: 10 }, () => db.$queryRaw`SELECT pg_stat_force_next_flush()::text, pg_sleep(0.05)::text`),
  );
  await Promise.all(Array.from({ length: 10 }, () => db.$queryRaw`SELECT 1, pg_sleep(0.05)::text`));
}

async function fill(db: Db): Promise<void> {
  await db.$executeRaw`
    INSERT INTO customers (id, name, email, traits, created_at, updated_at)
    SELECT md5('c' || n)::uuid, 'Customer no. ' || n, 'c' || n || '@example.com', '{}', ${START}, ${START}
    FROM generate_series(1, ${CUSTOMERS}::int) AS n`;
  await db.$executeRaw`
    INSERT INTO accounts (id, group_id, name, created_at, updated_at)
    SELECT md5('a' || n)::uuid, 'a' || n, 'Company ' || n, ${START}, ${START} FROM generate_series(1, 20000) AS n`;
  await db.$executeRaw`
    INSERT INTO account_members (account_id, customer_id, joined_at)
    SELECT md5('a' || (n % 20000 + 1))::uuid, md5('c' || n)::uuid, ${START} FROM generate_series(1, ${CUSTOMERS}::int) AS n`;
  await db.$executeRaw`
    INSERT INTO tasks (id, customer_id, playbook, because, queue, priority, assignee, state, opened_at, due_at, remind_at, expire_at, finished_at, head_start)
    SELECT md5('t' || n)::uuid, md5('c' || (n * 7 % ${CUSTOMERS}::int + 1))::uuid, 'save-call', 'went quiet', (ARRAY['customer-success', 'support'])[n % 2 + 1],
      'normal', CASE WHEN n % 3 = 0 THEN 'p' || n % 50 END, CASE WHEN n > ${UNFINISHED}::int THEN 'done' ELSE 'open' END,
      ${START}, ${START}::timestamptz + make_interval(mins => n % 5000), ${START}, ${START},
      CASE WHEN n > ${UNFINISHED}::int THEN ${START}::timestamptz - make_interval(mins => n) END, n % 700
    FROM generate_series(1, ${UNFINISHED + ENDED}::int) AS n`;
  await db.$executeRawUnsafe('ANALYZE');
}
