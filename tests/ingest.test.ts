import fc from 'fast-check';
import { isPassingDatabaseFault } from '../api/database-fault';
import { readItem, type IngestItem } from '../domain/ingest-item';
import { playbooks } from '../playbooks';
import type { Db } from '../prisma/client';
import { createGroupCommit } from '../prisma/group-commit';
import { createIntake } from '../prisma/intake';
import { post, track, type Post } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';
import { withApi, type ApiWorld } from './support/http';

const NOW = new Date('2026-03-02T09:00:00.000Z');

interface Taken {
  readonly success: true;
  readonly accepted: number;
  readonly duplicates: number;
  readonly errors: readonly { index: number; message_id: string | null; pointer: string; detail: string }[];
  readonly warnings: readonly { index: number; pointer: string; detail: string }[];
}

interface Problem {
  readonly type: string;
  readonly errors: readonly { pointer: string; detail: string }[];
}

describe('posting what customers do', () => {
  test('an event is kept once however often it is sent, and every endpoint answers as Segment does', () =>
    withApi({ journeys: [] }, async ({ db, post: send, url, key }) => {
      const login = { messageId: 'm-1', userId: 'ada', event: 'Logged In', properties: { device: 'phone' } };
      const answer = { success: true, accepted: 1, duplicates: 0, warnings: [] };
      expect((await send('/v1/track', login)).body).toEqual(answer);
      expect((await send('/v1/track', login)).body).toEqual({ ...answer, accepted: 0, duplicates: 1 });
      const twice = await send('/v1/batch', {
        batch: [
          { type: 'track', ...login },
          { ...login, type: 'track', messageId: 'm-2' },
        ],
      });
      expect(twice.body).toEqual({ ...answer, duplicates: 1, errors: [] });

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
        [5, '/event', expect.stringContaining('is said by Perennial itself')],
        [6, '/properties/count', 'must be a number'],
        [7, '', 'is larger than 32 KB'],
        [8, expect.any(String), 'is nested deeper than 32 levels'],
        [9, '/event', 'must not be empty'],
      ]);
      expect(body.errors[2]).toMatchObject({ index: 3, message_id: 'nobody' });
      const odd = await db.event.findUniqueOrThrow({ where: { messageId: 'odd' } });
      expect(odd).toMatchObject({ type: 'OrderOdd', properties: { ab: ['\ufffd', { emoji: '😀' }] } });
    }));

  test('of a long batch too every item is judged in its place, while short ones are answered in between', () =>
    withApi({ journeys: [] }, async ({ db, post: send }) => {
      const bad = [0, 49, 50, 299];
      const batch = Array.from({ length: 300 }, (_, index) =>
        bad.includes(index) ? index : track(`user-${index % 20}`, 'Logged In', NOW, { messageId: `${index}` }),
      );
      const [long, ...short] = await Promise.all([
        send<Taken>('/v1/batch', { batch }),
        ...['a', 'b'].map((messageId) => send<Taken>('/v1/track', { userId: 'ada', event: 'Logged In', messageId })),
      ]);
      expect(long.body).toMatchObject({ accepted: 296, duplicates: 0 });
      expect(long.body.errors.map(({ index }) => index)).toEqual(bad);
      expect(short.map(({ body }) => body.accepted)).toEqual([1, 1]);
      expect(await db.event.count()).toBe(298);
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
        warnings: [],
      });
      expect(await db.event.count()).toBe(15);
    }));

  test('an event whose name is nearly a known one is kept, and its sender is told which one', () =>
    withApi(async ({ db, post: send }) => {
      const hint = (meant: string) => ({
        pointer: '/event',
        detail: `is kept, but no journey knows it by this name: did you mean ${meant}?`,
      });
      const names = ['Report Exported', 'usage.droped', 'Logged In', 'Loged In', 'usage_dropped', 'UserSignup'];
      const { body } = await send<Taken>('/v1/batch', {
        batch: [...names.map((event) => ({ type: 'track', userId: 'ada', event })), { type: 'track', userId: 'ada' }],
      });
      expect(body).toMatchObject({ success: true, accepted: 6, errors: [{ index: 6, pointer: '/event' }] });
      expect(body.warnings).toEqual([
        { index: 1, ...hint('usage.dropped') },
        { index: 3, ...hint('customer.logged_in') },
        { index: 4, ...hint('usage.dropped') },
        { index: 5, ...hint('customer.signed_up') },
      ]);
      const alone = await send<Taken>('/v1/track', { userId: 'ada', event: 'order.complete' });
      expect(alone.body).toMatchObject({ accepted: 1, warnings: [{ index: 0, ...hint('order.completed') }] });
      expect((await db.event.findMany({ where: { type: 'usage.droped' } })).length).toBe(1);
      // Names from everybody's prototype are names like others.
      for (const event of ['constructor', '__proto__', 'toString'])
        expect((await send('/v1/track', { userId: 'ada', event })).body).toMatchObject({ accepted: 1, warnings: [] });
    }));

  test('a trait that cannot be used is kept as it was said, and its sender is told what was not taken and why (M18)', () =>
    withApi(async ({ db, post: send }) => {
      const traits = {
        email: 'ada at example.com',
        phone: 'ask me',
        timeZone: 'Berlin',
        locale: 'German',
        owner: { name: 'Ann' },
        renewalDate: 'next year',
        constructor: 'steel',
      };
      const { status, body } = await send<Taken>('/v1/identify', { userId: 'ada', traits });
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, accepted: 1 });
      expect(body.warnings).toEqual(
        [
          ['email', 'is not an email address: kept as a trait, no email can go there'],
          ['phone', 'is not a phone number, such as +4915112345678: kept as a trait, no text message can go there'],
          [
            'timeZone',
            'is not the name of a time zone, such as Europe/Berlin: kept as a trait, the time zone stays unknown',
          ],
          ['locale', 'is not a language tag, such as en or de-AT: kept as a trait, not taken as the language'],
          ['owner', 'is not text: kept as a trait, the customer has no owner'],
          ['renewalDate', 'is not a date in ISO 8601, such as 2026-12-31: kept as a trait, no journey starts by it'],
        ].map(([name, detail]) => ({ index: 0, pointer: `/traits/${name}`, detail })),
      );
      const ada = await db.customer.findFirstOrThrow();
      expect(ada).toMatchObject({ email: null, phone: null, timeZone: null, locale: 'en', owner: null });
      expect(ada.traits).toMatchObject({ email: 'ada at example.com', timezone: 'Berlin', constructor: 'steel' });

      const good = {
        email: 'ada@example.com',
        phone: '0151 12345678',
        country: 'de',
        timezone: 'Europe/Berlin',
        language: 'de_AT',
        renewal_date: '2026-12-31',
        owner: 'ann',
      };
      const none = { email: '', phone: null, locale: ' ' };
      const later = await send<Taken>('/v1/batch', {
        batch: [
          { type: 'identify', userId: 'ada', traits: good },
          { type: 'identify', userId: 'bob', traits: none },
          { type: 'identify', userId: 'cy', traits: { phone: '0151 12345678' } },
          { type: 'group', userId: 'ada', groupId: 'acme', traits: { email: 'none' } },
          { type: 'identify', userId: 'dan@example.com' },
        ],
      });
      expect(later.body).toMatchObject({ accepted: 5, errors: [] });
      expect(later.body.warnings).toEqual([
        { index: 2, pointer: '/traits/phone', detail: expect.stringContaining('has no country code') },
        { index: 4, pointer: '/userId', detail: expect.stringContaining('better send an id that never changes') },
      ]);
    }));

  test('whoever posts that a task is completed is told how to complete it, with the outcomes of its playbook', () =>
    withApi(async (world) => {
      const { post: send } = world;
      const taskId = await openedTask(world);
      const told = { userId: 'ada', event: 'task.completed', properties: { taskId, outcome: 'went_well' } };
      const outcomes = Object.keys(playbooks['save-call'].outcomes).join(', ');
      const detail =
        'is said by Perennial itself: complete the task by POST /v1/tasks/:id/completion, ' +
        `with an outcome of the playbook save-call: ${outcomes}`;
      expect(await send('/v1/track', told)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/event', detail }] },
      });
      const batch = await send<Taken>('/v1/batch', {
        batch: [
          { type: 'track', userId: 'ada', event: 'Logged In' },
          { type: 'track', ...told },
          { type: 'track', ...told, properties: { taskId: 'nonsense' } },
        ],
      });
      expect(batch.body.errors).toMatchObject([
        { index: 1, pointer: '/event', detail },
        { index: 2, detail: 'is said by Perennial itself: complete the task by POST /v1/tasks/:id/completion' },
      ]);
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
      // As many as have a connection each: those beyond would wait for one, on a busy machine longer than they may.
      const batches = Array.from({ length: 10 }, (_, batch) =>
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

describe('requests that come at the same time share a transaction', () => {
  test('fifty callers get each their own answer, for fewer transactions than callers', () =>
    withApi({ journeys: [] }, async ({ db, post: send }) => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          send<Taken>('/v1/batch', {
            batch: Array.from({ length: index % 4 }, (__, place) =>
              track(`user-${index % 7}`, 'Logged In', NOW, {
                messageId: place === 0 ? 'everybody' : `${index}-${place}`,
              }),
            ),
          }),
        ),
      );
      expect(answers.map(({ body }) => body.accepted + body.duplicates)).toEqual(answers.map((_, index) => index % 4));
      const accepted = answers.reduce((sum, { body }) => sum + body.accepted, 0);
      expect(await db.event.count()).toBe(accepted);
      expect(accepted).toBe(1 + answers.reduce((sum, _, index) => sum + Math.max(0, (index % 4) - 1), 0));
      const [{ count }] = await db.$queryRaw<[{ count: number }]>`
        SELECT count(DISTINCT xmin::text)::int AS count FROM events`;
      expect(count).toBeLessThan(25);
    }));

  test('whatever callers say at once, it is kept and counted as if they had spoken one after the other', () =>
    withDatabase(async ({ db }) => {
      const said = fc.record({
        messageId: fc.integer({ min: 0, max: 9 }),
        userId: fc.constantFrom('ada', 'bob', 'cy'),
      });
      const calls = fc.array(fc.array(said, { maxLength: 4 }), { minLength: 2, maxLength: 12 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(calls, async (each) => {
          run += 1;
          const { keep } = intakeOf(db);
          const recorded = await Promise.all(
            each.map((items, call) =>
              keep(
                itemsOf(
                  items.map(({ messageId, userId }) =>
                    track(userId, 'Logged In', NOW, { messageId: `${run}-${messageId}`, properties: { call } }),
                  ),
                ),
                new Date(NOW.getTime() + call),
              ),
            ),
          );
          const first = new Map<string, number>();
          const expected = each.map((items, call) => {
            const known = items.filter(
              ({ messageId }) =>
                first.size === first.set(`${run}-${messageId}`, first.get(`${run}-${messageId}`) ?? call).size,
            );
            return { accepted: items.length - known.length, duplicates: known.length };
          });
          expect(recorded).toEqual(expected);
          const rows = await db.event.findMany({
            where: { messageId: { startsWith: `${run}-` } },
            orderBy: { id: 'asc' },
          });
          expect(
            new Map(rows.map(({ messageId, properties }) => [messageId, (properties as { call: number }).call])),
          ).toEqual(first);
          expect(rows.map(({ receivedAt }) => receivedAt.getTime() - NOW.getTime())).toEqual(
            rows.map(({ properties }) => (properties as { call: number }).call),
          );
        }),
        { numRuns: 25 },
      );
      const [{ events, counted }] = await db.$queryRaw<[{ events: number; counted: number }]>`
        SELECT (SELECT count(*)::int FROM events) AS events, (SELECT sum(count)::int FROM event_days) AS counted`;
      expect(counted).toBe(events);
    }));

  test('a caller whose item cannot be written takes nobody along', () =>
    withDatabase(async ({ db }) => {
      const { keep } = intakeOf(db);
      const good = (index: number) => itemsOf([track(`user-${index}`, 'Logged In', NOW)]);
      const bad = itemsOf([track('eve', 'Logged In', NOW)]).map((item) => ({ ...item, messageId: 'not\0text' }));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => keep(index % 9 === 4 ? bad : good(index), NOW)),
      );
      expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([4, 13]);
      expect(await db.event.count()).toBe(18);
      expect(await db.customer.count()).toBe(18);
    }));

  test('what callers say of one customer counts in the order in which they came', () =>
    withDatabase(async ({ db }) => {
      const { keep, settled } = intakeOf(db);
      for (let index = 0; index < 40; index += 1) {
        void keep(itemsOf([{ type: 'identify', userId: 'ada', traits: { name: `Ada ${index}` } }]), NOW);
        void keep(itemsOf([track('ada', 'Logged In', NOW, { messageId: `${index}` })]), NOW);
      }
      await settled();
      expect(await db.customer.findMany()).toMatchObject([{ name: 'Ada 39' }]);
      const events = await db.event.findMany({ orderBy: { id: 'asc' } });
      expect(events.map(({ messageId }) => messageId)).toEqual(Array.from({ length: 40 }, (_, index) => `${index}`));
    }));

  test('groups keep the order and the bounds, and every call gets its own outcome', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 7 }), bad: fc.boolean() }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        async (calls, lanes) => {
          const done: number[] = [];
          let underWay = 0;
          const { join, settled } = createGroupCommit<number, string>({
            carryOut: async (group) => {
              underWay += 1;
              expect(underWay).toBeLessThanOrEqual(lanes);
              expect(group.length).toBeLessThanOrEqual(5);
              const size = group.reduce((sum, index) => sum + calls[index]!.size, 0);
              expect(group.length === 1 || size <= 12).toBe(true);
              await new Promise((resolve) => setImmediate(resolve));
              underWay -= 1;
              if (group.some((index) => calls[index]!.bad)) throw new Error(`bad ${group.join()}`);
              done.push(...group);
              return group.map((index) => `done ${index}`);
            },
            sizeOf: (index) => calls[index]!.size,
            most: { size: 12, calls: 5 },
            lanes,
            mayBeOfOne: () => true,
            patience: { ms: 60_000, tooLate: () => new Error('too late') },
          });
          const outcomes = await Promise.allSettled(calls.map((_, index) => join(index)));
          await settled();
          expect(outcomes).toEqual(
            calls.map(({ bad }, index) =>
              bad
                ? { status: 'rejected', reason: new Error(`bad ${index}`) }
                : { status: 'fulfilled', value: `done ${index}` },
            ),
          );
          expect(lanes > 1 || done.every((call, place) => place === 0 || done[place - 1]! < call)).toBe(true);
        },
      ),
    ));

  test('when the database is away nobody is tried again, and whoever has waited too long is turned away', async () => {
    let free = () => {};
    const held = new Promise<void>((resolve) => (free = resolve));
    const groups: (readonly string[])[] = [];
    const { join } = createGroupCommit<string, string>({
      carryOut: async (group) => {
        groups.push(group);
        await held;
        if (group.includes('away')) throw new Error('away');
        return group;
      },
      sizeOf: () => 1,
      most: { size: 100, calls: 100 },
      lanes: 1,
      mayBeOfOne: () => false,
      patience: { ms: 2_000, tooLate: () => new Error('too late') },
    });
    const early = [join('a'), join('b'), join('away')];
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const late = [join('c'), join('away')];
    free();
    const outcomes = await Promise.allSettled([...early, ...late]);
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
    ).toEqual(['a', 'too late', 'too late', 'away', 'away']);
    expect(groups).toEqual([['a'], ['c', 'away']]);
  });
});

function intakeOf(db: Db) {
  return createIntake({ db, journeys: [], isPassing: isPassingDatabaseFault });
}

function itemsOf(posts: readonly Post[]): IngestItem[] {
  return posts.map((each) => readItem(each, { receivedAt: NOW }).item!);
}

/** A task that a journey has opened for Ada. */
async function openedTask({ db, post: send }: ApiWorld): Promise<string> {
  await send('/v1/track', { userId: 'ada', event: 'usage.dropped' });
  const { id: enrollmentId, customerId } = await db.enrollment.findFirstOrThrow();
  const id = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';
  const about = { enrollmentId, customerId, journey: 'at-risk', stage: 'personCalls', playbook: 'save-call' };
  const dates = { openedAt: NOW, dueAt: NOW, remindAt: NOW, expireAt: NOW };
  await db.task.create({
    data: { id, ...about, ...dates, because: 'x', queue: 'q', priority: 'high', state: 'open' },
  });
  return id;
}
