import { DAY_MS, HOUR_MS } from '../../domain/duration';
import { tendTask } from '../../activities/tasks/tend';
import { makeRounds, type RoundsDeps } from '../../activities/rounds/make';
import { handOverForAbsent } from '../../prisma/staffing/hand-over';
import { heedAllQueues } from '../../prisma/staffing/nobody-available';
import type { Db } from '../../prisma/client';
import type { StaffRole } from '../../domain/right';
import { withApi, type ApiWorld } from '../support/http';
import { signedInStaff } from '../support/staff';
import { asked } from './world';

/** Monday morning. */
const START = new Date('2026-03-02T09:00:00.000Z');

const is = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

interface Member {
  readonly role?: StaffRole;
  readonly queues?: string[];
  readonly loadLimit?: number;
  readonly absentFrom?: Date;
  readonly absentUntil?: Date;
  readonly cover?: string;
  readonly disabledAt?: Date;
}

async function joined(db: Db, id: string, member: Member = {}): Promise<void> {
  const row = { email: `${id}@acme.example`, name: id, role: 'agent', createdAt: START, joinedAt: START, ...member };
  await db.staff.create({ data: { id, ...row } });
}

function withStaff(
  test: (world: ApiWorld & { readonly holders: () => Promise<readonly (string | null)[]> }) => Promise<void>,
): Promise<void> {
  return withApi({ startAt: START }, (world) =>
    test({
      ...world,
      holders: async () => {
        const tasks = await world.db.task.findMany({ orderBy: { dueAt: 'asc' } });
        return tasks.map(({ assignee }) => assignee);
      },
    }),
  );
}

describe('a task is meant for somebody', () => {
  test('who has it, unless they are away: then whoever stands in, or the queue; and a name that nobody has is kept', () =>
    withStaff(async ({ db }) => {
      await joined(db, 'ann');
      await joined(db, 'ben', { absentFrom: START, cover: 'cleo' });
      await joined(db, 'cleo', { absentFrom: START, absentUntil: new Date(START.getTime() + DAY_MS), cover: 'ann' });
      await joined(db, 'dan', { absentFrom: START });
      await joined(db, 'eve', { disabledAt: START });
      await joined(db, 'fay', { absentFrom: START, cover: 'gus' });
      await joined(db, 'gus', { absentFrom: START, cover: 'fay' });
      await joined(db, 'hal', { absentFrom: START, cover: 'full' });
      await joined(db, 'full', { loadLimit: 0 });
      await joined(db, 'jan', { disabledAt: START, absentFrom: START, cover: 'ann' });
      await joined(db, 'ida', { absentFrom: new Date(START.getTime() + DAY_MS) });
      for (const [owner, assignee, says] of [
        ['ann', 'ann', null],
        ['ben', 'ann', 'ben is away: ann stands in.'],
        ['dan', null, 'dan is away and nobody stands in: the queue has it.'],
        ['jan', 'ann', 'jan does not work here any more: ann stands in.'],
        ['eve', null, 'eve does not work here any more: the queue has it.'],
        ['fay', null, 'fay is away and nobody stands in: the queue has it.'],
        ['hal', null, 'hal is away and nobody stands in: the queue has it.'],
        ['full', null, 'full has as many tasks as they may have: the queue has it.'],
        ['ida', 'ida', null],
        ['crm-bot', 'crm-bot', null],
      ] as const) {
        const task = await asked(db, { owner }, START);
        expect([owner, task.assignee]).toEqual([owner, assignee]);
        const notes = await db.taskNote.findMany({ where: { taskId: task.id } });
        expect([owner, notes.map(({ body }) => body)]).toEqual([owner, says === null ? [] : [says]]);
      }
    }));

  test('but to nobody beyond their limit, also when many open at once: the queue has the rest', () =>
    withStaff(async ({ db, holders }) => {
      await joined(db, 'ann', { loadLimit: 3 });
      await Promise.all(Array.from({ length: 12 }, () => asked(db, { owner: 'ann' }, START)));
      expect((await holders()).filter((holder) => holder === 'ann')).toHaveLength(3);
      expect((await holders()).filter((holder) => holder === null)).toHaveLength(9);
    }));
});

describe('somebody goes away', () => {
  test('what is theirs, claimed or not, goes to whoever stands in, at once when they say so, and with a note', () =>
    withStaff(async ({ db, url, send, post, clock }) => {
      const lead = await signedInStaff(db, { url, role: 'lead' }, START);
      await joined(db, 'ann');
      await joined(db, 'ben');
      const claimed = await asked(db, { owner: 'ann' }, START);
      const offered = await asked(db, { owner: 'ann' }, START);
      await asked(db, { owner: 'ben' }, START);
      await post(`/v1/tasks/${claimed.id}/claim`, { assignee: 'ann' }, is(1));
      const until = new Date(START.getTime() + 7 * DAY_MS).toISOString();
      const absence = { from: clock.now().toISOString(), until, cover: 'ben' };
      const told = await send('PATCH', '/v1/staff/ann', { absence }, { role: null, headers: lead });
      expect(told.status).toBe(200);
      for (const { id } of [claimed, offered]) {
        expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({
          assignee: 'ben',
          state: 'open',
          claimedAt: null,
        });
        expect(await db.taskNote.findMany({ where: { taskId: id } })).toMatchObject([
          { body: 'ann is away: ben stands in.' },
        ]);
      }
      expect(await handOverForAbsent(db, clock.now())).toBe(0);
    }));

  test('or leaves for good: what is theirs goes to whoever stands in, and beyond their limit back to the queues, as it was said before', () =>
    withStaff(async ({ db, send, get, as, post, holders }) => {
      const admin = await as('admin');
      const ann = await as('agent');
      await joined(db, 'ben', { loadLimit: 3 });
      await asked(db, { owner: 'ben', dueInHours: 1 }, START);
      const tasks = [];
      for (let index = 0; index < 4; index += 1)
        tasks.push(
          await asked(db, { owner: 'ann', dueInHours: 10 + index, queue: index === 3 ? 'billing' : 'support' }, START),
        );
      await post(`/v1/tasks/${tasks[3]!.id}/claim`, { assignee: 'ann' }, is(1));

      const preview = (query = '') => get(`/v1/staff/ann/departure${query}`);
      const back = {
        tasks: 4,
        people: [],
        queues: [
          { queue: 'support', tasks: 3 },
          { queue: 'billing', tasks: 1 },
        ],
      };
      expect((await preview()).body).toEqual(back);
      const foreseen = {
        tasks: 4,
        people: [{ id: 'ben', tasks: 2 }],
        queues: [
          { queue: 'billing', tasks: 1 },
          { queue: 'support', tasks: 1 },
        ],
      };
      expect((await preview('?cover=ben')).body).toEqual(foreseen);
      expect((await get('/v1/staff/nobody/departure')).status).toBe(404);
      expect(await holders()).toEqual(['ben', 'ann', 'ann', 'ann', 'ann']);

      const change = { disabled: true, absence: { from: START.toISOString(), until: null, cover: 'ben' } };
      const left = await send('PATCH', '/v1/staff/ann', change, { role: null, headers: admin });
      expect(left.status).toBe(200);
      expect(await holders()).toEqual(['ben', 'ben', 'ben', null, null]);
      expect((await get('/v1/session', { role: null, headers: ann })).status).toBe(401);
      const log = await db.auditEntry.findMany({
        where: { subject: 'staff:ann', actor: 'ada' },
        orderBy: { seq: 'asc' },
      });
      expect(log).toMatchObject([
        { action: 'staff.changed', detail: { ended: 1 } },
        { action: 'staff.tasks_handed_on', detail: { people: { ben: 2 }, queues: 2 } },
      ]);
      const told = await db.timelineItem.findMany({
        where: { kind: 'task', detail: { path: ['step'], equals: 'assigned' } },
      });
      expect(told).toHaveLength(4);
      for (const { detail } of told) expect(detail).toMatchObject({ from: 'ann' });
      const notes = await db.taskNote.findMany({ orderBy: { body: 'asc' } });
      expect(notes.map(({ body }) => body)).toEqual([
        ...Array(2).fill('ann does not work here any more: ben stands in.'),
        ...Array(2).fill('ann does not work here any more: the queue has it.'),
      ]);
    }));

  test('an absence that begins later takes effect with the next round, and nobody available raises an alarm that ends when somebody is back', () =>
    withStaff(async ({ db, holders, clock }) => {
      await joined(db, 'ann', {
        absentFrom: new Date(START.getTime() + HOUR_MS),
        absentUntil: new Date(START.getTime() + 2 * HOUR_MS),
      });
      await asked(db, { owner: 'ann' }, START);
      await handOverForAbsent(db, clock.now());
      expect(await holders()).toEqual(['ann']);
      clock.advance(HOUR_MS);
      await handOverForAbsent(db, clock.now());
      expect(await holders()).toEqual([null]);
      const alarms = () => db.alarm.findMany({ where: { kind: 'nobody_available' } });
      expect(await alarms()).toMatchObject([{ subject: 'customer-success', level: 'critical', endedAt: null }]);
      await heedAllQueues(db, clock.now());
      expect(await alarms()).toHaveLength(1);
      clock.advance(HOUR_MS);
      await heedAllQueues(db, clock.now());
      expect(await alarms()).toMatchObject([{ endedBy: 'somebody is there' }]);
    }));

  test('an alarm is raised at once for a task that nobody can take, and not where nobody signs in at all', () =>
    withStaff(async ({ db }) => {
      await asked(db, {}, START);
      expect(await db.alarm.count()).toBe(0);
      await joined(db, 'ann', { queues: ['support'], loadLimit: 1 });
      await asked(db, { queue: 'support' }, START);
      expect(await db.alarm.count()).toBe(0);
      await asked(db, { queue: 'support', owner: 'ann' }, START);
      await asked(db, { queue: 'support', owner: 'ann' }, START);
      expect(await db.alarm.findMany()).toMatchObject([{ kind: 'nobody_available', subject: 'support' }]);
      await asked(db, { queue: 'billing' }, START);
      expect(await db.alarm.findMany({ where: { subject: 'billing' } })).toHaveLength(1);
    }));

  test('rounds look after it, whatever else they find', () =>
    withStaff(async ({ db, holders, clock }) => {
      await joined(db, 'ann');
      await joined(db, 'ben');
      await asked(db, { owner: 'ann' }, START);
      await db.staff.update({ where: { id: 'ann' }, data: { absentFrom: START, cover: 'ben' } });
      const deps = { db, addressHash: () => '', channels: new Map() } as unknown as RoundsDeps;
      await makeRounds(deps, clock.now());
      expect(await holders()).toEqual(['ben']);
    }));
});

test('whoever takes one more than they are given may, and is told so: the limit binds what others give them', () =>
  withStaff(async ({ db, as, send, holders }) => {
    const headers = await as('agent');
    await db.staff.update({ where: { id: 'ann' }, data: { loadLimit: 1 } });
    const claims = [];
    for (let index = 0; index < 2; index += 1) {
      const { id } = await asked(db, { dueInHours: 10 + index }, START);
      const { status, body } = await send(
        'POST',
        `/v1/tasks/${id}/claim`,
        {},
        { role: null, headers: { ...headers, 'If-Match': '"1"' } },
      );
      claims.push([status, body['over_limit']]);
    }
    expect(claims).toEqual([
      [200, null],
      [200, { load: 2, limit: 1 }],
    ]);
    await asked(db, { owner: 'ann', dueInHours: 20 }, START);
    expect(await holders()).toEqual(['ann', 'ann', null]);
  }));

test('what a colleague has claimed nobody gives back for them while they are here, but a lead; when they are away anybody does', () =>
  withStaff(async ({ db, as, send, holders, clock }) => {
    const [ann, ben, lead] = [await as('agent'), await as('agent', 'ben'), await as('lead')];
    const { id } = await asked(db, {}, START);
    const act = async (headers: Record<string, string>, path: string) => {
      const { version } = await db.task.findUniqueOrThrow({ where: { id } });
      const asking = { role: null, headers: { ...headers, 'If-Match': `"${version}"` } };
      const { status, body } = await send('POST', `/v1/tasks/${id}/${path}`, {}, asking);
      return [status, body['assignee']];
    };
    expect(await act(ann, 'claim')).toEqual([200, 'ann']);
    expect(await act(ben, 'release')).toEqual([409, 'ann']);
    expect(await holders()).toEqual(['ann']);
    expect(await act(lead, 'release')).toEqual([200, null]);
    await act(ann, 'claim');
    await db.staff.update({ where: { id: 'ann' }, data: { absentFrom: clock.now() } });
    expect(await act(ben, 'release')).toEqual([200, null]);
  }));

test('who is told of a breach is a lead of the queue who is there, unless somebody is named for it', () =>
  withStaff(async ({ db, clock }) => {
    await joined(db, 'kim', { role: 'lead' });
    await joined(db, 'lea', { role: 'lead', queues: ['support'] });
    await joined(db, 'max', { role: 'lead', queues: ['support'], absentFrom: START });
    clock.advance(25 * HOUR_MS);
    const breach = async (queue: string, leads: Record<string, string> = {}) => {
      const { id } = await asked(db, { queue }, START);
      const deps = { db, leads, log: { warn: () => undefined } };
      await tendTask(deps, { taskId: id, step: 'remind', advanced: true }, clock.now());
      await tendTask(deps, { taskId: id, step: 'breach' }, clock.now());
      return (await db.task.findUniqueOrThrow({ where: { id } })).escalatedTo;
    };
    expect(await breach('support')).toBe('lea');
    expect(await breach('billing')).toBe('kim');
    expect(await breach('billing', { billing: 'boss' })).toBe('boss');
    await db.staff.deleteMany();
    expect(await breach('billing')).toBe('lead');
  }));

describe('a lead shares out the work', () => {
  test('many tasks at once, seen before they are given, up to the limit, each written down on its own', () =>
    withStaff(async ({ db, post, holders }) => {
      await joined(db, 'ann');
      await joined(db, 'ben', { loadLimit: 3 });
      const tasks = [];
      for (let index = 0; index < 4; index += 1)
        tasks.push(await asked(db, { owner: 'ann', dueInHours: 10 + index }, START));
      await asked(db, { owner: 'ben', dueInHours: 20 }, START);
      await post(`/v1/tasks/${tasks[0]!.id}/claim`, { assignee: 'ann' }, is(1));

      const seen = await post<{ data: { id: string; version: number; moves: boolean }[] }>(
        '/v1/reassignments/preview',
        { from: 'ann', to: 'ben' },
      );
      expect(seen.body.data).toMatchObject([
        { id: tasks[0]!.id, version: 2, claimed: true, from: 'ann', to: 'ben', moves: true, says: null },
        { moves: true },
        { to: 'ann', moves: false, says: 'ben has as many tasks as they may have: the queue has it.' },
        { moves: false },
      ]);
      expect(await holders()).toEqual(['ann', 'ann', 'ann', 'ann', 'ben']);

      await post(`/v1/tasks/${tasks[1]!.id}/snooze`, { until: '2026-03-02T12:00:00Z', reason: 'later' }, is(1));
      const chosen = seen.body.data.map(({ id, version }) => ({ id, version }));
      const given = await post('/v1/reassignments', { tasks: chosen, to: 'ben', by: 'lea', because: 'Ann is ill' });
      expect(given.body['data']).toMatchObject([
        { moved: true, already: false, assignee: 'ben', version: 3 },
        { moved: false, already: false, says: 'The task has changed since you read it.' },
        { moved: true, assignee: 'ben' },
        { moved: false, says: 'ben has as many tasks as they may have.' },
      ]);
      expect(await holders()).toEqual(['ben', 'ann', 'ben', 'ann', 'ben']);
      const twice = await post('/v1/reassignments', {
        tasks: [{ id: tasks[0]!.id, version: 3 }],
        to: 'ben',
        because: 'twice',
      });
      expect(twice.body['data']).toMatchObject([{ moved: false, already: true, assignee: 'ben', version: 3 }]);
      const log = await db.auditEntry.findMany({ where: { action: 'task.assigned' }, orderBy: { seq: 'asc' } });
      expect(log).toMatchObject([
        { actor: 'lea', subject: `task:${tasks[0]!.id}`, detail: { from: 'ann', to: 'ben', because: 'Ann is ill' } },
        { subject: `task:${tasks[2]!.id}` },
      ]);
      const back = await post('/v1/reassignments', {
        tasks: [{ id: tasks[0]!.id, version: 3 }],
        to: null,
        because: 'nobody is here',
      });
      expect(back.body['data']).toMatchObject([{ moved: true, assignee: null }]);
    }));

  test('and nobody else does; the board says who has room, and who is away', () =>
    withStaff(async ({ db, url, send, get }) => {
      const agent = await signedInStaff(db, { url, role: 'agent' }, START);
      const body = { from: 'ann', to: null };
      expect((await send('POST', '/v1/reassignments/preview', body, { role: null, headers: agent })).status).toBe(403);
      await joined(db, 'ben', { loadLimit: 3, queues: ['support'] });
      await joined(db, 'cleo', { absentFrom: START, cover: 'ben' });
      await asked(db, { owner: 'ben', queue: 'support' }, START);
      const board = await get<{ people: object[] }>('/v1/inbox/board');
      expect(board.body.people).toMatchObject([
        { id: 'ann', name: 'Ann', open: 0, load_limit: null, capacity: null },
        { id: 'ben', open: 1, load_limit: 3, capacity: 2, queues: ['support'] },
        { id: 'cleo', capacity: 0, absent: { until: null, cover: 'ben' } },
      ]);
    }));

  test('who serves some queues is shown what waits in these', () =>
    withStaff(async ({ db, get }) => {
      await joined(db, 'ben', { queues: ['support'] });
      await asked(db, { queue: 'support', because: 'mine' }, START);
      await asked(db, { queue: 'billing', because: 'not mine' }, START);
      const seen = await get<{ data: object[] }>('/v1/inbox?view=next&person=ben');
      expect(seen.body.data).toMatchObject([{ reason: 'mine' }]);
      expect((await get<{ data: object[] }>('/v1/inbox?view=next&person=zoe')).body.data).toHaveLength(2);
    }));
});
