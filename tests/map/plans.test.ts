import { Client } from 'pg';
import { movesStatement, standingStatement } from '../../prisma/journeys/figures';
import { pastMovesStatement, pastTasksStatement, standingRunsStatement } from '../../prisma/journeys/forecast';
import { peopleStatement } from '../../prisma/journeys/people';
import { recipientsStatement } from '../../prisma/message-people';
import { Prisma } from '../../prisma/generated/client';
import type { Db } from '../../prisma/client';
import { withDatabase } from '../support/database';
import { care } from './world';

const SINCE = new Date('2026-02-01T00:00:00Z');
const NOW = new Date('2026-03-02T09:00:00Z');
const PAGE = { limit: 26, after: { at: new Date('2026-02-20T00:00:00Z'), id: '01950000-0000-7000-8000-000000000000' } };

/** Statements behind the pages of journeys and messages; none may read a large table from end to end. */
const STATEMENTS: Readonly<Record<string, Prisma.Sql>> = {
  moves: movesStatement('care', { from: SINCE, to: NOW }),
  standing: standingStatement('care', new Map([['ask', 86_400_000]]), NOW),
  waiting: standingRunsStatement(NOW),
  'past moves': pastMovesStatement({ from: SINCE, to: NOW }),
  'past tasks': pastTasksStatement({ from: SINCE, to: NOW }),
  'who stands': peopleStatement('care', { who: 'standing', stages: care.stages }, PAGE),
  'who stalls': peopleStatement('care', { who: 'standing', stages: ['ask'], before: SINCE }, PAGE),
  'who entered': peopleStatement('care', { who: 'entered', stage: 'ask', since: SINCE }, PAGE),
  'who left': peopleStatement('care', { who: 'left', stages: ['ask'], to: ['next:call'], since: SINCE }, PAGE),
  'who reached the goal': peopleStatement(
    'care',
    { who: 'left', stages: care.stages, to: ['goal', 'done'], since: SINCE },
    PAGE,
  ),
  'who was refused': peopleStatement('care', { who: 'refused', reason: 'already_running', since: SINCE }, PAGE),
  'who answered': recipientsStatement({ message: 'm1', result: 'clicked', since: SINCE }, undefined, 1_000),
};

const ALONE = expect.stringMatching(/Index Only Scan using (stage_visits_waiting|tasks_opened) /) as string;
const LARGE = 'enrollments|touches|touch_signals|entry_refusals|customers|tasks';

test('no number on a journey’s or message’s page, and no list behind one, reads a large table from end to end', () =>
  withDatabase(async ({ db, url }) => {
    await many(url);
    for (const [name, statement] of Object.entries(STATEMENTS)) {
      const plan = await planOf(db, statement);
      const large = name.startsWith('who') ? `${LARGE}|stage_visits` : LARGE;
      const scanned = plan.filter((line) => new RegExp(`Seq Scan on (${large})`).test(line));
      expect([name, scanned]).toEqual([name, []]);
    }
    // Rows of a large house lie far from each other: these are counted without looking at them.
    for (const name of ['waiting', 'past tasks'])
      expect([name, await planOf(db, STATEMENTS[name]!)]).toEqual([name, expect.arrayContaining([ALONE])]);
  }));

async function planOf(db: Db, statement: Prisma.Sql): Promise<string[]> {
  const rows = await db.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
  return rows.map((row) => row['QUERY PLAN']);
}

/** Forty thousand runs, two stays each, as many tasks in years, sixty thousand touches: enough for the planner to have a choice. */
async function many(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const uuid = (n: string) => `('01950000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  const at = (n: string) => `timestamptz '2026-01-01' + ${n} % 86400 * interval '1 minute'`;
  try {
    await client.query(`
      INSERT INTO customers (id, created_at, updated_at) SELECT ${uuid('n')}, now(), now() FROM generate_series(1, 40000) n;
      INSERT INTO enrollments (id, journey, customer_id, workflow_id, state, stage, cause, cause_key, entered_at, stage_at, ended_at, how)
        SELECT ${uuid('n')}, CASE n % 4 WHEN 0 THEN 'care' ELSE 'other' || n % 4 END, ${uuid('n')}, 'w' || n, CASE WHEN n % 3 = 0 THEN 'active' ELSE 'ended' END,
          (ARRAY['ask', 'call', 'thank'])[1 + n % 3], '{}', n::text, ${at('n')}, ${at('n')}, CASE WHEN n % 3 > 0 THEN ${at('n')} END,
          CASE WHEN n % 3 > 0 THEN 'done' END FROM generate_series(1, 40000) n;
      INSERT INTO stage_visits (enrollment_id, journey, stage, entered_at, left_at, left_to, waits_until)
        SELECT ${uuid('n')}, CASE n % 4 WHEN 0 THEN 'care' ELSE 'other' || n % 4 END, s.stage, ${at('n')} + s.k * interval '1 hour',
          CASE WHEN n % 3 > 0 OR s.k = 0 THEN ${at('n')} + interval '2 hours' END,
          CASE WHEN s.k = 0 THEN 'next:call' WHEN n % 3 > 0 THEN (ARRAY['goal', 'done'])[1 + n % 2] END, ${at('n')} + interval '9 days'
        FROM generate_series(1, 40000) n CROSS JOIN (VALUES (0, 'ask'), (1, 'call')) AS s (k, stage);
      INSERT INTO stage_moves SELECT 'care', date '2026-01-01' + n % 60, (ARRAY['ask', 'call'])[1 + n % 2], 'next:thank', n / 60 % 80, 1 FROM generate_series(0, 9000) n
        ON CONFLICT DO NOTHING;
      INSERT INTO entry_refusals (id, journey, customer_id, reason, cause, cause_key, at)
        SELECT ${uuid('n')}, CASE n % 4 WHEN 0 THEN 'care' ELSE 'other' END, ${uuid('n')}, (ARRAY['already_running', 'holdout'])[1 + n % 2], '{}', n::text, ${at('n')}
        FROM generate_series(1, 30000) n;
      INSERT INTO tasks (id, customer_id, journey, stage, playbook, because, queue, priority, state, opened_at, due_at, remind_at, expire_at, finished_at)
        SELECT ${uuid('n')}, ${uuid('n')}, 'care', 'ask', 'save-call', 'went quiet', 'customer-success', 'normal', 'done', at, at, at, at, at
        FROM generate_series(1, 40000) n CROSS JOIN LATERAL (SELECT timestamptz '2026-02-20' - n * interval '1 hour' AS at) t;
      INSERT INTO touches (id, key, customer_id, message, message_class, topic, state, channel, planned_at, updated_at, sent_at, code_version)
        SELECT ${uuid('n')}, n::text, ${uuid('n % 40000 + 1')}, 'm' || n % 20, 'lifecycle', 't', 'accepted', 'email', ${at('n')}, ${at('n')}, ${at('n')}, 'test'
        FROM generate_series(1, 60000) n;
      INSERT INTO touch_signals (id, touch_id, customer_id, kind, at, key)
        SELECT ${uuid('n')}, ${uuid('n')}, ${uuid('n % 40000 + 1')}, 'clicked', ${at('n')}, n::text FROM generate_series(1, 30000) n;`);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}
