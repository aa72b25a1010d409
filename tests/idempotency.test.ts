import { z } from 'zod';
import { route, type Route } from '../api/route';
import { Conflict, InvalidInput, NotFound } from '../domain/errors';
import { forgetOldAnswers } from '../prisma/idempotency';
import { withApi, type ApiWorld } from './support/http';

/** An API whose one effect is a count, so that doing it twice shows. */
function counter() {
  const state = { effects: 0, gate: Promise.resolve() as Promise<unknown>, entered: () => {} };
  const routes = (): Route[] => [
    route({
      method: 'post',
      path: '/v1/counters/:id/steps',
      right: 'work',
      tag: 'Counters',
      summary: 'count',
      params: z.object({ id: z.string() }),
      body: z.object({ by: z.number(), how: z.string().optional() }),
      responses: { 201: { description: 'counted' } },
      handle: async ({ body }) => {
        state.entered();
        await state.gate;
        if (body.how === 'missing') throw new NotFound('There is no such counter.');
        if (body.how === 'taken') throw new Conflict('It is taken.', { by: 'ana' });
        if (body.how === 'senseless') throw new InvalidInput('That makes no sense.');
        state.effects += body.by;
        if (body.how === 'broken') throw new Error('out of ink');
        return { status: 201, body: { effects: state.effects }, headers: { Location: '/v1/counters/1' } };
      },
    }),
  ];
  return { state, routes };
}

const step = (
  world: ApiWorld,
  key: string,
  body: unknown = { by: 1 },
  path = '/v1/counters/1/steps',
  role: 'operate' | 'admin' = 'admin',
) => world.post(path, body, { role, headers: { 'Idempotency-Key': key } });

test('a repeated post has one effect and the same answer', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    const first = await step(world, 'a');
    const again = await step(world, 'a');
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe('/v1/counters/1');
    expect((await step(world, '"a"', { by: 1 })).headers.get('idempotency-replayed')).toBe('true');
    expect(state.effects).toBe(1);
    await world.post('/v1/counters/1/steps', { by: 1 });
    expect(state.effects).toBe(2);
  });
});

test('fifty at once have one effect; the others wait or get its answer', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => step(world, 'race')));
    expect(state.effects).toBe(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect((await step(world, 'race')).body).toEqual({ effects: 1 });
  });
});

test('while the first is running others are told to wait', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    let open = () => {};
    state.gate = new Promise<void>((resolve) => (open = resolve));
    const entered = new Promise<void>((resolve) => (state.entered = resolve));
    const first = step(world, 'slow');
    await entered;
    const early = await step(world, 'slow');
    expect([early.status, early.body['type'], early.headers.get('retry-after')]).toEqual([
      409,
      '/problems/idempotency_running',
      '1',
    ]);
    open();
    expect((await first).status).toBe(201);
    expect((await step(world, 'slow')).headers.get('idempotency-replayed')).toBe('true');
    expect(state.effects).toBe(1);
  });
});

test('a key is bound to its request: another body, path or version under it is refused', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    await step(world, 'bound', { by: 1, how: 'ok' });
    expect((await step(world, 'bound', { how: 'ok', by: 1 })).headers.get('idempotency-replayed')).toBe('true');
    const headers = { 'Idempotency-Key': 'bound', 'If-Match': '"2"' };
    const others = [
      step(world, 'bound', { by: 2 }),
      step(world, 'bound', { by: 1, how: 'ok' }, '/v1/counters/2/steps'),
      world.post('/v1/counters/1/steps', { by: 1, how: 'ok' }, { headers }),
    ];
    for (const { status, body } of await Promise.all(others)) {
      expect([status, body['type']]).toEqual([422, '/problems/idempotency_mismatch']);
    }
    expect(state.effects).toBe(1);
    expect((await step(world, 'bound', { by: 5 }, undefined, 'operate')).body).toEqual({ effects: 6 });
  });
});

test('a 404 or 409 is an answer and kept; a fault of the request or of ours is not', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    for (const [how, status, kept] of [
      ['missing', 404, 'true'],
      ['taken', 409, 'true'],
      ['senseless', 400, null],
      ['broken', 500, null],
    ] as const) {
      const body = { by: 0, how };
      expect([how, (await step(world, how, body)).status]).toEqual([how, status]);
      const again = await step(world, how, body);
      expect([how, again.status, again.headers.get('idempotency-replayed')]).toEqual([how, status, kept]);
    }
    expect((await step(world, 'typo', { by: 'one' })).status).toBe(400);
    expect((await step(world, 'typo', { by: 1 })).status).toBe(201);
    expect(state.effects).toBe(1);
    expect((await step(world, 'taken', { by: 0, how: 'taken' })).body).toMatchObject({ by: 'ana', status: 409 });
  });
});

test('a process that died with a key in hand blocks it for a minute, not for ever', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    await step(world, 'crashed');
    await world.db.idempotencyKey.updateMany({ data: { status: null, headers: undefined, body: null } });
    world.clock.advance(59_000);
    expect((await step(world, 'crashed')).status).toBe(409);
    expect((await step(world, 'crashed', { by: 7 })).status).toBe(422);
    world.clock.advance(1_000);
    expect((await step(world, 'crashed')).body).toEqual({ effects: 2 });
    expect((await step(world, 'crashed')).headers.get('idempotency-replayed')).toBe('true');
    expect(state.effects).toBe(2);
  });
});

test('answers are kept for a day, then forgotten', () => {
  const { routes } = counter();
  return withApi({ routes }, async (world) => {
    await step(world, 'old');
    await step(world, 'older');
    world.clock.advance(24 * 3_600_000 - 1);
    expect((await step(world, 'old')).headers.get('idempotency-replayed')).toBe('true');
    world.clock.advance(1);
    expect((await step(world, 'old')).headers.get('idempotency-replayed')).toBeNull();
    expect(await world.db.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: 'old' }]);
    expect(await forgetOldAnswers(world.db, world.clock.now())).toBe(0);
  });
});

test('the key itself must be sane', () => {
  const { state, routes } = counter();
  return withApi({ routes }, async (world) => {
    for (const key of ['', '""', 'a b', 'x'.repeat(256), 'caf\u00e9']) {
      expect([key, (await step(world, key)).status]).toEqual([key, 400]);
    }
    expect((await step(world, 'x'.repeat(255))).status).toBe(201);
    expect(state.effects).toBe(1);
  });
});

test('the secret of a new key is not kept for replays', () =>
  withApi(async ({ db, post }) => {
    const asked = () => post('/v1/keys', { name: 'once', role: 'ingest' }, { headers: { 'Idempotency-Key': 'k' } });
    const [first, again] = [await asked(), await asked()];
    expect(first.body['secret']).toMatch(/^pk_/);
    expect(again.body).toEqual({ ...first.body, secret: null });
    expect(JSON.stringify(await db.idempotencyKey.findMany())).not.toContain(first.body['secret']);
    expect(await db.apiKey.count({ where: { name: 'once' } })).toBe(1);
  }));
