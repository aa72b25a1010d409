import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../domain/duration';
import { identityKey, planIdentities, type IdentityClaim, type KnownIdentity } from '../domain/identity';
import { newId } from '../domain/ids';
import { captureMessage } from '../prisma/captured';
import { addConsent } from '../prisma/consents';
import { resolveCustomerId } from '../prisma/customers';
import { recordEvents } from '../prisma/events';
import { endEnrollment, enroll, enterStage } from '../prisma/enrollments';
import { putInApp } from '../prisma/in-app';
import { readProfile } from '../prisma/profile';
import { readTimeline } from '../prisma/timeline';
import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { playbooks } from '../playbooks';
import { completeTask } from '../prisma/tasks/finish';
import { withWorld } from '../testkit';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe('who is who', () => {
  test('an anonymous visitor who logs in brings everything along; what the user says of themselves wins (M18)', () =>
    withDatabase(async ({ db }) => {
      const journeys = [
        headerWith({ startOn: ['usage.dropped'], hears: ['customer.logged_in'] }),
        headerWith({ name: 'other', startOn: ['Ad Clicked'] }),
      ];
      const at = { now: NOW, journeys };
      await post(
        db,
        [track('ada', 'Usage Dropped', ago(DAY_MS)), { type: 'identify', userId: 'ada', traits: { plan: 'pro' } }],
        at,
      );
      await post(
        db,
        [
          { ...track('', 'Usage Dropped', ago(HOUR_MS)), anonymousId: 'phone' },
          { ...track('', 'Ad Clicked', ago(HOUR_MS)), anonymousId: 'phone' },
          { ...track('', 'Ticket Opened', ago(HOUR_MS)), anonymousId: 'phone', properties: { ticketId: 't' } },
          { type: 'identify', anonymousId: 'phone', traits: { plan: 'free', email: 'ada@example.com' } },
          { type: 'group', anonymousId: 'phone', groupId: 'acme' },
        ],
        at,
      );
      const device = (
        await db.identity.findUniqueOrThrow({ where: { kind_value: { kind: 'anonymous', value: 'phone' } } })
      ).customerId;
      const ada = await resolveCustomerId(db, 'ada');
      await addConsent(
        db,
        device,
        {
          channel: 'sms',
          topic: '*',
          state: 'granted',
          basis: 'consent',
          wording: null,
          method: 'form',
          actor: null,
          at: NOW,
          expiresAt: null,
        },
        NOW,
      );

      const chosen = { channels: ['sms'], mostPerWeek: 2, updatedAt: NOW };
      await db.preference.create({ data: { customerId: device, ...chosen } });

      await post(db, [{ type: 'track', userId: 'ada', anonymousId: 'phone', event: 'Logged In' }], at);

      expect(await db.preference.findMany()).toMatchObject([{ customerId: ada, mostPerWeek: 2 }]);
      const profile = await readProfile(db, ada, NOW);
      expect(profile).toMatchObject({
        email: 'ada@example.com',
        traits: { plan: 'pro' },
        openTickets: 1,
        lifecycle: 'active',
      });
      expect(profile.recentCounts).toMatchObject({ 'usage.dropped': 2, 'Ad Clicked': 1, 'customer.logged_in': 1 });
      expect(profile.accounts.map(({ groupId }) => groupId)).toEqual(['acme']);
      expect(profile.consents).toHaveLength(1);
      expect(profile.enrollments.map(({ journey }) => journey).toSorted()).toEqual(['care', 'other']);
      expect(await db.customer.findUniqueOrThrow({ where: { id: device } })).toMatchObject({
        mergedInto: ada,
        email: null,
        traits: {},
      });
      expect(await resolveCustomerId(db, device)).toBe(ada);

      const [ended] = await db.enrollment.findMany({ where: { state: 'ended' } });
      expect(ended).toMatchObject({
        journey: 'care',
        customerId: ada,
        how: 'steered',
        outcome: 'merged',
        workflowId: `care:${device}`,
      });
      const told = await db.outbox.findMany({ where: { kind: { in: ['steer', 'event'] } }, orderBy: { id: 'asc' } });
      expect(told.map(({ kind, workflowId }) => [kind, workflowId])).toEqual([
        ['steer', `care:${device}`],
        ['event', `care:${ada}`],
      ]);
      const timeline = await readTimeline(db, { customerId: ada }, { limit: 50 });
      expect(timeline.filter(({ kind }) => kind === 'log')).toMatchObject([{ detail: { mergedCustomerId: device } }]);

      // A journey that began for the device goes on as Ada's, whatever id it still carries.
      await recordEvents(
        db,
        [{ messageId: 'x', customerId: device, type: 'customer.logged_in', properties: {}, occurredAt: NOW }],
        { journeys, now: NOW },
      );
      const other = profile.enrollments.find(({ journey }) => journey === 'other')!;
      const entered = await db.$transaction((tx) =>
        enterStage(tx, { enrollmentId: other.id, stage: 'second', at: NOW }),
      );
      expect(entered).toMatchObject({ over: false, facts: { customer: { id: ada, openTrouble: true, plan: 'pro' } } });
      await db.$transaction((tx) =>
        endEnrollment(tx, { enrollmentId: other.id, how: 'done', outcome: 'fine', at: NOW }),
      );
      expect(
        await db.$transaction((tx) =>
          enroll(tx, journeys[1]!, { customerId: device, cause: { kind: 'request', by: 'test' } }, NOW),
        ),
      ).toEqual({ enrolled: false, reason: 'reentry_window' });
    }));

  test('a journey that began for a device goes on as the user’s: touches, tasks and the story are theirs (M18, M02)', () =>
    withWorld(async ({ db, tell, pass, temporal }) => {
      const device = { anonymousId: 'phone' };
      await tell([
        { type: 'identify', ...device, traits: { email: 'ada@example.com', owner: 'ann', timezone: 'Europe/London' } },
        { type: 'track', ...device, event: 'usage.dropped', properties: {} },
      ]);
      await pass('1 day');
      const { customerId: before } = await db.enrollment.findFirstOrThrow();
      // An earlier customer of that user id, so that the device is the one that is merged away.
      await tell([{ type: 'identify', userId: 'ada', traits: { name: 'Ada' } }]);
      await tell([{ type: 'identify', userId: 'ada', ...device }]);
      const ada = await resolveCustomerId(db, 'ada');
      expect(before).not.toBe(ada);

      await pass('8 days');
      const theirs = { customerId: ada };
      const [task] = await db.task.findMany();
      expect(task).toMatchObject({ ...theirs, playbook: 'save-call', assignee: 'ann' });
      await completeTask(
        db,
        { taskId: task!.id, by: 'ann', version: task!.version, outcome: 'reached_resolved' },
        playbooks,
        new Date(task!.openedAt.getTime() + HOUR_MS),
      );
      await pass('1 hour');

      expect(await db.touch.findMany({ orderBy: { plannedAt: 'asc' } })).toMatchObject([
        { ...theirs, message: 'at-risk/check-in', state: 'delivered' },
        { ...theirs, message: 'at-risk/offer-help', state: 'delivered' },
        { ...theirs, message: 'at-risk/after-call', state: 'delivered' },
      ]);
      expect(await db.capturedMessage.count({ where: { ...theirs, recipient: 'ada@example.com' } })).toBe(3);
      expect(await db.enrollment.findMany()).toMatchObject([
        { ...theirs, state: 'ended', outcome: 'reached_resolved' },
      ]);
      const left = { where: { customerId: before } };
      expect([await db.timelineItem.count(left), await db.touch.count(left), await db.task.count(left)]).toEqual([
        0, 0, 0,
      ]);

      // The run keeps its name; from the next stage on it speaks of the customer as who they are.
      const { events = [] } = await temporal.workflow.getHandle(`at-risk:${before}`).fetchHistory();
      const asked = events!.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
        const request = scheduled?.input?.payloads?.[0]?.data;
        return request ? [JSON.parse(Buffer.from(request).toString()) as { customerId?: string }] : [];
      });
      const whose = asked.flatMap(({ customerId }) => customerId ?? []);
      expect(whose).toEqual([ada, ada, ada]);
    }));

  test('a message that is under way while its customer is merged reaches the one that they became (M18)', () =>
    withDatabase(async ({ db }) => {
      await post(db, [{ type: 'identify', anonymousId: 'phone', traits: { plan: 'free' } }], { now: NOW });
      const { id: device } = await db.customer.findFirstOrThrow();
      await post(db, [track('ada', 'Logged In', NOW), { type: 'identify', userId: 'ada', anonymousId: 'phone' }], {
        now: NOW,
      });
      const ada = await resolveCustomerId(db, 'ada');
      const message = { attemptId: newId(NOW), touchId: newId(NOW), customerId: device, html: '<p>Hi</p>', at: NOW };
      for (let time = 0; time < 2; time++) {
        await putInApp(db, { ...message, title: 'Hi', body: 'Hi', action: null });
        await captureMessage(db, { ...message, channel: 'email', recipient: 'a@b.example', subject: 'Hi', text: 'Hi' });
      }
      expect(await db.inAppMessage.findMany()).toMatchObject([{ customerId: ada, action: null, createdAt: NOW }]);
      expect(await db.capturedMessage.findMany()).toMatchObject([{ customerId: ada, subject: 'Hi', at: NOW }]);
    }));

  test('two devices of one user, joined in one batch, leave one customer with one run of each journey', () =>
    withDatabase(async ({ db }) => {
      const journeys = [headerWith({ startOn: ['usage.dropped'] })];
      const drop = (id: object, messageId: string) => ({ type: 'track', event: 'Usage Dropped', messageId, ...id });
      const at = { now: NOW, journeys };
      await post(
        db,
        [drop({ anonymousId: 'a1' }, '1'), drop({ anonymousId: 'a2' }, '2'), drop({ userId: 'ada' }, '3')],
        at,
      );
      const joined = ['a1', 'a2'].map((anonymousId) => ({ type: 'identify', userId: 'ada', anonymousId }));
      await post(db, [...joined, drop({ anonymousId: 'a2' }, '4')], at);

      const ada = await resolveCustomerId(db, 'ada');
      const runs = await db.enrollment.findMany({ where: { customerId: ada }, orderBy: { state: 'asc' } });
      expect(runs.map(({ state, workflowId }) => [state, workflowId === `care:${ada}`])).toEqual([
        ['active', true],
        ['ended', false],
        ['ended', false],
      ]);
      expect((await readProfile(db, ada, NOW)).recentCounts).toEqual({ 'usage.dropped': 4 });
      expect(await db.customer.count({ where: { mergedInto: ada } })).toBe(2);
    }));

  test('two users of one device stay two customers; the device is the latest one’s', () =>
    withDatabase(async ({ db }) => {
      const say = (userId: string | undefined, anonymousId: string) => ({
        type: 'track',
        userId,
        anonymousId,
        event: 'Logged In',
      });
      await post(db, [say('ada', 'tablet'), say('bob', 'tablet'), say(undefined, 'tablet')], { now: NOW });
      const [ada, bob] = await Promise.all([resolveCustomerId(db, 'ada'), resolveCustomerId(db, 'bob')]);
      expect(ada).not.toBe(bob);
      expect(await db.event.count({ where: { customerId: bob } })).toBe(2);
      await post(db, [say('ada', 'tablet')], { now: NOW });
      await post(db, [say(undefined, 'tablet')], { now: NOW });
      expect(await db.event.count({ where: { customerId: ada } })).toBe(3);
      expect(await db.customer.count()).toBe(2);
    }));

  test('an alias says that two ids are one customer, also of two users', () =>
    withDatabase(async ({ db }) => {
      await post(db, [track('old', 'Logged In', NOW), track('new', 'Logged In', NOW)], { now: NOW });
      await post(db, [{ type: 'alias', userId: 'new', previousId: 'old' }], { now: NOW });
      await post(db, [{ type: 'alias', userId: 'old', previousId: 'new' }, track('old', 'Report Exported', NOW)], {
        now: NOW,
      });
      expect(await resolveCustomerId(db, 'old')).toBe(await resolveCustomerId(db, 'new'));
      expect((await readProfile(db, await resolveCustomerId(db, 'new'), NOW)).userIds).toEqual(['new', 'old']);
      expect(await db.event.count({ where: { customerId: await resolveCustomerId(db, 'new') } })).toBe(3);
    }));

  const claim: fc.Arbitrary<IdentityClaim> = fc.oneof(
    fc.record({ userId: fc.constantFrom('u1', 'u2', 'u3'), anonymousId: fc.constantFrom('a1', 'a2', undefined) }),
    fc.record({ anonymousId: fc.constantFrom('a1', 'a2') }),
  );

  test('claims mean the same told one by one or all at once, and without an alias no two users become one', () => {
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 12 }), (claims) => {
        const atOnce = told([claims]);
        const oneByOne = told(claims.map((each) => [each]));
        expect(partition(atOnce)).toEqual(partition(oneByOne));
        const users = [...atOnce].filter(([name]) => name.startsWith('user:')).map(([, customer]) => customer);
        expect(new Set(users).size).toBe(users.length);
      }),
    );
  });

  /** Who each name belongs to after batches of claims. */
  function told(batches: readonly (readonly IdentityClaim[])[]): Map<string, string> {
    const owners = new Map<string, string>();
    for (const claims of batches) {
      const known = [...owners].map(([name, customerId]): KnownIdentity => {
        const [kind, value] = name.split(':') as ['user' | 'anonymous', string];
        const identified = [...owners].some(([other, owner]) => owner === customerId && other.startsWith('user:'));
        return { kind, value, customerId, identified };
      });
      const plan = planIdentities(known, claims, () => newId(NOW));
      for (const { from, into } of plan.merged)
        for (const [name, owner] of owners) if (owner === from) owners.set(name, into);
      for (const identity of [...plan.added, ...plan.moved]) owners.set(identityKey(identity), identity.customerId);
      const last = claims.length - 1;
      const userId = claims[last]?.userId;
      if (userId !== undefined && owners.get(`user:${userId}`) !== plan.customerIds[last])
        throw new Error('a claim was lost');
    }
    return owners;
  }

  function partition(owners: ReadonlyMap<string, string>): string[] {
    const groups = new Map<string, string[]>();
    for (const [name, owner] of owners) groups.set(owner, [...(groups.get(owner) ?? []), name]);
    return [...groups.values()].map((names) => names.sort().join(' ')).sort();
  }
});
