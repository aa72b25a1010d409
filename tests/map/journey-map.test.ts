import { DAY_MS, HOUR_MS } from '../../domain/duration';
import { stayBucket, stayLength, stayOf } from '../../domain/stay';
import { enterStage } from '../../prisma/enrollments';
import { recount } from '../../prisma/recount';
import { recordTimeline } from '../../prisma/timeline';
import type { Db } from '../../prisma/client';
import { withApi, type ApiWorld } from '../support/http';
import { care, careStory, live, person, type Step } from './world';

interface Person {
  customer_id: string;
  name: string;
  enrollment_id: string | null;
  stage: string;
  at: string;
}
interface Stage {
  name: string;
  story: string;
  standing: number;
  paused: number;
  entered: number;
  left: number;
  dropped: number;
  stalled: { count: number; longer_than_seconds: number } | null;
  stay: { median_seconds: number; p90_seconds: number; of: number } | null;
}
interface Edge {
  from: string | null;
  to: string | null;
  how: string | null;
  in_code: boolean;
  count: number;
}
interface Map {
  story: string;
  entered: number;
  standing: number;
  ended: { total: number; goal: number };
  refused: { total: number; by_reason: Record<string, number> };
  stages: Stage[];
  edges: Edge[];
  moments: { name: string; came: number; here: number | null; tasks: { open: number } | null }[];
}

const options = { journeys: [care], stories: { care: careStory } };
const DAY = 24;

/** A few dozen lives, of which some began before the period, some go on, some were refused. */
async function lives(world: ApiWorld): Promise<void> {
  const now = world.clock.now();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const ways: readonly (readonly Step[])[] = [
    [
      [0, 'ask'],
      [4 * DAY, 'call'],
      [2 * DAY, 'thank'],
      [1, { end: 'done' }],
    ],
    [
      [0, 'ask'],
      [DAY, { end: 'goal' }],
    ],
    [
      [0, 'ask'],
      [3 * DAY, 'call'],
      [DAY, { end: 'exit' }],
    ],
    [
      [0, 'ask'],
      [2 * DAY, 'thank'],
    ],
    [
      [0, 'ask'],
      [DAY, { wait: 4 }],
    ],
    [
      [0, 'ask'],
      [5 * DAY, 'call'],
    ],
  ];
  for (const [n, days] of [40, 20, 18, 12, 9, 7].entries()) {
    for (const [way, steps] of ways.entries()) await live(world, `person ${n}-${way}`, ago(days), steps);
  }
  // Again at the door while their run goes on.
  const { enrollmentId } = await live(world, 'twice', ago(3), [[0, 'ask']]);
  const { customerId } = await world.db.enrollment.findUniqueOrThrow({ where: { id: enrollmentId } });
  expect((await world.post('/v1/enrollments', { journey: 'care', customer_id: customerId })).body).toMatchObject({
    reason: 'already_running',
  });
}

async function everybody({ get }: ApiWorld, query: string): Promise<Person[]> {
  const rows: Person[] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/journeys/care/people?limit=7&${query}${cursor && `&cursor=${cursor}`}`;
    const { status, body } = await get<{ data: Person[]; next_cursor: string | null }>(path);
    expect([path, status]).toEqual([path, 200]);
    rows.push(...body.data);
    if (body.next_cursor === null) return rows;
    cursor = body.next_cursor;
  }
}

test('every number on the map opens exactly the people whom it counts, page by page (M15)', () =>
  withApi(options, async (world) => {
    await lives(world);
    const { body: map } = await world.get<Map>('/v1/journeys/care/map?days=30');
    const counted = async (query: string) => {
      const rows = await everybody(world, `${query}&days=30`);
      expect(new Set(rows.map(({ enrollment_id: id, at }) => `${id} ${at}`)).size).toBe(rows.length);
      return rows.length;
    };
    for (const { name, standing, entered, dropped, left } of map.stages) {
      expect([name, 'standing', await counted(`who=standing&stage=${name}`)]).toEqual([name, 'standing', standing]);
      expect([name, 'entered', await counted(`who=entered&stage=${name}`)]).toEqual([name, 'entered', entered]);
      expect([name, 'dropped', await counted(`who=left&stage=${name}&how=short`)]).toEqual([name, 'dropped', dropped]);
      expect(left).toBeGreaterThanOrEqual(dropped);
    }
    for (const { from, to, how, count } of map.edges.filter((edge) => edge.from !== null)) {
      const where = to === null ? `how=${how}` : `to=${to}`;
      expect([from, where, await counted(`who=left&stage=${from}&${where}`)]).toEqual([from, where, count]);
    }
    expect(await counted('who=left&how=goal')).toBe(map.ended.goal);
    expect(await counted('who=standing')).toBe(map.standing);
    expect(await counted('who=refused&reason=already_running')).toBe(map.refused.total);
    expect(map).toMatchObject({
      entered: 31,
      standing: 19,
      ended: { total: 15, goal: 5 },
      refused: { total: 1, by_reason: { already_running: 1 } },
      story: 'Care for whoever drifts away.',
    });
    expect(map.stages.map(({ name, story, entered, dropped }) => [name, story, entered, dropped])).toEqual([
      ['ask', 'One question.', 31, 0],
      ['call', 'A person calls.', 15, 5],
      ['thank', 'Thanks.', 10, 5],
    ]);
  }));

test('ways that the source names are on the map with nobody on them, and ways that people took beside it are told apart', () =>
  withApi(options, async (world) => {
    const { body: empty } = await world.get<Map>('/v1/journeys/care/map');
    expect(empty.edges).toEqual([
      { from: null, to: 'ask', how: null, in_code: true, count: 0 },
      { from: 'ask', to: 'call', how: null, in_code: true, count: 0 },
      { from: 'ask', to: 'thank', how: null, in_code: true, count: 0 },
      { from: 'call', to: 'thank', how: null, in_code: true, count: 0 },
    ]);
    expect(empty.stages.map(({ standing, stay, stalled }) => [standing, stay, stalled])).toEqual([
      [0, null, null],
      [0, null, null],
      [0, null, null],
    ]);
    await live(world, 'moved', new Date(world.clock.now().getTime() - DAY_MS), [
      [0, 'ask'],
      [1, 'call'],
      [1, 'ask'],
      [1, 'retired'],
    ]);
    const { body: map } = await world.get<Map>('/v1/journeys/care/map');
    expect(map.edges.filter(({ in_code: inCode }) => !inCode)).toEqual([
      { from: 'ask', to: 'retired', how: null, in_code: false, count: 1 },
      { from: 'call', to: 'ask', how: null, in_code: false, count: 1 },
    ]);
    expect(map.stages.at(-1)).toMatchObject({ name: 'retired', story: '', entered: 1, standing: 1 });
  }));

test('entering a stage again, or at every try of a run that cannot go on, lengthens the stay and counts nobody twice', () =>
  withApi(options, async (world) => {
    const { db, clock } = world;
    const at = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS);
    const { enrollmentId } = await live(world, 'again', at(-30), [[0, 'ask']]);
    for (const hours of [-30, -20, -20, -10]) await enterStage(db, { enrollmentId, stage: 'ask', at: at(hours) });
    await enterStage(db, { enrollmentId, stage: 'call', at: at(-6) });
    const { body } = await world.get<Map>('/v1/journeys/care/map');
    expect(body.stages[0]).toMatchObject({ entered: 1, left: 1, stay: { of: 1 } });
    const day = body.stages[0]!.stay!.median_seconds / 3600;
    expect(day).toBeGreaterThan(22);
    expect(day).toBeLessThan(26.5);
  }));

test('who stands longer than nine of ten did is a stall, once enough have left to say so', () =>
  withApi(options, async (world) => {
    const now = world.clock.now();
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    for (let n = 0; n < 20; n += 1)
      await live(world, `quick ${n}`, ago(20), [
        [0, 'ask'],
        [24 + n, 'thank'],
      ]);
    const late = await live(world, 'late', ago(9), [[0, 'ask']]);
    await live(world, 'fresh', ago(1), [[0, 'ask']]);
    const paused = await live(world, 'paused', ago(9), [[0, 'ask']]);
    await world.post(`/v1/enrollments/${paused.enrollmentId}/pause`);

    const { body } = await world.get<Map>('/v1/journeys/care/map');
    const ask = body.stages[0]!;
    expect(ask).toMatchObject({ standing: 3, paused: 1, stalled: { count: 1 } });
    const stalled = await everybody(world, `who=standing&stage=ask&longer_than=${ask.stalled!.longer_than_seconds}`);
    expect(stalled.map(({ name, enrollment_id: id }) => [name, id])).toEqual([['late', late.enrollmentId]]);
    expect((await everybody(world, 'who=standing&only=paused')).map(({ name }) => name)).toEqual(['paused']);
  }));

test('a moment that matters shows who came to it, who is there, and what people have in hand (M16)', () =>
  withApi(options, async (world) => {
    const { db, clock } = world;
    const { customerId, enrollmentId } = await live(world, 'ann', clock.now(), [
      [0, 'ask'],
      [0, 'call'],
    ]);
    const at = clock.now();
    const times = { openedAt: at, dueAt: at, remindAt: at, expireAt: at };
    const work = { playbook: 'save-call', because: 'x', queue: 'cs', priority: 'high', state: 'open' };
    await db.task.create({
      data: { id: enrollmentId, enrollmentId, customerId, journey: 'care', stage: 'call', ...work, ...times },
    });
    const sent = { messageClass: 'lifecycle', topic: 'check-ins', state: 'accepted', codeVersion: 'test' };
    await db.touch.create({
      data: {
        id: enrollmentId,
        key: 'k',
        customerId,
        enrollmentId,
        message: 'at-risk/check-in',
        channel: 'email',
        plannedAt: at,
        updatedAt: at,
        sentAt: at,
        ...sent,
      },
    });
    await recount(db);
    const { body } = await world.get<Map>('/v1/journeys/care/map');
    expect(body.moments).toMatchObject([
      { name: 'The door', at: 'start', came: 1, here: null, messages: [], tasks: null },
      { name: 'The call', at: 'call', came: 1, here: 1, tasks: { playbook: 'save-call', open: 1 } },
      {
        name: 'The mail',
        at: 'ask',
        came: 1,
        here: 0,
        messages: [{ name: 'at-risk/check-in', sent: 1, answered: 0 }],
      },
      { name: 'The goal', at: 'goal', came: 0, here: null },
    ]);
  }));

test('counting anew from timelines and the ledger comes to what was counted as it happened', () =>
  withApi(options, async (world) => {
    await lives(world);
    const { db } = world;
    const before = await counts(db);
    expect(before.visits.length).toBeGreaterThan(60);
    await recount(db);
    expect(await counts(db)).toEqual(before);
  }));

test('a stay waits until its last wait says, and for nothing once a person has it or it is over (X09)', () =>
  withApi(options, async (world) => {
    const { db, clock } = world;
    const now = clock.now();
    const { customerId, enrollmentId } = await live(world, 'ann', now, [
      [0, 'ask'],
      [1, { wait: 4 }],
      [1, { wait: 2 }],
    ]);
    const open = () => db.stageVisit.findFirstOrThrow({ where: { enrollmentId, leftAt: null } });
    expect((await open()).waitsUntil).toEqual(new Date(now.getTime() + 2 * HOUR_MS + 2 * DAY_MS));
    // What the next activity carries for certain is there already, and moves nothing.
    const at = now.getTime() + HOUR_MS;
    const again = {
      key: `${enrollmentId}:wait:${at}`,
      at,
      kind: 'wait',
      detail: { for: [], until: now.toISOString() },
    } as const;
    await recordTimeline(db, customerId, enrollmentId, [again]);
    expect((await open()).waitsUntil).toEqual(new Date(now.getTime() + 2 * HOUR_MS + 2 * DAY_MS));
    const task = { key: 'task', at: now.getTime() + 3 * HOUR_MS, kind: 'task', detail: {} } as const;
    await recordTimeline(db, customerId, enrollmentId, [task]);
    expect((await open()).waitsUntil).toBeNull();
  }));

test('a question that does not say whom to list, and a journey that is not there, are told so', () =>
  withApi(options, async ({ get }) => {
    for (const [query, pointer] of [
      ['who=entered', 'query:/stage'],
      ['who=left', 'query:/to'],
      ['who=refused', 'query:/reason'],
    ]) {
      const { status, body } = await get(`/v1/journeys/care/people?${query}`);
      expect([query, status, JSON.stringify(body['errors'])]).toEqual([
        query,
        400,
        expect.stringContaining(pointer!.split('/')[1]!),
      ]);
    }
    for (const path of ['map', 'people?who=standing', 'holdout']) {
      expect((await get(`/v1/journeys/nothing/${path}`)).status).toBe(404);
    }
  }));

test('who was let in is compared with who was kept out by what both did afterwards, within the same time (X12)', () =>
  withApi({ ...options, journeys: [{ ...care, holdout: 0.2 }] }, async (world) => {
    const { db, clock, get } = world;
    const start = new Date(clock.now().getTime() - 20 * DAY_MS);
    const did = async (customerId: string, days: number, type = 'customer.logged_in') => {
      const occurredAt = new Date(start.getTime() + days * DAY_MS);
      await db.event.create({
        data: {
          id: crypto.randomUUID(),
          messageId: crypto.randomUUID(),
          customerId,
          type,
          occurredAt,
          receivedAt: occurredAt,
        },
      });
    };
    const ins = [];
    for (let n = 0; n < 4; n += 1) ins.push((await live(world, `in ${n}`, start, [[0, 'ask']])).customerId);
    await did(ins[0]!, 3);
    await did(ins[1]!, 12);
    await did(ins[2]!, -1);
    await did(ins[3]!, 3, 'page.viewed');
    for (let n = 0; n < 3; n += 1) {
      const customerId = await person(world, `out ${n}`);
      for (const again of [0, 1]) {
        const at = new Date(start.getTime() + again * DAY_MS);
        const kept = { journey: 'care', customerId, reason: 'holdout', cause: {}, causeKey: `${n} ${again}`, at };
        await db.entryRefusal.create({ data: { id: crypto.randomUUID(), ...kept } });
      }
      if (n === 0) await did(customerId, 5);
    }
    expect((await get('/v1/journeys/care/holdout?within=7')).body).toEqual({
      goal: ['customer.logged_in'],
      holdout: 0.2,
      within: 7,
      at_most: 1000,
      let_in: { of: 4, reached: 1 },
      kept_out: { of: 3, reached: 1 },
    });
    expect((await get('/v1/journeys/care/holdout?within=30')).body).toMatchObject({ let_in: { of: 4, reached: 2 } });
    // Each of these numbers opens its people (M15), page by page too.
    const behind = async (query: string) => {
      const names: (string | null)[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { body: { data: { name: string | null }[]; next_cursor: string | null } } = await get(
          `/v1/journeys/care/people?limit=1&${query}${cursor && `&cursor=${cursor}`}`,
        );
        names.push(...page.body.data.map(({ name }) => name));
        cursor = page.body.next_cursor;
      }
      return names.length;
    };
    expect(await behind('who=let_in')).toBe(4);
    expect(await behind('who=let_in&reached=true&within=7')).toBe(1);
    expect(await behind('who=let_in&reached=true&within=30')).toBe(2);
    expect(await behind('who=kept_out')).toBe(3);
    expect(await behind('who=kept_out&reached=true&within=7')).toBe(1);
  }));

test('how long a stay was is read from its bucket within a tenth', () => {
  for (const minutes of [1, 5, 61, 1440, 5760, 100_000]) {
    const ms = minutes * 60_000;
    expect(Math.abs(stayOf(stayBucket(ms)) / ms - 1)).toBeLessThan(0.1);
  }
  expect(stayLength([])).toBeNull();
  const stays = [
    { bucket: 8, count: 5 },
    { bucket: 4, count: 4 },
    { bucket: 40, count: 1 },
  ];
  expect(stayLength(stays)).toEqual({ medianMs: stayOf(8), p90Ms: stayOf(8), of: 10 });
});

async function counts(db: Db) {
  const visits = await db.stageVisit.findMany({
    orderBy: [{ enrollmentId: 'asc' }, { enteredAt: 'asc' }, { stage: 'asc' }],
  });
  const order = [{ journey: 'asc' }, { day: 'asc' }, { stage: 'asc' }, { leftTo: 'asc' }, { bucket: 'asc' }] as const;
  return { visits, moves: await db.stageMove.findMany({ orderBy: [...order] }) };
}
