import { createChannels } from '../activities/channels/channels';
import { makeRounds } from '../activities/rounds/make';
import { workingWeek } from '../domain/week';
import { countWatch, lookStatement } from '../prisma/watch';
import { keepWatchCounts } from '../prisma/watch-counts';
import { addressHashWith } from '../domain/address-hash';
import { DAY_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import { WATCH_REASONS } from '../domain/watch';
import { Prisma } from '../prisma/generated/client';
import { withApi, type ApiWorld } from './support/http';
import { withDatabase } from './support/database';

const addressHash = addressHashWith('a secret of this test');

interface Watched {
  customer_id: string;
  reason: string;
  since: string;
  in_hand: boolean;
  detail: Record<string, unknown>;
  next_best_action: { action: string; act: Record<string, string> | null };
}

/** A customer as the list would find them; the clock stands at 2026-03-02 09:00. */
async function customer({ db, clock }: ApiWorld, profile: Partial<Prisma.CustomerCreateInput> = {}): Promise<string> {
  // One after another, so that the list has them in this order.
  clock.advance(1);
  const at = clock.now();
  const id = newId(at);
  const data = { id, email: `${id}@mail.example`, createdAt: new Date(at.getTime() - 30 * DAY_MS), updatedAt: at };
  await db.customer.create({ data: { ...data, ...profile } });
  await db.identity.create({ data: { kind: 'user', value: id, customerId: id, createdAt: at } });
  await db.entryRefusal.create({
    data: { id: newId(at), journey: 'x', customerId: id, reason: 'holdout', cause: {}, causeKey: id, at },
  });
  return id;
}

function touch(
  { db, clock }: ApiWorld,
  customerId: string,
  daysAgo: number,
  more: Partial<Prisma.TouchCreateInput> = {},
): Promise<{ id: string }> {
  const at = new Date(clock.now().getTime() - daysAgo * DAY_MS);
  const id = newId(at);
  const base = { message: 'at-risk/check-in', messageClass: 'lifecycle', topic: 'check-ins', codeVersion: 'test' };
  const sent = { state: 'accepted', channel: 'email', plannedAt: at, updatedAt: at, sentAt: at };
  return db.touch.create({ data: { id, key: id, customerId, ...base, ...sent, ...more } });
}

const UNSENT = { state: 'suppressed', channel: null, sentAt: null };

async function watch({ get }: ApiWorld, query = ''): Promise<Watched[]> {
  const rows: Watched[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body }: { status: number; body: { data: Watched[]; next_cursor: string | null } } = await get(
      `/v1/watch?limit=2${query}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    rows.push(...body.data);
    cursor = body.next_cursor;
  }
  return rows;
}

describe('the watch (M03)', () => {
  test('has whoever the automation does not reach, by reason, with the next best action', () =>
    withApi(async (world) => {
      const { db, clock } = world;
      const now = clock.now();
      const stuck = await customer(world);
      const run = { id: newId(now), customerId: stuck, journey: 'at-risk', workflowId: 'w', stage: 'checkIn' };
      const entered = { enteredAt: now, stageAt: now, cause: {}, causeKey: 'k', state: 'active' };
      await db.enrollment.create({ data: { ...run, ...entered, stuckSince: now, stuckBecause: 'a defect' } });

      const uncalled = await customer(world);
      const task = { customerId: uncalled, playbook: 'save-call', because: 'x', queue: 'cs', priority: 'high' };
      const times = { openedAt: now, dueAt: now, remindAt: now, expireAt: now, finishedAt: now };
      await db.task.create({ data: { id: newId(now), ...task, ...times, state: 'expired' } });

      const bounced = await customer(world, { phone: '+14155550123' });
      await touch(world, bounced, 3, { state: 'failed', reason: 'bounced' });
      const barred = await customer(world, { email: 'gone@mail.example' });
      await touch(world, barred, 3, { ...UNSENT, reason: 'suppressed_hard_bounce' });
      const hash = addressHash('email', 'gone@mail.example');
      await db.suppression.create({
        data: { id: newId(now), channel: 'email', addressHash: hash, reason: 'hard_bounce', at: now },
      });

      const unwilling = await customer(world);
      await touch(world, unwilling, 3, { ...UNSENT, reason: 'consent_withdrawn' });
      const unasked = await customer(world);
      await touch(world, unasked, 3, { ...UNSENT, reason: 'consent_missing' });
      await db.task.create({ data: { id: newId(now), ...task, ...times, customerId: unasked, state: 'open' } });

      const ignoring = await customer(world, { phone: '+14155550124' });
      for (const days of [9, 6, 3]) await touch(world, ignoring, days);

      const untouched = await customer(world);
      await db.entryRefusal.deleteMany({ where: { customerId: untouched } });

      const rows = await watch(world);
      expect(rows.map((row) => [row.reason, row.customer_id, row.next_best_action.action, row.in_hand])).toEqual([
        ['stuck', stuck, 'mend_journey', false],
        ['escalation_expired', uncalled, 'call', false],
        ['bounced', bounced, 'use_other_channel', false],
        ['bounced', barred, 'get_address', false],
        ['no_channel', unwilling, 'leave_alone', false],
        ['no_channel', unasked, 'ask_consent', true],
        ['unanswered', ignoring, 'call', false],
        ['never_triggered', untouched, 'check_events', false],
      ]);
      expect(rows[0]!.detail).toMatchObject({ journey: 'at-risk', stage: 'checkIn', because: 'a defect' });
      expect((await watch(world, '&reason=no_channel')).map(({ customer_id }) => customer_id)).toEqual([
        unwilling,
        unasked,
      ]);
      expect(await countWatch({ db, addressHash }, now)).toEqual({
        stuck: 1,
        escalation_expired: 1,
        bounced: 2,
        no_channel: 2,
        unanswered: 1,
        never_triggered: 1,
      });
    }));

  test('leaves out whoever was reached since, showed a sign of life, got another address, or is gone', () =>
    withApi(async (world) => {
      const { db, clock } = world;
      const now = clock.now();
      const answered = await customer(world);
      for (const days of [9, 6, 3]) await touch(world, answered, days, days === 6 ? { answeredAt: now } : {});
      const opened = await customer(world);
      for (const days of [9, 6, 3]) await touch(world, opened, days);
      const [last] = await db.touch.findMany({ where: { customerId: opened } });
      const signal = { touchId: last!.id, customerId: opened, kind: 'opened', human: true, at: now };
      await db.touchSignal.create({ data: { id: newId(now), key: 'a', ...signal } });
      const seen = await customer(world, { lastSeenAt: new Date(now.getTime() - 4 * DAY_MS) });
      for (const days of [9, 6, 3]) await touch(world, seen, days);
      const few = await customer(world);
      for (const days of [9, 3]) await touch(world, few, days);
      const fresh = await customer(world);
      for (const days of [9, 6, 0]) await touch(world, fresh, days);

      const reached = await customer(world);
      await touch(world, reached, 9, { state: 'failed', reason: 'bounced' });
      await touch(world, reached, 3);
      const moved = await customer(world, { email: 'new@mail.example' });
      await touch(world, moved, 3, { ...UNSENT, reason: 'suppressed_hard_bounce' });
      const capped = await customer(world);
      await touch(world, capped, 3, { ...UNSENT, reason: 'cap_marketing' });
      const erased = await customer(world, { erasedAt: now, email: null });
      await touch(world, erased, 3, { ...UNSENT, reason: 'no_address' });
      const merged = await customer(world, { mergedInto: capped });
      await touch(world, merged, 3, { ...UNSENT, reason: 'no_address' });
      const newcomer = await customer(world, { createdAt: now });
      await db.entryRefusal.deleteMany({ where: { customerId: newcomer } });

      const machine = await customer(world);
      for (const days of [9, 6, 3]) await touch(world, machine, days);
      const byMachine = { touchId: last!.id, customerId: machine, kind: 'clicked', human: false, at: now };
      await db.touchSignal.create({ data: { id: newId(now), key: 'b', ...byMachine } });
      expect((await watch(world)).map((row) => [row.reason, row.customer_id])).toEqual([['unanswered', machine]]);
    }));

  test('does not take the cursor of another list', () =>
    withApi(async (world) => {
      const [one, two] = [await customer(world), await customer(world)];
      for (const id of [one, two]) await touch(world, id, 3, { ...UNSENT, reason: 'no_address' });
      const { body } = await world.get<{ next_cursor: string }>('/v1/watch?limit=1&reason=no_channel');
      const other = await world.get(`/v1/watch?reason=stuck&cursor=${body.next_cursor}`);
      expect(other).toMatchObject({ status: 400, body: { errors: [{ pointer: 'query: cursor' }] } });
    }));

  test('goes by indexes, so that a page costs what it looks at, and not what there is', () =>
    withDatabase(async ({ db }) => {
      await db.$executeRawUnsafe(SEED);
      for (const table of ['customers', 'touches', 'tasks', 'enrollments', 'identities', 'entry_refusals'])
        await db.$executeRawUnsafe(`ANALYZE ${table}`);
      const now = new Date('2026-03-02T09:00:00Z');
      const scans: string[] = [];
      for (const reason of WATCH_REASONS) {
        const statement = lookStatement(reason, { unanswered: 3, now }, { after: null, look: 100 });
        const plan = await db.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
        const lines = plan.map((row) => row['QUERY PLAN']);
        scans.push(...lines.filter((line) => LARGE.test(line)).map((line) => `${reason}: ${line.trim()}`));
      }
      expect(scans).toEqual([]);
    }));
});

describe('acting from the list', () => {
  test('a count is what the last round found, and without one what a request may look at (M15)', () =>
    withApi(async (world) => {
      const { db, get, clock } = world;
      const unwilling = await customer(world);
      await touch(world, unwilling, 3, { ...UNSENT, reason: 'consent_withdrawn' });
      const counts = async () => {
        const { body } = await get<{ at: string; counts: { reason: string; count: number; more: boolean }[] }>(
          '/v1/watch/counts',
        );
        const found = body.counts.find(({ reason }) => reason === 'no_channel')!;
        return [body.at, found.count, found.more];
      };
      expect(await counts()).toEqual([clock.now().toISOString(), 1, false]);
      await keepWatchCounts({ db, addressHash }, clock.now());
      const counted = clock.now().toISOString();
      const other = await customer(world);
      await touch(world, other, 3, { ...UNSENT, reason: 'consent_withdrawn' });
      expect(await counts()).toEqual([counted, 1, false]);
      clock.advance(2 * 3_600_000);
      expect(await counts()).toEqual([clock.now().toISOString(), 2, false]);
    }));

  test('asks a person in one step, once, and whoever asks again adds a note (M03)', () =>
    withApi(async (world) => {
      const { db, post, get, relayWoken } = world;
      const unheard = await customer(world, { owner: 'ann' });
      await touch(world, unheard, 3, { state: 'failed', reason: 'bounced' });
      const [row] = await watch(world, '&reason=bounced');
      const { act } = row!.next_best_action;
      expect(act).toEqual({ kind: 'task', playbook: 'reach-out', because: 'their address does not work' });
      const path = `/v1/customers/${unheard}/tasks`;
      const { kind: _, ...body } = act as unknown as { kind: string; playbook: string; because: string };
      const first = await post(path, body);
      expect(first).toMatchObject({
        status: 201,
        body: { assignee: 'ann', state: 'open', playbook: { name: 'reach-out' } },
      });
      expect(relayWoken()).toBe(1);
      expect(await db.outbox.findMany()).toMatchObject([{ kind: 'errand', payload: { errand: 'task' } }]);
      const again = await post(path, { ...body, because: 'they asked again' });
      expect([again.status, again.body['id']]).toEqual([200, first.body['id']]);
      expect(await db.taskNote.findMany()).toMatchObject([{ author: 'admin key', body: 'they asked again' }]);
      expect((await watch(world, '&reason=bounced'))[0]!.in_hand).toBe(true);
      expect((await post(path, { ...body, playbook: 'constructor' })).status).toBe(400);
      expect((await post('/v1/customers/nobody/tasks', body)).status).toBe(404);
      expect((await get(`/v1/tasks?customer_id=${unheard}`)).body['data']).toHaveLength(1);
    }));
});

describe('the weekly summary', () => {
  test('begins on Monday at seven in the zone of the business, and weeks are those of ISO 8601', () => {
    const week = (at: string, zone = 'UTC') => workingWeek(new Date(at), zone);
    expect([week('2026-03-02T06:59:59Z'), week('2026-03-02T07:00:00Z'), week('2026-03-09T06:59:59Z')]).toEqual([
      '2026-W09',
      '2026-W10',
      '2026-W10',
    ]);
    expect([week('2026-03-02T06:30:00Z', 'Europe/Berlin'), week('2026-03-02T06:30:00Z')]).toEqual([
      '2026-W10',
      '2026-W09',
    ]);
    // Days around the turn of years, as ISO 8601 counts them.
    expect(['2024-12-31', '2026-01-01', '2027-01-01', '2027-01-04'].map((day) => week(`${day}T12:00:00Z`))).toEqual([
      '2025-W01',
      '2026-W01',
      '2026-W53',
      '2027-W01',
    ]);
  });

  test('goes once to each lead with an address, and stands as an alarm for those without one', () =>
    withApi(async (world) => {
      const { db, clock } = world;
      const lost = await customer(world);
      await touch(world, lost, 3, { ...UNSENT, reason: 'no_address' });
      const channels = createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db });
      const leads = { 'customer-success': 'ann@acme.example', support: 'ann@acme.example', sales: 'bob' };
      const round = (who: typeof leads | { sales: string } = leads) =>
        makeRounds({ db, addressHash, channels, leads: who }, clock.now());
      await Promise.all([round(), round()]);
      await round();
      const mails = await db.capturedLetter.findMany();
      expect(mails).toMatchObject([
        {
          recipient: 'ann@acme.example',
          subject: 'Customers whom the automation does not reach, week 2026-W10: 1',
          text: expect.stringContaining('GET /v1/watch?reason=no_channel'),
        },
      ]);
      expect(await db.alarm.count({ where: { endedAt: null } })).toBe(0);

      clock.advance(7 * DAY_MS);
      await round({ sales: 'bob' });
      clock.advance(7 * DAY_MS);
      await round({ sales: 'bob' });
      expect(await db.capturedLetter.count()).toBe(1);
      const alarms = await db.alarm.findMany({ where: { kind: 'watch_summary', endedAt: null } });
      expect(alarms).toMatchObject([{ subject: '2026-W12', detail: { no_channel: 1 } }]);
    }));
});

/** Reading a table as a whole that grows with the customers; the few hundred tasks here are no matter. */
const LARGE = /Seq Scan on (customers|touches|identities|enrollments)/;

/** Twenty thousand customers with three messages each, every fiftieth of which reached nobody; tasks for every hundredth. */
const SEED = `
  WITH people AS (
    INSERT INTO customers (id, email, created_at, updated_at)
    SELECT gen_random_uuid(), 'c' || n || '@mail.example', '2026-01-01', '2026-01-01' FROM generate_series(1, 20000) n RETURNING id
  ), named AS (
    INSERT INTO identities (kind, value, customer_id, created_at) SELECT 'user', id::text, id, '2026-01-01' FROM people
  ), entered AS (
    INSERT INTO enrollments (id, journey, customer_id, workflow_id, state, stage, cause, cause_key, entered_at, stage_at)
    SELECT gen_random_uuid(), 'at-risk', id, id::text, 'active', 'checkIn', '{}', '', '2026-01-02', '2026-01-02' FROM people
  ), numbered AS (SELECT id, row_number() OVER () AS n FROM people),
  asked AS (
    INSERT INTO tasks (id, customer_id, playbook, because, queue, priority, state, opened_at, due_at, remind_at, expire_at, finished_at)
    SELECT gen_random_uuid(), id, 'save-call', '', 'cs', 'high', CASE WHEN n % 200 = 0 THEN 'expired' ELSE 'done' END,
      '2026-02-01', '2026-02-01', '2026-02-01', '2026-02-01', '2026-02-01' FROM numbered WHERE n % 100 = 0
  )
  INSERT INTO touches (id, key, customer_id, message, message_class, topic, state, channel, reason, planned_at, updated_at, sent_at, code_version)
  SELECT gen_random_uuid(), id || ':' || day, id, 'm', 'lifecycle', 't', CASE WHEN n % 50 = 0 THEN 'suppressed' ELSE 'accepted' END, 'email',
    CASE WHEN n % 50 = 0 THEN 'suppressed_hard_bounce' END, day, day, CASE WHEN n % 50 <> 0 THEN day END, 'test'
  FROM numbered, generate_series('2026-02-01'::timestamptz, '2026-02-15', interval '7 days') day`;
