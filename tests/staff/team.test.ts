import { withApi, type ApiWorld } from '../support/http';

async function asPage({ as, send }: ApiWorld, ...who: Parameters<ApiWorld['as']>) {
  const headers = await as(...who);
  return (method: string, path: string, body?: unknown) => send(method, path, body, { role: null, headers });
}

test('the team is listed by short names, page by page, and says who is away and who stands in (M37)', () =>
  withApi(async (world) => {
    const ann = await asPage(world, 'agent');
    const lea = await asPage(world, 'lead');
    await asPage(world, 'agent', 'bob');
    const away = { from: '2026-03-03T08:00:00.000Z', until: '2026-03-10T08:00:00.000Z', cover: 'bob' };
    const change = { queues: ['support', 'support', 'renewals'], load_limit: 12, absence: away };
    expect(await lea('PATCH', '/v1/staff/ann', change)).toMatchObject({
      status: 200,
      body: { id: 'ann', queues: ['support', 'renewals'], load_limit: 12, absence: away, state: 'active' },
    });
    interface Page {
      readonly data: { id: string }[];
      readonly next_cursor: string | null;
    }
    const first = (await ann('GET', '/v1/staff?limit=2')).body as unknown as Page;
    expect(first.data.map(({ id }) => id)).toEqual(['ann', 'bob']);
    const second = (await ann('GET', `/v1/staff?limit=2&cursor=${first.next_cursor}`)).body as unknown as Page;
    expect([second.data.map(({ id }) => id), second.next_cursor]).toEqual([['lea'], null]);
    expect((await ann('GET', '/v1/staff/ann')).body).toMatchObject({ absence: away });
    expect(await lea('PATCH', '/v1/staff/ann', { absence: null, load_limit: null })).toMatchObject({
      body: { absence: null, load_limit: null, queues: ['support', 'renewals'] },
    });
    expect(await world.db.auditEntry.findFirst({ orderBy: { seq: 'asc' } })).toMatchObject({
      actor: 'lea',
      action: 'staff.changed',
      subject: 'staff:ann',
      detail: { is: { cover: 'bob' }, was: { cover: null } },
    });
  }));

test('an absence needs somebody else who works here, and an end after its beginning', () =>
  withApi(async (world) => {
    const lea = await asPage(world, 'lead');
    await asPage(world, 'agent');
    for (const [absence, pointer] of [
      [{ cover: 'ann' }, '/absence/cover'],
      [{ cover: 'nobody' }, '/absence/cover'],
      [{ from: '2026-03-10T08:00:00Z', until: '2026-03-03T08:00:00Z' }, '/absence/until'],
      [{ until: '2020-03-03T08:00:00Z' }, '/absence/until'],
    ] as const) {
      const { status, body } = await lea('PATCH', '/v1/staff/ann', { absence });
      expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
    }
  }));

test('a lead shares the work out, and only an administrator says who may do what', () =>
  withApi(async (world) => {
    const { db, post } = world;
    const lea = await asPage(world, 'lead');
    const ada = await asPage(world, 'admin');
    const ann = await asPage(world, 'agent');
    for (const change of [{ role: 'admin' }, { name: 'Eve' }, { disabled: true }]) {
      expect([change, (await lea('PATCH', '/v1/staff/lea', change)).status]).toEqual([change, 403]);
      expect([change, (await ann('PATCH', '/v1/staff/ann', change)).status]).toEqual([change, 403]);
    }
    expect((await ann('PATCH', '/v1/session', { role: 'admin' })).status).toBe(400);
    expect((await ada('PATCH', '/v1/staff/ann', { role: 'lead' })).body).toMatchObject({ role: 'lead' });
    // Nothing goes on under the rights before.
    expect((await ann('GET', '/v1/session')).status).toBe(401);
    expect(await db.staffSession.count({ where: { staffId: 'ann' } })).toBe(0);
    expect((await ada('PATCH', '/v1/staff/nobody', { role: 'lead' })).status).toBe(404);
    expect((await post('/v1/staff/ann', { role: 'lead' })).status).toBe(405);
  }));

test('somebody who is disabled is out at once, and can be let in again', () =>
  withApi(async (world) => {
    const ada = await asPage(world, 'admin');
    const ann = await asPage(world, 'agent');
    expect((await ada('PATCH', '/v1/staff/ann', { disabled: true })).body).toMatchObject({ state: 'disabled' });
    expect((await ann('GET', '/v1/tasks')).status).toBe(401);
    const ids = async (query: string) =>
      ((await ada('GET', `/v1/staff${query}`)).body as unknown as { data: { id: string }[] }).data.map(({ id }) => id);
    expect([await ids(''), await ids('?disabled=true')]).toEqual([['ada'], ['ada', 'ann']]);
    expect((await ada('PATCH', '/v1/staff/ann', { disabled: false })).body).toMatchObject({ state: 'active' });
    expect((await ann('GET', '/v1/tasks')).status).toBe(401);
  }));

test('the last administrator stays one, also when two leave at once', () =>
  withApi(async (world) => {
    const { db } = world;
    const ada = await asPage(world, 'admin');
    for (const change of [{ role: 'agent' }, { disabled: true }]) {
      const { status, body } = await ada('PATCH', '/v1/staff/ada', change);
      expect([change, status, body['last_admin']]).toEqual([change, 409, true]);
    }
    const bob = await asPage(world, 'admin', 'bob');
    const statuses = await Promise.all([
      ada('PATCH', '/v1/staff/ada', { role: 'agent' }),
      bob('PATCH', '/v1/staff/bob', { disabled: true }),
    ]);
    expect(statuses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await db.staff.count({ where: { role: 'admin', disabledAt: null } })).toBe(1);
  }));

test('a member of staff acts in their own name: a body that names somebody else is refused, whatever the route', () =>
  withApi(async (world) => {
    const { db, clock, post } = world;
    await post('/v1/identify', { userId: 'u', traits: {} });
    await post('/v1/enrollments', { journey: 'at-risk', user_id: 'u' });
    const { customerId } = await db.enrollment.findFirstOrThrow();
    const at = clock.now();
    const id = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';
    const dates = { openedAt: at, dueAt: at, remindAt: at, expireAt: at };
    const task = { id, customerId, playbook: 'save-call', because: 'x', queue: 'q', priority: 'high', state: 'open' };
    await db.task.create({ data: { ...task, ...dates } });
    const headers = { ...(await world.as('agent')), 'If-Match': '"1"' };
    const ask = (path: string, body: unknown, more: Record<string, string> = headers) =>
      world.send('POST', `/v1/tasks/${id}${path}`, body, { role: null, headers: more });
    for (const [path, body] of [
      ['/claim', { assignee: 'bob' }],
      ['/release', { by: 'bob' }],
      ['/notes', { by: 'bob', body: 'hello' }],
      ['/completion', { by: 'bob', outcome: 'reached_resolved' }],
    ] as const) {
      const { status, body: problem } = await ask(path, body);
      expect([path, status, problem['type']]).toEqual([path, 403, '/problems/not_yourself']);
    }
    expect((await ask('/notes', { body: 'hello' })).body).toMatchObject({ author: 'ann' });
    expect((await ask('/claim', { assignee: 'ann' })).body).toMatchObject({ assignee: 'ann' });
    // A key speaks for whomever its backend names.
    const { status } = await world.post(`/v1/tasks/${id}/notes`, { by: 'bob', body: 'hello' });
    expect(status).toBe(201);
  }));

test('only whoever may steer lets many customers into a journey at once', () =>
  withApi(async (world) => {
    await world.post('/v1/identify', { userId: 'u', traits: {} });
    const [ann, lea] = [await asPage(world, 'agent'), await asPage(world, 'lead')];
    expect((await ann('POST', '/v1/enrollments', { journey: 'at-risk', user_ids: ['u'] })).status).toBe(403);
    expect((await lea('POST', '/v1/enrollments', { journey: 'at-risk', user_ids: ['u'] })).status).toBe(200);
    expect((await ann('POST', '/v1/enrollments', { journey: 'renewal', user_id: 'u' })).status).not.toBe(403);
  }));
