import { setTimeout } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { raiseAlarm } from '../../prisma/alarms';
import { receive } from '../../prisma/conversations';
import type { Db } from '../../prisma/client';
import { forgetOldNews } from '../../prisma/inbox/old-news';
import { inTransaction } from '../../prisma/transaction';
import type { StaffHubOptions } from '../../api/live/staff-hub';
import { withApi, type ApiWorld } from '../support/http';
import { openEvents, type EventStream } from '../support/live';
import { asked } from './world';

const START = new Date('2026-03-02T09:00:00.000Z');

type Told = Readonly<Record<string, unknown>>;

function withStream(
  test: (world: ApiWorld & { readonly hear: (after?: string) => Promise<EventStream<Told>> }) => Promise<void>,
  stream: true | Partial<StaffHubOptions> = true,
): Promise<void> {
  return withApi({ startAt: START, stream }, (world) =>
    test({ ...world, hear: (after) => openEvents(`${world.url}/v1/stream`, world.key('operate'), after) }),
  );
}

const is = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

test('pages hear of tasks, who looks at them, alarms and conversations as it is committed, by ids only', () =>
  withStream(async ({ db, hear, post, send, clock }) => {
    const stream = await hear();
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await stream.next()).toEqual({ type: 'hello' });

    const task = await asked(db, { because: 'asked for a person', name: 'Ada' }, START);
    expect(await stream.next()).toEqual({ type: 'task', id: task.id, version: 1 });
    await post(`/v1/tasks/${task.id}/claim`, { assignee: 'ann' }, is(1));
    expect(await stream.next()).toEqual({ type: 'task', id: task.id, version: 2 });

    await send('PUT', `/v1/tasks/${task.id}/presence`);
    expect(await stream.next()).toEqual({ type: 'presence', task_id: task.id, staff: ['admin key'] });
    await raiseAlarm(db, { kind: 'test', subject: 'one', level: 'warning', text: 'Look.' }, START);
    const alarm = await db.alarm.findFirstOrThrow();
    expect(await stream.next()).toEqual({ type: 'alarm', id: alarm.id });

    await say(db, task.customerId, 'Thank you.', clock.now());
    expect(await stream.next()).toEqual({ type: 'conversation', customer_id: task.customerId });
    stream.close();
  }));

test('a page that was away is told what it missed, of nothing twice, in whatever order transactions end', () =>
  withStream(async ({ db, hear }) => {
    const first = await hear();
    expect(await first.next()).toEqual({ type: 'hello' });
    let commit = () => {};
    const waiting = new Promise<void>((resolve) => (commit = resolve));
    let wrote = () => {};
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const slow = db.$transaction(async (tx) => {
      await raiseAlarm(tx, { kind: 'test', subject: 'slow', level: 'warning', text: 'Look.' }, START);
      wrote();
      await waiting;
    });
    await written;
    const fast = await asked(db, {}, START);
    expect(await first.next()).toEqual({ type: 'task', id: fast.id, version: 1 });
    const place = first.place();
    first.close();
    commit();
    await slow;
    const meanwhile = await asked(db, {}, START);

    const again = await hear(place);
    const { id } = await db.alarm.findFirstOrThrow();
    const told = [await again.next(), await again.next(), await again.next()];
    expect(told).toEqual(
      expect.arrayContaining([
        { type: 'task', id: fast.id, version: 1 },
        { type: 'alarm', id },
        { type: 'task', id: meanwhile.id, version: 1 },
      ]),
    );
    const last = await asked(db, {}, START);
    expect(await again.next()).toEqual({ type: 'task', id: last.id, version: 1 });
    again.close();
  }));

test('a page that was away for too long, or comes from elsewhere, is told to read anew', () =>
  withStream(async ({ db, hear, clock }) => {
    const first = await hear();
    await first.next();
    const place = first.place()!;
    first.close();
    await asked(db, {}, START);
    clock.advance(2 * HOUR_MS);
    for (const after of [place, 'nonsense', '999999999999999-1']) {
      const again = await hear(after);
      expect([after, await again.next()]).toEqual([after, { type: 'reload' }]);
      again.close();
    }
  }));

test('news from which no page can go on any more is forgotten, a bounded part at a time, and no page misses any', () =>
  withStream(async ({ db, hear, clock }) => {
    const subjects = async () => new Set((await db.staffNews.findMany()).map(({ subject }) => subject));
    for (let index = 0; index < 3; index += 1) await asked(db, {}, START);
    await allHaveEnded(db);
    expect(await forgetOldNews(db, 100, clock.now())).toBe(0);
    clock.advance(2 * HOUR_MS - MINUTE_MS);
    const first = await hear();
    await first.next();
    const place = first.place()!;
    first.close();
    const recent = await asked(db, {}, clock.now());
    // Of a database that this one was restored from.
    const foreign = { topic: 'alarm', subject: recent.customerId, revision: 999_999_999_999n };
    await db.staffNews.create({ data: foreign });
    await allHaveEnded(db);
    clock.advance(MINUTE_MS);
    expect(await forgetOldNews(db, 2, clock.now())).toBe(2);
    expect(await forgetOldNews(db, 100, clock.now())).toBe(2);
    expect(await forgetOldNews(db, 100, clock.now())).toBe(0);
    expect(await subjects()).toEqual(new Set([recent.id]));

    const again = await hear(place);
    expect(await again.next()).toEqual({ type: 'task', id: recent.id, version: 1 });
    again.close();
    clock.advance(2 * HOUR_MS);
    expect(await forgetOldNews(db, 100, clock.now())).toBe(1);
    // The line, and now.
    expect(await db.staffNewsMark.count()).toBe(2);
  }));

test('who looks at a task without a word any more has gone, and pages hear of it', () =>
  withStream(async ({ db, hear, send, get, clock }) => {
    const task = await asked(db, {}, START);
    const look = (role: 'admin' | 'operate') => send('PUT', `/v1/tasks/${task.id}/presence`, undefined, { role });
    const stream = await hear();
    await stream.next();
    // One after another, each awaited: who looks is said as it is when a page is told.
    expect((await look('admin')).body).toEqual({ others: [] });
    expect(await presence(stream)).toMatchObject({ staff: ['admin key'] });
    expect((await look('operate')).body).toEqual({ others: ['admin key'] });
    expect(await presence(stream)).toMatchObject({ staff: ['admin key', 'operate key'] });
    clock.advance(MINUTE_MS / 2);
    await look('operate');
    clock.advance(MINUTE_MS / 2);
    expect(await presence(stream)).toEqual({ type: 'presence', task_id: task.id, staff: ['operate key'] });
    await send('DELETE', `/v1/tasks/${task.id}/presence`, undefined, { role: 'operate' });
    expect(await presence(stream)).toEqual({ type: 'presence', task_id: task.id, staff: [] });
    expect((await get(`/v1/tasks/${task.id}`)).body['present']).toEqual([]);
    expect((await send('PUT', '/v1/tasks/0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6/presence')).status).toBe(404);
    stream.close();
  }));

test('pages are told within seconds where no notice reaches us, and again when the connection for notices was cut', () =>
  withStream(
    async ({ db, hear }) => {
      const stream = await hear();
      await stream.next();
      const { id } = await asked(db, {}, START);
      expect(await stream.next()).toMatchObject({ type: 'task', id });
      stream.close();
    },
    { listen: undefined },
  ).then(() =>
    withStream(async ({ db, hear }) => {
      const stream = await hear();
      await stream.next();
      await db.$queryRaw`
        SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'perennial perennial_staff'`;
      const { id } = await asked(db, {}, START);
      expect(await stream.next()).toMatchObject({ type: 'task', id });
      stream.close();
    }),
  ));

test('too many pages of one caller are sent away, and all are when the process ends; nobody hears without a key of the role', async () => {
  let ended: Promise<unknown> | undefined;
  await withStream(
    async ({ url, key, hear, get }) => {
      const streams = [await hear(), await hear()];
      const third = await hear();
      expect([third.status, third.headers.get('retry-after')]).toEqual([429, '30']);
      const ingest = await openEvents(`${url}/v1/stream`, key('ingest'));
      expect(ingest.status).toBe(403);
      expect((await get('/v1/stream', { headers: { Accept: 'application/pdf' } })).status).toBe(406);
      await streams[1]!.next();
      ended = streams[1]!.next();
    },
    { mostPages: { ofOne: 2, ofAll: 10 } },
  );
  expect(await ended).toBeUndefined();
});

/** The next event about who looks at what. A page that begins may be told again of what had just happened. */
async function presence(stream: EventStream<Told>): Promise<Told | undefined> {
  const event = await stream.next();
  return event === undefined || event['type'] === 'presence' ? event : presence(stream);
}

/** Waits until no transaction of before is under way any more, of whatever database of the server: those of other tests draw the line, too. */
async function allHaveEnded(db: Db): Promise<void> {
  const [now] = await db.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
  const isOver = async () => {
    const [row] = await db.$queryRaw<{ over: boolean }[]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > ${BigInt(now!.id)} AS over`;
    return row!.over;
  };
  while (!(await isOver())) await setTimeout(20);
}

async function say(db: Db, customerId: string, body: string, at: Date): Promise<void> {
  const said = { customerId, channel: 'email', source: 'api', touchId: null, automatic: false, at } as const;
  await inTransaction(db, (tx) => receive(tx, { ...said, body, dedupeKey: body }, { journeys: [], now: at }));
}
