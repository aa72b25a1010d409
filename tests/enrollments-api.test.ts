import type { Db } from '../prisma/client';
import { enrollmentRoutes } from '../api/routes/enrollments';
import { journeyRoutes } from '../api/routes/journeys';
import { endEnrollment, enterStage, tellEnrollments } from '../prisma/enrollments';
import { newId } from '../domain/ids';
import { recordTimeline } from '../prisma/timeline';
import type { JourneyHeader } from '../domain/journey';
import { withApi, type ApiWorld } from './support/http';

const FAR = '0195553d-ffff-7000-8000-000000000000';
const PEOPLE = [1, 2, 3].map((n) => `0195553d-0000-7000-8000-00000000000${n}`);
const [ANN, BOB, EVE] = PEOPLE as [string, string, string];
const START = new Date('2026-03-02T09:00:00.000Z');
const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

const winter: JourneyHeader = {
  name: 'winter',
  owner: 'success',
  story: 'Keeps in touch over the winter.',
  startOn: [],
  startAfterAbsence: [{ of: 'customer.logged_in', for: '14 days' }],
  startBefore: [],
  goal: ['customer.logged_in'],
  exitOn: [],
  hears: ['customer.logged_in', 'customer.replied'],
  reenterAfter: '30 days',
  holdout: 0,
  notDuringTrouble: true,
  priority: 'normal',
  onConflict: 'wait',
  stages: ['greet', 'call'],
};

describe('enrollments over HTTP', () => {
  test('a customer is let into a journey by either name, and a refusal is an answer with its rule', () =>
    withPeople(async ({ db, post, relayWoken }) => {
      const entered = await post('/v1/enrollments', { journey: 'winter', customer_id: ANN });
      expect(entered).toMatchObject({
        status: 201,
        body: {
          enrolled: true,
          journey: 'winter',
          customer_id: ANN,
          state: 'active',
          stage: 'greet',
          cause: { kind: 'request', by: 'admin key' },
          ended_at: null,
          how: null,
        },
      });
      expect(await db.outbox.findMany()).toMatchObject([
        { kind: 'start', workflowId: `winter:${ANN}`, enrollmentId: entered.body['id'] },
      ]);
      expect(relayWoken()).toBe(1);

      const again = await post('/v1/enrollments', { journey: 'winter', user_id: 'ann' });
      expect(again).toMatchObject({ status: 200, body: { enrolled: false, reason: 'already_running' } });
      const inTrouble = await post('/v1/enrollments', { journey: 'winter', user_id: 'eve' });
      expect(inTrouble.body).toEqual({ enrolled: false, reason: 'open_trouble' });
      for (const nobody of [{ user_id: 'nobody' }, { customer_id: FAR }]) {
        expect((await post('/v1/enrollments', { journey: 'winter', ...nobody })).body).toEqual({
          enrolled: false,
          reason: 'unknown_customer',
        });
      }
    }));

  test('a thousand are decided one by one: the good enter, each other one gets its reason', () =>
    withPeople(async ({ post, db }) => {
      const byUser = await post('/v1/enrollments', { journey: 'winter', user_ids: ['bob', 'nobody', 'eve', 'bob'] });
      expect(byUser).toMatchObject({ status: 200 });
      const bob = { user_id: 'bob', enrolled: true, enrollment_id: expect.any(String) };
      expect(byUser.body).toEqual({
        results: [
          bob,
          { user_id: 'nobody', enrolled: false, reason: 'unknown_customer' },
          { user_id: 'eve', enrolled: false, reason: 'open_trouble' },
          bob,
        ],
      });
      const ids = [BOB, 'not an id', ANN.toUpperCase(), FAR];
      const byId = await post<{ results: unknown[] }>('/v1/enrollments', { journey: 'winter', customer_ids: ids });
      expect(byId.body.results).toMatchObject([
        { customer_id: BOB, enrolled: false, reason: 'already_running' },
        { customer_id: 'not an id', enrolled: false, error: 'is not an id of ours' },
        { customer_id: ANN.toUpperCase(), enrolled: true },
        { customer_id: FAR, enrolled: false, reason: 'unknown_customer' },
      ]);
      expect(await db.outbox.count({ where: { kind: 'start' } })).toBe(2);
    }));

  test('a request whose first answer was lost finds its own enrollment', () =>
    withPeople(async ({ db, post }) => {
      const asked = { headers: { 'idempotency-key': 'a-request' } };
      const first = await post('/v1/enrollments', { journey: 'winter', customer_id: ANN }, asked);
      await db.idempotencyKey.deleteMany();
      const second = await post('/v1/enrollments', { journey: 'winter', customer_id: ANN }, asked);
      expect(second).toMatchObject({ status: 201, body: { id: first.body['id'] } });
    }));

  test('what cannot be meant is refused with what can: a journey, a stage, too many, both names', () =>
    withPeople(async (world) => {
      const { post } = world;
      const faultsOf = async (body: unknown) => {
        const { status, text } = await post('/v1/enrollments', body);
        return [status >= 400 && status < 500, text];
      };
      const who = { pointer: '', detail: expect.stringContaining('exactly one of customer_id, user_id, customer_ids') };
      for (const [body, fault] of [
        [{ userId: 'ann' }, { pointer: '/userId', detail: 'is not known here: did you mean user_id?' }],
        [{ customerIds: [ANN] }, { pointer: '/customerIds', detail: 'is not known here: did you mean customer_ids?' }],
        [{}, who],
        [{ customer_id: ANN, user_id: 'ann' }, who],
        [{ user_ids: 'ann' }, { pointer: '/user_ids', detail: 'must be a list' }],
        [{ customer_id: 'ann' }, { pointer: '/customer_id', detail: 'must be a UUID' }],
      ] as const) {
        const refused = await post('/v1/enrollments', { journey: 'winter', ...body });
        expect([body, refused.status, refused.body['errors']]).toEqual([body, 400, [fault]]);
      }
      expect(await faultsOf({ journey: 'summer', customer_id: ANN })).toEqual([
        true,
        expect.stringContaining('there are winter'),
      ]);
      expect(await faultsOf({ journey: 'winter', user_ids: Array(1_001).fill('ann') })).toEqual([
        true,
        expect.stringContaining('user_ids'),
      ]);
      const id = await enter(world, ANN);
      const moved = await post(`/v1/enrollments/${id}/stage`, { stage: 'spring' });
      expect([moved.status >= 400, moved.text]).toEqual([true, expect.stringContaining('there are greet, call')]);
    }));

  test('a hand is laid on a running enrollment once, is told to the journey, and stands on the timeline with who did it (X07, X10)', () =>
    withPeople(async (world) => {
      const { post, get, db } = world;
      const id = await enter(world, ANN);
      const hand = (path: string, body = {}) => post(`/v1/enrollments/${id}/${path}`, body);

      expect(await hand('pause')).toMatchObject({ status: 202, body: { id, state: 'paused' } });
      expect(await hand('pause')).toMatchObject({ status: 202, body: { id, state: 'paused' } });
      expect(await hand('resume')).toMatchObject({ status: 202, body: { state: 'active' } });
      expect(await hand('resume')).toMatchObject({ status: 202, body: { state: 'active' } });
      for (const path of ['advance', 'exit']) expect((await hand(path)).status).toBe(202);
      expect((await hand('stage', { stage: 'call' })).status).toBe(202);

      const told = await db.outbox.findMany({ where: { kind: 'steer' }, orderBy: { id: 'asc' } });
      expect(told.map(({ payload }) => payload)).toMatchObject([
        { kind: 'pause' },
        { kind: 'resume' },
        { kind: 'advance' },
        { kind: 'exit' },
        { kind: 'stage', stage: 'call' },
      ]);
      const { body } = await get<{ timeline: { data: unknown[] } }>(`/v1/enrollments/${id}`);
      expect(body.timeline.data).toContainEqual({
        at: expect.any(String),
        kind: 'steered',
        enrollment_id: id,
        action: 'stage',
        by: 'admin key',
        stage: 'call',
      });

      await end(db, id);
      for (const path of ['pause', 'resume', 'exit', 'advance']) {
        expect(await hand(path)).toMatchObject({
          status: 409,
          body: { state: 'ended', how: 'goal', outcome: 'customer.logged_in' },
        });
      }
      expect((await post(`/v1/enrollments/${FAR}/pause`)).status).toBe(404);
    }));

  test('a customer whose product says the same thousands of times does not use up what a run can hear (X04)', () =>
    withPeople(async ({ db, post }) => {
      const id = await enter({ post } as ApiWorld, ANN);
      const flood = Array.from({ length: 10_000 }, (_, index) => new Date(START.getTime() + index * 1_000));
      const events = flood.map((occurredAt) => ({
        id: newId(occurredAt),
        customerId: ANN,
        properties: {},
        occurredAt,
      }));
      const hear = (type: string, some: typeof events) =>
        db.$transaction((tx) =>
          tellEnrollments(
            tx,
            some.map((event) => ({ ...event, type })),
            [winter],
            hours(3),
          ),
        );
      for (let from = 0; from < events.length; from += 400)
        await hear('customer.replied', events.slice(from, from + 400));
      const heard = () => db.outbox.count({ where: { enrollmentId: id, kind: 'event' } });
      // Five hundred in the first minutes, then one an hour for the rest of three hours.
      expect(await heard()).toBe(500 + 2);
      await hear('customer.logged_in', events.slice(-1));
      expect(await heard()).toBe(500 + 3);
    }));

  test('an enrollment is read with its story, page by page, and with what happens next (X07)', () =>
    withPeople(async (world) => {
      const { db, get } = world;
      const id = await enter(world, ANN);
      const read = async (query = '') => (await get<EnrollmentFile>(`/v1/enrollments/${id}${query}`)).body;
      await db.$transaction((tx) => enterStage(tx, { enrollmentId: id, stage: 'greet', at: hours(1) }));
      expect((await read()).next).toBeNull();

      const note = (key: string, at: Date, kind: 'wait' | 'touch', detail: object) =>
        recordTimeline(db, ANN, id, [{ key: `${id}:${key}`, at: at.getTime(), kind, detail: { ...detail } }]);
      await note('touch', hours(2), 'touch', {
        message: 'winter/hello',
        channel: 'email',
        verdict: 'sent',
        touchId: FAR,
      });
      await note('wait', hours(2), 'wait', { for: ['customer.replied'], until: hours(98).toISOString() });
      const wait = { kind: 'wait', message: null, for: ['customer.replied'], until: hours(98).toISOString() };
      expect((await read()).next).toEqual(wait);

      const first = await read('?limit=3');
      expect(first.timeline.data.map(({ kind }) => kind)).toEqual(['enrolled', 'stage', 'touch']);
      expect(first.timeline.data[2]).toMatchObject({
        message: 'winter/hello',
        channel: 'email',
        verdict: 'sent',
        touch_id: FAR,
      });
      const rest = await read(`?limit=3&cursor=${first.timeline.next_cursor}`);
      expect(rest.timeline).toMatchObject({ data: [{ kind: 'wait' }], next_cursor: null });

      await tell(db, ANN, 'customer.logged_in', hours(3));
      expect((await read()).next).toEqual(wait);
      await tell(db, ANN, 'customer.replied', hours(4));
      expect((await read()).next).toBeNull();
      await end(db, id);
      expect(await read()).toMatchObject({ state: 'ended', how: 'goal', outcome: 'customer.logged_in', next: null });
    }));

  test('an open task is what happens next', () =>
    withPeople(async (world) => {
      const id = await enter(world, ANN);
      const task = {
        id: FAR,
        enrollmentId: id,
        customerId: ANN,
        journey: 'winter',
        stage: 'call',
        playbook: 'save-call',
        because: 'silence',
        queue: 'success',
      };
      const times = { openedAt: START, dueAt: hours(24), remindAt: hours(4), expireAt: hours(72) };
      await world.db.task.create({ data: { ...task, ...times, priority: 'high', state: 'open' } });
      const { body } = await world.get<EnrollmentFile>(`/v1/enrollments/${id}`);
      expect(body.next).toEqual({ kind: 'task', task_id: FAR, playbook: 'save-call', due: hours(24).toISOString() });
    }));

  test('enrollments are listed by journey, state, stage and customer, and the pages fit together', () =>
    withPeople(async (world) => {
      const { get, clock, db } = world;
      const first = await enter(world, ANN);
      clock.advance(1_000);
      const second = await enter(world, BOB);
      await db.$transaction((tx) => enterStage(tx, { enrollmentId: second, stage: 'call', at: hours(1) }));
      const list = async (query: string) => (await get<Page>(`/v1/enrollments?${query}`)).body;
      const ids = async (query: string) => (await list(query)).data.map(({ id }) => id);

      expect(await ids('journey=winter&state=active')).toEqual([second, first]);
      expect(await ids('customer_id=ann')).toEqual([first]);
      expect(await ids('stage=call')).toEqual([second]);
      expect(await ids('state=ended')).toEqual([]);
      const page = await list('limit=1');
      expect(page.data.map(({ id }) => id)).toEqual([second]);
      expect(await list(`limit=1&cursor=${page.next_cursor}`)).toMatchObject({
        data: [{ id: first }],
        next_cursor: null,
      });
      expect((await get('/v1/enrollments?customer_id=nobody')).status).toBe(404);
    }));

  test('a journey shows who stands where, who came to an end lately, and who was refused (M15)', () =>
    withPeople(async (world) => {
      const { get, post, db } = world;
      const first = await enter(world, ANN);
      const second = await enter(world, BOB);
      await post('/v1/enrollments', { journey: 'winter', customer_id: EVE });
      await post(`/v1/enrollments/${second}/pause`);
      await end(db, first);
      const counts = {
        open: { total: 1, paused: 1, by_stage: { greet: 1, call: 0 } },
        lately: { days: 30, ended: 1, goal: 1 },
      };
      const listed = await get('/v1/journeys');
      expect(listed.body).toMatchObject({
        data: [{ name: 'winter', start_after_absence: [{ of: 'customer.logged_in', for: '14 days' }], ...counts }],
      });
      expect((await get('/v1/journeys/winter')).body).toMatchObject({
        ...counts,
        refused: { total: 1, by_reason: { open_trouble: 1 } },
      });
      expect((await get('/v1/journeys/summer')).status).toBe(404);
    }));
});

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

interface EnrollmentFile {
  readonly next: unknown;
  readonly timeline: { readonly data: readonly { readonly kind: string }[]; readonly next_cursor: string | null };
}

/** The API with Ann and Bob, who are well, and Eve, who is in trouble. */
function withPeople(test: (world: ApiWorld) => Promise<void>): Promise<void> {
  const routes = (deps: Parameters<typeof enrollmentRoutes>[0]) => [...enrollmentRoutes(deps), ...journeyRoutes(deps)];
  return withApi({ journeys: [winter], routes, startAt: START }, async (world) => {
    const at = { createdAt: START, updatedAt: START };
    await world.db.customer.createMany({ data: PEOPLE.map((id) => ({ id, ...at, openTickets: id === EVE ? 1 : 0 })) });
    const names = ['ann', 'bob', 'eve'].map((value, index) => ({
      kind: 'user',
      value,
      customerId: PEOPLE[index]!,
      createdAt: START,
    }));
    await world.db.identity.createMany({ data: names });
    await test(world);
  });
}

async function enter({ post }: ApiWorld, customerId: string): Promise<string> {
  const { body } = await post<{ id: string }>('/v1/enrollments', { journey: 'winter', customer_id: customerId });
  return body.id;
}

async function end(db: Db, enrollmentId: string): Promise<void> {
  await db.$transaction((tx) =>
    endEnrollment(tx, { enrollmentId, how: 'goal', outcome: 'customer.logged_in', at: hours(9) }),
  );
}

async function tell(db: Db, customerId: string, type: string, occurredAt: Date): Promise<void> {
  const id = `0195553d-1111-7000-8000-${String(occurredAt.getTime()).padStart(12, '0').slice(-12)}`;
  await db.$transaction((tx) =>
    tellEnrollments(tx, [{ id, customerId, type, properties: {}, occurredAt }], [winter], occurredAt),
  );
}
