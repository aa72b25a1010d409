import { HOUR_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { track } from '../fixtures/backend';
import { headerWith } from '../fixtures/header';
import { withApi, type ApiWorld } from '../support/http';

interface Moment {
  at: string;
  kind: string;
  [field: string]: unknown;
}

async function story({ get }: ApiWorld, who: string, query = ''): Promise<Moment[]> {
  const all: Moment[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body }: { status: number; body: { data: Moment[]; next_cursor: string | null } } = await get(
      `/v1/customers/${who}/timeline?limit=3${query}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    all.push(...body.data);
    cursor = body.next_cursor;
  }
  return all;
}

describe('the story of a customer', () => {
  test('is one line of time across journeys, words, events, consents, notes, holds and the lifecycle, by kinds, without gaps (M07, M18)', () =>
    withApi({ journeys: [headerWith({ startOn: ['usage.dropped'] })] }, async (world) => {
      const { db, post, clock } = world;
      const ada = '/v1/customers/ada';
      const step = () => clock.advance(HOUR_MS);
      await post('/v1/batch', { batch: [track('ada', 'Signed Up', clock.now())] });
      step();
      await post('/v1/batch', { batch: [track('ada', 'Usage Dropped', clock.now(), { properties: { percent: 60 } })] });
      step();
      await post(`${ada}/consents`, {
        channel: 'email',
        topic: '*',
        state: 'granted',
        basis: 'consent',
        method: 'form',
        wording: 'Yes',
      });
      step();
      await post('/v1/inbound', { customer_id: 'ada', channel: 'in-app', text: 'How do I export?', message_id: 'm1' });
      step();
      await post(`${ada}/notes`, { body: 'Likes short calls.', by: 'ann' });
      step();
      await post('/v1/holds', { scope: 'customer', target: 'ada', reason: 'on holiday' });
      step();
      await post(`${ada}/corrections`, { trait: 'name', value: 'Ada Lovelace', by: 'ann' });
      const { id } = (await world.get(ada)).body as { id: string };
      const touchId = newId(clock.now());
      const touch = { message: 'at-risk/check-in', messageClass: 'lifecycle', topic: 't', codeVersion: 'x', key: 'k' };
      const sent = {
        state: 'delivered',
        channel: 'email',
        plannedAt: clock.now(),
        updatedAt: clock.now(),
        sentAt: clock.now(),
      };
      await db.touch.create({ data: { id: touchId, customerId: id, ...touch, ...sent } });
      const detail = { message: 'at-risk/check-in', verdict: 'sent', channel: 'email', touchId };
      await db.timelineItem.create({ data: { key: 'k:sent', customerId: id, at: clock.now(), kind: 'touch', detail } });
      step();
      await db.touchSignal.create({
        data: {
          id: newId(clock.now()),
          touchId,
          customerId: id,
          kind: 'opened',
          human: true,
          at: clock.now(),
          key: 'o',
        },
      });

      const all = await story(world, 'ada');
      expect(all.map(({ kind }) => kind)).toEqual([
        'signal',
        'touch',
        'corrected',
        'hold',
        'note',
        ...all.slice(5, -6).map(({ kind }) => kind),
        'consent',
        'enrolled',
        'lifecycle',
        'event',
        'lifecycle',
        'event',
      ]);
      expect(all.slice(5, -6).map(({ kind }) => kind)).toContain('utterance');
      expect(all.find(({ kind }) => kind === 'touch')).toMatchObject({
        now: { state: 'delivered' },
        touch_id: touchId,
      });
      expect(all.find(({ kind }) => kind === 'utterance')).toMatchObject({ body: 'How do I export?', direction: 'in' });
      expect(all.find(({ type }) => type === 'usage.dropped')).toMatchObject({ properties: { percent: 60 } });
      expect(all.find(({ kind }) => kind === 'note')).toMatchObject({ body: 'Likes short calls.', author: 'ann' });

      const some = await story(world, 'ada', '&kinds=note,lifecycle');
      expect(some.map(({ kind, from, to }) => [kind, from, to])).toEqual([
        ['note', undefined, undefined],
        ['lifecycle', 'onboarding', 'at-risk'],
        ['lifecycle', 'new', 'onboarding'],
      ]);
      expect((await world.get(`${ada}/timeline?kinds=note,gossip`)).status).toBe(400);
    }));

  test('of somebody whose events came late, or who turned out to be two, has the moves in the order in which they happened (M11)', () =>
    withApi(async (world) => {
      const { post, clock } = world;
      const ago = (hours: number) => new Date(clock.now().getTime() - hours * HOUR_MS);
      const moves = async () => {
        const { lifecycle, lifecycle_moves: rows } = (await world.get('/v1/customers/ada')).body as {
          lifecycle: string;
          lifecycle_moves: { from: string; to: string; because: { type: string } }[];
        };
        return [lifecycle, ...rows.toReversed().map(({ from, to, because }) => `${from} ${to} ${because.type}`)];
      };
      await post('/v1/batch', { batch: [track('ada', 'Order Completed', ago(1))] });
      expect(await moves()).toEqual(['active', 'new active order.completed']);
      await post('/v1/batch', { batch: [track('ada', 'Order Completed', ago(9)), track('ada', 'Signed Up', ago(20))] });
      const whole = [
        'new onboarding customer.signed_up',
        'onboarding active order.completed',
        'active loyal order.completed',
      ];
      expect(await moves()).toEqual(['loyal', ...whole]);
      await post('/v1/batch', { batch: [track('other', 'Usage Dropped', ago(15))] });
      await post('/v1/alias', { userId: 'ada', previousId: 'other' });
      const both = [
        'new onboarding customer.signed_up',
        'onboarding at-risk usage.dropped',
        'at-risk active order.completed',
      ];
      expect(await moves()).toEqual(['loyal', ...both, 'active loyal order.completed']);
    }));
});

describe('a correction by staff', () => {
  const traits = async ({ get }: ApiWorld) => (await get('/v1/customers/ada')).body as Record<string, unknown>;

  test('outlives a backend that repeats what was wrong, and ends with its first news (M18)', () =>
    withApi(async (world) => {
      const { post, send } = world;
      const identify = (more: object) => post('/v1/identify', { userId: 'ada', traits: { plan: 'pro', ...more } });
      await identify({ email: 'ada@old.example', firstName: 'Ade' });
      const right = { trait: 'email', value: 'Ada@New.example', because: 'she said so on the phone', by: 'ann' };
      const { status, body } = await post('/v1/customers/ada/corrections', right);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        email: 'Ada@new.example',
        corrections: [{ trait: 'email', said: 'ada@old.example', corrected: 'Ada@New.example', by: 'ann' }],
      });
      await identify({ email: 'ada@old.example', plan: 'team' });
      expect(await traits(world)).toMatchObject({ email: 'Ada@new.example', traits: { plan: 'team' } });
      await identify({ email: 'ada@newest.example' });
      expect(await traits(world)).toMatchObject({ email: 'ada@newest.example', corrections: [] });

      await post('/v1/customers/ada/corrections', { trait: 'name', value: 'Ada King' });
      await identify({ firstName: 'Ade' });
      expect(await traits(world)).toMatchObject({ name: 'Ada King' });
      await identify({ firstName: 'Augusta' });
      expect(await traits(world)).toMatchObject({ name: 'Augusta', corrections: [] });

      await post('/v1/customers/ada/corrections', { trait: 'plan', value: null });
      expect(await traits(world)).not.toHaveProperty('traits.plan');
      const back = await send('DELETE', '/v1/customers/ada/corrections/plan');
      expect(back.body).toMatchObject({ traits: { plan: 'pro' }, corrections: [] });
      expect((await send('DELETE', '/v1/customers/ada/corrections/plan')).status).toBe(404);
    }));

  test('is refused when it is of no use, when somebody was faster, and when the customer chose it; the audit log has it without the value', () =>
    withApi(async (world) => {
      const { db, post, clock } = world;
      await post('/v1/identify', { userId: 'ada', traits: { email: 'ada@old.example', locale: 'de' } });
      const correct = (body: object) => post('/v1/customers/ada/corrections', body);
      for (const [trait, value] of Object.entries({
        email: 'none',
        phone: '12',
        timezone: 'Mars/X',
        locale: 'German',
        country: 'XX',
      }))
        expect([trait, await correct({ trait, value })]).toMatchObject([
          trait,
          { status: 400, body: { errors: [{ pointer: '/value' }] } },
        ]);
      expect(await correct({ trait: 'email', value: 'a@b.example', instead_of: 'ada@seen.example' })).toMatchObject({
        status: 409,
        body: { stale: true, value: 'ada@old.example' },
      });
      const { id } = (await world.get('/v1/customers/ada')).body as { id: string };
      await db.preference.create({ data: { customerId: id, locale: 'de', channels: [], updatedAt: clock.now() } });
      expect((await correct({ trait: 'locale', value: 'en' })).status).toBe(409);
      expect((await correct({ trait: 'phone', value: '+14155550123' })).status).toBe(200);
      expect(await db.auditEntry.findMany({ where: { action: 'customer.corrected' } })).toMatchObject([
        { subject: id, actor: 'admin key', detail: { trait: 'phone' } },
      ]);
      expect((await post('/v1/customers/nobody/corrections', { trait: 'name', value: 'x' })).status).toBe(404);
    }));
});

describe('where a customer stands', () => {
  test('is told for every journey: the run, what it waits for and until when, and why they were not let in (X07)', () =>
    withApi(
      {
        journeys: [
          headerWith({ name: 'care' }),
          headerWith({ name: 'spared', holdout: 1 }),
          headerWith({ name: 'never' }),
        ],
      },
      async (world) => {
        const { db, post, clock } = world;
        await post('/v1/identify', { userId: 'ada', traits: { name: 'Ada' } });
        for (const journey of ['care', 'spared']) await post('/v1/enrollments', { user_id: 'ada', journey });
        const { id: enrollmentId, customerId } = await db.enrollment.findFirstOrThrow();
        const until = new Date(clock.now().getTime() + HOUR_MS).toISOString();
        const detail = { for: [], until, message: 'care/hello', reason: 'quiet_hours' };
        await db.timelineItem.create({
          data: { key: 'w', customerId, enrollmentId, at: clock.now(), kind: 'wait', detail },
        });
        const { body } = await world.get<{ data: object[] }>('/v1/customers/ada/journeys');
        expect(body.data).toMatchObject([
          {
            journey: 'care',
            runs: 1,
            enrollment: { state: 'active' },
            next: { kind: 'wait', until, message: { name: 'care/hello', reason: 'quiet_hours' } },
            refusal: null,
          },
          { journey: 'never', runs: 0, enrollment: null, next: null, refusal: null },
          { journey: 'spared', runs: 0, enrollment: null, refusal: { reason: 'holdout' } },
        ]);
      },
    ));

  test('colleagues are the other members of their companies, page by page', () =>
    withApi(async (world) => {
      const groups = ['acme', 'bell'].flatMap((groupId) =>
        ['ada', 'bela', 'carl'].map((userId) => ({ type: 'group', userId, groupId, traits: { name: groupId } })),
      );
      await world.post('/v1/batch', { batch: groups.slice(0, 5) });
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { data: { group_id: string }[]; next_cursor: string | null } } = await world.get(
          `/v1/customers/ada/colleagues?limit=1${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...body.data.map(({ group_id: group }) => group));
        cursor = body.next_cursor;
      }
      expect(seen.toSorted()).toEqual(['acme', 'acme', 'bell']);
    }));
});
