import { insistOnTemplate } from '../domain/reply-template';
import { addressHashWith } from '../domain/address-hash';
import { Conflict } from '../domain/errors';
import { makeRounds } from '../activities/rounds/make';
import { sweepTriggers } from '../activities/triggers/sweep';
import { seedWorld, type Seeding } from '../cli/seed/seed';
import { playbooks } from '../playbooks';
import { proveConsents } from '../prisma/consents';
import { rebuildLifecycles } from '../prisma/lifecycle';
import type { Db } from '../prisma/client';
import { inTransaction } from '../prisma/transaction';
import { readWatch } from '../prisma/watch';
import { WATCH_REASONS } from '../domain/watch';
import { journeyHeaders } from '../workflows/headers';
import { perennial } from './support/command';
import { contentOf } from './support/content';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const addressHash = addressHashWith('a hash key of this test');

function seeding(databaseUrl: string, changes: Partial<Seeding> = {}): Seeding {
  const silent = { onCustomer: () => undefined, onPhase: () => undefined };
  return {
    databaseUrl,
    customers: 400,
    seed: 'test',
    now: NOW,
    intoExisting: false,
    addressHash,
    passwordHash: null,
    ...silent,
    ...changes,
  };
}

test('a seeded world is whole: all four journeys at their stages, tasks in every state, what was said, and nothing after its present', () =>
  withDatabase(async ({ db, url }) => {
    const { rows } = await seedWorld(seeding(url, { customers: 800 }));
    expect(await db.customer.count()).toBe(800);
    expect(rows.touches).toBeGreaterThan(8 * 800);

    const stages = await db.enrollment.groupBy({ by: ['journey', 'stage'] });
    for (const { name, stages: all } of journeyHeaders)
      expect(
        stages
          .filter(({ journey }) => journey === name)
          .map(({ stage }) => stage)
          .toSorted(),
      ).toEqual([...all].toSorted());
    const open = await db.enrollment.groupBy({ by: ['journey'], where: { state: { not: 'ended' } } });
    expect(open).toHaveLength(journeyHeaders.length);
    const states = await db.task.groupBy({ by: ['state'], _count: true });
    expect(states.map(({ state }) => state).toSorted()).toEqual([
      'cancelled',
      'claimed',
      'done',
      'expired',
      'open',
      'snoozed',
    ]);
    const unfinished = await db.task.count({ where: { state: { in: ['open', 'claimed', 'snoozed'] } } });
    expect(unfinished).toBeGreaterThanOrEqual(80);
    for (const task of await db.task.findMany({ where: { state: 'done' } }))
      expect(Object.keys(playbooks[task.playbook as keyof typeof playbooks].outcomes)).toContain(task.outcome);

    const late = await db.$queryRaw<{ count: bigint }[]>`
      SELECT (SELECT count(*) FROM timeline WHERE at > ${NOW}) + (SELECT count(*) FROM events WHERE occurred_at > ${NOW})
        + (SELECT count(*) FROM touches WHERE sent_at > ${NOW} OR delivered_at > ${NOW} OR answered_at > ${NOW})
        + (SELECT count(*) FROM utterances WHERE at > ${NOW}) + (SELECT count(*) FROM tasks WHERE opened_at > ${NOW} OR finished_at > ${NOW}) AS count`;
    expect(Number(late[0]?.count)).toBe(0);
    expect(await db.staff.count()).toBe(12);
    for (const { body } of await db.replyTemplate.findMany()) insistOnTemplate(body);
    expect(await db.replyTemplate.count()).toBe(6);
    expect(await db.task.count({ where: { state: 'open', rankedAt: null } })).toBe(0);
    const groups = await db.utterance.groupBy({ by: ['triage'], where: { direction: 'in' } });
    expect(new Set(groups.map(({ triage }) => triage))).toEqual(new Set(['none', 'reply', 'urgent']));
  }));

test('what the engine computes of events is what it would have computed: lifecycles, last events, proofs of consent', () =>
  withDatabase(async ({ db, url }) => {
    await seedWorld(seeding(url));
    const before = await lifecycles(db);
    await inTransaction(db, (tx) => rebuildLifecycles(tx, [...before.keys()], NOW));
    expect(await lifecycles(db)).toEqual(before);

    const wrong = await db.$queryRaw<unknown[]>`
      SELECT e.customer_id, e.type FROM (SELECT customer_id, type, max(occurred_at) AS at, count(*) AS n FROM events GROUP BY 1, 2) e
      LEFT JOIN last_events l ON l.customer_id = e.customer_id AND l.type = e.type
      LEFT JOIN (SELECT customer_id, type, sum(count) AS n FROM event_days GROUP BY 1, 2) d ON d.customer_id = e.customer_id AND d.type = e.type
      WHERE l.at IS DISTINCT FROM e.at OR d.n IS DISTINCT FROM e.n`;
    expect(wrong).toEqual([]);
    const said = await db.consent.findFirstOrThrow({ where: { state: 'withdrawn' } });
    const { chains } = await proveConsents(db, said.customerId);
    expect(chains.map(({ broken }) => broken)).toEqual([null]);
  }));

test('the sweeps and the rounds find such a world in order: nobody enters for an absence or a date that is past, no guardrail is touched', () =>
  withDatabase(async ({ db, url }) => {
    await seedWorld(seeding(url));
    for (const header of journeyHeaders) {
      let cursor: string | null = null;
      do {
        const swept = await sweepTriggers({ db }, { header, cursor, batch: 200 }, NOW);
        expect({ journey: header.name, enrolled: swept.enrolled }).toEqual({ journey: header.name, enrolled: 0 });
        ({ cursor } = swept);
      } while (cursor !== null);
    }
    expect(await db.outbox.count()).toBe(0);
    await makeRounds({ db, addressHash, channels: new Map() } as never, NOW);
    expect(await db.alarm.findMany({ where: { kind: { startsWith: 'trust' } } })).toEqual([]);
    expect(await db.hold.count()).toBe(0);
    expect(await db.alarm.findFirst({ where: { kind: 'seeded', endedAt: null } })).toMatchObject({
      text: expect.stringMatching(/^This world is seeded: \d+ journeys .* Temporal does not know them/),
    });
    const { customers } = await readWatch(
      { db, addressHash },
      { reasons: WATCH_REASONS, place: { reason: 'stuck', after: null }, limit: 100 },
      NOW,
    );
    expect(customers.length).toBeGreaterThan(0);
  }));

test('the same seed makes the same world, row by row, and another seed another one', async () => {
  const worlds = await Promise.all(
    ['one', 'one', 'two'].map((seed) =>
      withDatabase(async ({ db, url }) => {
        await seedWorld(seeding(url, { seed, customers: 60 }));
        // News stand under the ids of transactions.
        const { alarms: _, staff_news: _news, ...content } = await contentOf(db);
        return content;
      }),
    ),
  );
  expect(worlds[1]).toEqual(worlds[0]);
  expect(worlds[2]).not.toEqual(worlds[0]);
});

test('a database that has customers is left alone unless it is said otherwise, and then both worlds are there', () =>
  withDatabase(async ({ db, url }) => {
    await seedWorld(seeding(url, { customers: 60 }));
    const before = await contentOf(db);
    await expect(seedWorld(seeding(url, { customers: 60 }))).rejects.toThrow(Conflict);
    expect(await contentOf(db)).toEqual(before);
    await seedWorld(seeding(url, { customers: 40, intoExisting: true }));
    expect(await db.customer.count()).toBe(100);
  }));

test('the pages read such a world through the front door', () =>
  withApi({ startAt: NOW }, async ({ get, databaseUrl }) => {
    await seedWorld(seeding(databaseUrl));
    type Page = { data: { id: string }[] };
    const tasks = (await get<Page>('/v1/tasks?counts=true')).body;
    expect(tasks.data.length).toBeGreaterThan(0);
    for (const { id } of tasks.data.slice(0, 5)) expect((await get(`/v1/tasks/${id}`)).status).toBe(200);
    const customers = (await get<Page>('/v1/customers?limit=20')).body;
    for (const { id } of customers.data.slice(0, 5)) {
      expect((await get(`/v1/customers/${id}`)).status).toBe(200);
      expect((await get(`/v1/customers/${id}/timeline`)).status).toBe(200);
    }
    expect((await get<Page>('/v1/enrollments?limit=20')).body.data).toHaveLength(20);
    expect((await get('/v1/journeys/renewal')).status).toBe(200);
    expect((await get<Page>('/v1/alarms?state=open')).body.data.length).toBeGreaterThan(0);
  }));

test('the command says what it wrote, and refuses in a sentence', () =>
  withDatabase(async ({ url }) => {
    const words = ['seed', '--customers', '30', '--json'];
    const run = perennial(words, { DATABASE_URL: url });
    expect(await run.ended).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject({ rows: { customers: 30 } });
    const again = perennial(words, { DATABASE_URL: url });
    expect(await again.ended).not.toBe(0);
    expect(again.output()).toContain('This database has customers already.');
  }));

async function lifecycles(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.customer.findMany({ select: { id: true, lifecycle: true }, orderBy: { id: 'asc' } });
  return new Map(rows.map(({ id, lifecycle }) => [id, lifecycle]));
}
