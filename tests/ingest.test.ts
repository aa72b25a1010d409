import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T09:00:00.000Z');

interface Taken {
  readonly success: true;
  readonly accepted: number;
  readonly duplicates: number;
  readonly errors: readonly { index: number; message_id: string | null; pointer: string; detail: string }[];
}

interface Problem {
  readonly type: string;
  readonly errors: readonly { pointer: string; detail: string }[];
}

describe('posting what customers do', () => {
  test('an event is kept once however often it is sent, and every endpoint answers as Segment does', () =>
    withApi({ journeys: [] }, async ({ db, post: send, url, key }) => {
      const login = { messageId: 'm-1', userId: 'ada', event: 'Logged In', properties: { device: 'phone' } };
      expect((await send('/v1/track', login)).body).toEqual({ success: true, accepted: 1, duplicates: 0 });
      expect((await send('/v1/track', login)).body).toEqual({ success: true, accepted: 0, duplicates: 1 });
      const twice = await send('/v1/batch', {
        batch: [
          { type: 'track', ...login },
          { ...login, type: 'track', messageId: 'm-2' },
        ],
      });
      expect(twice.body).toEqual({ success: true, accepted: 1, duplicates: 1, errors: [] });

      for (const [path, body] of [
        ['/v1/identify', { userId: 'ada', traits: { plan: 'pro' } }],
        ['/v1/page', { userId: 'ada', name: 'Pricing' }],
        ['/v1/screen', { userId: 'ada', name: 'Home' }],
        ['/v1/group', { userId: 'ada', groupId: 'acme', traits: { name: 'Acme' } }],
        ['/v1/alias', { userId: 'ada', previousId: 'device-1' }],
      ] as const) {
        expect(await send(path, body)).toMatchObject({ status: 200, body: { success: true, accepted: 1 } });
      }
      const basic = Buffer.from(`${key('ingest')}:`).toString('base64');
      const byWriteKey = await fetch(`${url}/v1/track`, {
        method: 'POST',
        headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...login, messageId: 'm-3' }),
      });
      expect(await byWriteKey.json()).toMatchObject({ success: true, accepted: 1 });

      const events = await db.event.findMany();
      expect(events.map(({ type }) => type).sort()).toEqual([
        'customer.logged_in',
        'customer.logged_in',
        'customer.logged_in',
        'page.viewed',
        'screen.viewed',
      ]);
      expect(await db.eventDay.findMany({ where: { type: 'customer.logged_in' } })).toMatchObject([{ count: 3 }]);
      expect(await db.customer.count()).toBe(1);
    }));

  test('a batch keeps its good items and names the bad ones by index, place and reason', () =>
    withApi(async ({ db, post: send }) => {
      let nest: unknown = 1;
      for (let depth = 0; depth < 1_000; depth += 1) nest = [nest];
      const good = { type: 'track', userId: 'ada', event: 'Report Exported' };
      const { status, body } = await send<Taken>('/v1/batch', {
        batch: [
          { ...good, messageId: 'kept' },
          'nonsense',
          { userId: 'ada', event: 'Logged In' },
          { ...good, userId: null, messageId: 'nobody' },
          { ...good, timestamp: '2026-02-30T10:00:00Z' },
          { ...good, event: 'task.completed', properties: { taskId: 't', outcome: 'done' } },
          { ...good, event: 'teammate.invited', properties: { count: 'three' } },
          { ...good, properties: { essay: 'x'.repeat(33_000) } },
          { ...good, properties: { nest } },
          { ...good, userId: undefined, anonymousId: 7, event: '' },
          { ...good, event: 'Order\0Odd', messageId: 'odd', properties: { 'a\0b': ['\ud800', { emoji: '😀' }] } },
        ],
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, accepted: 2, duplicates: 0 });
      expect(body.errors.map(({ index, pointer, detail }) => [index, pointer, detail])).toEqual([
        [1, '', 'is not an object'],
        [2, '/type', 'is none of identify, track, page, screen, group, alias'],
        [3, '/userId', 'userId or anonymousId is needed'],
        [4, '/timestamp', 'is not a date in ISO 8601 between 1970 and 9999'],
        [5, '/event', 'is said by Perennial itself and not taken from outside'],
        [6, '/properties/count', expect.stringContaining('expected number')],
        [7, '', 'is larger than 32 KB'],
        [8, expect.any(String), 'is nested deeper than 32 levels'],
        [9, '/event', expect.stringContaining('>=1 characters')],
      ]);
      expect(body.errors[2]).toMatchObject({ index: 3, message_id: 'nobody' });
      const odd = await db.event.findUniqueOrThrow({ where: { messageId: 'odd' } });
      expect(odd).toMatchObject({ type: 'OrderOdd', properties: { ab: ['\ufffd', { emoji: '😀' }] } });
    }));

  test('a batch of bad items only, and bodies that are too large, are problems', () =>
    withApi(async ({ db, post: send }) => {
      const bad = await send<Problem>('/v1/batch', { batch: [{ type: 'group', userId: 'ada' }, 7] });
      expect(bad.status).toBe(400);
      expect(bad.headers.get('content-type')).toContain('application/problem+json');
      expect(bad.body.errors.map(({ pointer }) => pointer)).toEqual(['/batch/0/groupId', '/batch/1']);
      expect(
        await send<Problem>('/v1/track', { userId: 'ada', event: 'reason.given', properties: { reason: 7 } }),
      ).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/properties/reason' }] },
      });
      expect(await send<Problem>('/v1/track', { event: 'Logged In' })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/userId' }] },
      });

      const essay = (bytes: number) => ({
        type: 'track',
        userId: 'ada',
        event: 'Essay Sent',
        properties: { text: 'x'.repeat(bytes) },
      });
      expect((await send('/v1/track', essay(33_000))).status).toBe(413);
      expect((await send('/v1/batch', { batch: Array.from({ length: 20 }, () => essay(30_000)) })).status).toBe(413);
      expect((await send('/v1/batch', { batch: Array.from({ length: 15 }, () => essay(30_000)) })).body).toMatchObject({
        accepted: 15,
      });
      expect((await send('/v1/batch', { batch: [] })).body).toEqual({
        success: true,
        accepted: 0,
        duplicates: 0,
        errors: [],
      });
      expect(await db.event.count()).toBe(15);
    }));

  test('an event that starts a journey reaches it before what came after, without what names a person', () =>
    withApi(async ({ db, post: send, relayWoken }) => {
      const at = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
      await send('/v1/batch', {
        batch: [
          track('ada', 'Usage Dropped', at(30), { properties: { percent: 60 } }),
          track('ada', 'Replied', at(10), { properties: { channel: 'email', text: 'I am moving house' } }),
          track('ada', 'Report Exported', at(5)),
        ],
      });
      const [enrollment] = await db.enrollment.findMany();
      expect(enrollment).toMatchObject({
        journey: 'at-risk',
        state: 'active',
        cause: { kind: 'event', type: 'usage.dropped' },
      });
      const outbox = await db.outbox.findMany({ orderBy: { id: 'asc' } });
      expect(outbox.map(({ kind, workflowId, payload }) => ({ kind, workflowId, payload }))).toEqual([
        {
          kind: 'start',
          workflowId: `at-risk:${enrollment!.customerId}`,
          payload: { journey: 'at-risk', customerId: enrollment!.customerId },
        },
        {
          kind: 'event',
          workflowId: `at-risk:${enrollment!.customerId}`,
          payload: {
            eventId: expect.any(String),
            type: 'customer.replied',
            occurredAt: at(10).getTime(),
            data: { channel: 'email' },
          },
        },
      ]);
      expect(relayWoken()).toBe(1);
    }));
});

describe('many at once', () => {
  test('posts about the same new user at the same time make one customer and lose nothing (M18)', () =>
    withDatabase(async ({ db }) => {
      const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);
      const batches = Array.from({ length: 12 }, (_, batch) =>
        users
          .toSorted((a, b) => Number(a.slice(5)) * ((batch % 3) - 1) - Number(b.slice(5)) * ((batch % 3) - 1))
          .flatMap((userId, index) => [
            track(userId, 'Logged In', new Date(NOW.getTime() - batch * 1_000), { anonymousId: `device-${userId}` }),
            { type: 'identify', userId, traits: { [`seen_${batch}`]: index } },
            { type: 'group', userId, groupId: `company-${index % 4}` },
          ]),
      );
      const journeys = [headerWith({ startOn: ['customer.logged_in'], hears: ['customer.logged_in'] })];
      const recorded = await Promise.all(batches.map((batch) => post(db, batch, { now: NOW, journeys })));

      expect(recorded.map(({ accepted }) => accepted)).toEqual(batches.map((batch) => batch.length));
      expect(await db.customer.count()).toBe(users.length);
      expect(await db.identity.count()).toBe(2 * users.length);
      expect(await db.account.count()).toBe(4);
      expect(await db.enrollment.count()).toBe(users.length);
      const days = await db.eventDay.findMany();
      expect(days.map(({ count }) => count)).toEqual(users.map(() => batches.length));
      const customers = await db.customer.findMany();
      expect(customers.every(({ traits }) => Object.keys(traits as object).length === batches.length)).toBe(true);
    }));

  test('devices that turn out to be users at the same time are each merged once', () =>
    withDatabase(async ({ db }) => {
      const names = Array.from({ length: 10 }, (_, index) => `${index}`);
      await post(
        db,
        names.map((name) => track(`user-${name}`, 'Logged In', NOW)),
        { now: NOW },
      );
      await post(
        db,
        names.map((name) => ({ type: 'track', anonymousId: `device-${name}`, event: 'Ad Clicked' })),
        { now: NOW },
      );
      const joined = names.map((name) => ({ type: 'identify', userId: `user-${name}`, anonymousId: `device-${name}` }));
      await Promise.all(
        [joined, joined.toReversed(), joined, joined.toReversed()].map((batch) => post(db, batch, { now: NOW })),
      );

      expect(await db.customer.count({ where: { mergedInto: null } })).toBe(names.length);
      expect(await db.customer.count({ where: { mergedInto: { not: null } } })).toBe(names.length);
      const events = await db.event.groupBy({ by: ['customerId'], _count: true });
      expect(events.map(({ _count }) => _count)).toEqual(names.map(() => 2));
      expect(await db.timelineItem.count({ where: { kind: 'log' } })).toBe(names.length);
    }));
});
