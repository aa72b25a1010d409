import { withApi } from './support/http';
import { newId } from '../domain/ids';
import { inTransaction } from '../prisma/transaction';
import { placeHold, endHold } from '../prisma/holds';
import type { NewHold } from '../domain/hold';
import { withWorld, type World } from '../testkit';

interface HoldBody {
  id: string;
  state: string;
  target: string;
  ended_by: string | null;
}

describe('holds over the API (X10)', () => {
  test('are placed, listed by state and ended, and every hand is written down', () =>
    withApi(async ({ post, get, db, clock, relayWoken }) => {
      const made = await post<HoldBody>('/v1/holds', {
        scope: 'channel',
        target: 'sms',
        reason: 'the carrier asks us to wait',
        until: '2026-03-02T12:00:00Z',
      });
      expect(made).toMatchObject({
        status: 201,
        body: { scope: 'channel', target: 'sms', cause: 'staff', timers: 'keep', state: 'on', by: 'admin key' },
      });
      const all = await post<HoldBody>('/v1/holds', { scope: 'everything', reason: 'an incident' });
      expect(all.body.target).toBe('*');
      expect(relayWoken()).toBe(2);

      const listed = async (query: string) =>
        (await get<{ data: HoldBody[] }>(`/v1/holds${query}`)).body.data.map(({ id }) => id);
      expect(await listed('')).toEqual(expect.arrayContaining([all.body.id, made.body.id]));
      expect(await listed('?scope=channel')).toEqual([made.body.id]);
      clock.advance(4 * 60 * 60_000);
      expect(await listed('?state=on')).toEqual([all.body.id]);

      const ended = await post<HoldBody>(`/v1/holds/${all.body.id}/resume`, {});
      expect(ended).toMatchObject({ status: 200, body: { state: 'over', ended_by: 'admin key' } });
      expect((await post<HoldBody>(`/v1/holds/${all.body.id}/resume`, {})).body).toEqual(ended.body);
      expect(await listed('?state=on')).toEqual([]);
      expect((await listed('?state=over')).length).toBe(2);

      const deeds = await db.auditEntry.findMany({ orderBy: { seq: 'asc' } });
      expect(deeds.map(({ action, subject }) => [action, subject])).toEqual([
        ['hold.placed', made.body.id],
        ['hold.placed', all.body.id],
        ['hold.ended', all.body.id],
      ]);
    }));

  const reason = 'because';
  test.each([
    [{ scope: 'journey', reason }, '/target'],
    [{ scope: 'journey', target: 'no-such', reason }, '/target'],
    [{ scope: 'channel', target: 'fax', reason }, '/target'],
    [{ scope: 'class', target: 'spam', reason }, '/target'],
    [{ scope: 'customer', target: 'nobody', reason }, '/target'],
    [{ scope: 'everything', target: 'at-risk', reason }, '/target'],
    [{ scope: 'channel', target: 'sms', timers: 'shift', reason }, '/timers'],
    [{ scope: 'everything', reason, until: '2026-03-01T00:00:00Z' }, '/until'],
    [{ scope: 'provider', target: 'twilio', reason }, '/scope'],
    [{ scope: 'everything' }, '/reason'],
  ])('that make no sense are refused, as %j', (body, pointer) =>
    withApi(async ({ post, db }) => {
      expect(await post('/v1/holds', body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
      expect(await db.hold.count()).toBe(0);
    }),
  );

  test('that are not there are not found', () =>
    withApi(async ({ post }) => {
      expect((await post(`/v1/holds/${newId(new Date())}/resume`, {})).status).toBe(404);
    }));
});

const place = ({ db, now, carry }: World, hold: Omit<NewHold, 'cause' | 'reason' | 'by'>) =>
  inTransaction(db, (tx) => placeHold(tx, { ...hold, cause: 'staff', reason: 'a test', by: 'ann' }, now())).then(
    async ({ id }) => {
      await carry();
      return id;
    },
  );
const end = async ({ db, now, carry }: World, id: string) => {
  await inTransaction(db, (tx) => endHold(tx, id, 'ann', now()));
  await carry();
};

describe('a journey that is held', () => {
  test('with timers that shift goes on where it stood: what was left of a wait is left again (X10)', () =>
    withWorld(async (world) => {
      const ada = await world.customer();
      await ada.enters('at-risk');
      await world.pass('1 day');
      const id = await place(world, { scope: 'journey', target: 'at-risk', timers: 'shift' });
      await world.pass('20 days');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
      expect(await world.db.enrollment.findFirst()).toMatchObject({ state: 'paused', pausedBy: [id] });

      await end(world, id);
      await world.pass('2 days');
      expect((await ada.story()).length).toBe(1);
      await world.pass('1 day');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 24: at-risk/offer-help by email']);
      expect(await world.db.enrollment.findFirst()).toMatchObject({ state: 'active', pausedBy: [] });
    }));

  test('with timers that are kept sends nothing meanwhile, and what fell due goes out within the hour of the end (X10)', () =>
    withWorld(async (world) => {
      const ada = await world.customer();
      await ada.enters('at-risk');
      await world.pass('1 day');
      const id = await place(world, { scope: 'journey', target: 'at-risk' });
      await world.pass('5 days');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);
      expect(await world.db.touch.findFirst({ where: { state: 'deferred' } })).toMatchObject({
        reason: 'held_journey',
      });

      await end(world, id);
      await world.pass('1 hour');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 6: at-risk/offer-help by email']);
    }));

  test('ends by itself when its time is over', () =>
    withWorld(async (world) => {
      const ada = await world.customer();
      await ada.enters('at-risk');
      await world.pass('1 day');
      const until = new Date(world.now().getTime() + 10 * 86_400_000);
      const id = await place(world, { scope: 'customer', target: ada.id, timers: 'shift', until });
      await world.pass('10 days');
      await world.pass('1 hour');
      const ended = await world.db.hold.findUniqueOrThrow({ where: { id } });
      expect(ended.endedBy).toBe('its time');
      expect(ended.endedAt!.getTime() - until.getTime()).toBeLessThan(60_000);
      await world.pass('2 days');
      expect((await ada.story()).length).toBe(1);
      await world.pass('1 day');
      expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 14: at-risk/offer-help by email']);
    }));

  test('lets customers in, who wait at its beginning, and of two holds and a hand the last one lets go (X10)', () =>
    withWorld(async (world) => {
      const journey = await place(world, { scope: 'journey', target: 'at-risk', timers: 'shift' });
      const ada = await world.customer();
      await ada.enters('at-risk');
      await world.pass('1 day');
      expect(await ada.story()).toEqual([]);
      const customer = await place(world, { scope: 'customer', target: ada.id, timers: 'shift' });
      await world.pass('1 hour');
      const run = await world.db.enrollment.findFirstOrThrow();
      expect(run).toMatchObject({ state: 'paused', pausedBy: [journey, customer] });

      await end(world, journey);
      await world.pass('1 day');
      expect(await ada.story()).toEqual([]);
      await end(world, customer);
      await world.pass('1 hour');
      expect(await ada.story()).toEqual(['day 2: at-risk/check-in by email']);
    }));

  test('hears what comes meanwhile, and answers it when it goes on; its goal still ends it', () =>
    withWorld(async (world) => {
      const [ada, bob] = [await world.customer(), await world.customer()];
      for (const each of [ada, bob]) await each.enters('at-risk');
      await world.pass('1 day');
      const id = await place(world, { scope: 'everything', target: '*', timers: 'shift' });
      await world.pass('1 day');
      await ada.does('customer.replied');
      await bob.does('customer.logged_in');
      await world.pass('10 days');
      expect(await ada.task()).toBeNull();
      expect((await bob.story()).at(-1)).toBe('day 2: ended goal: customer.logged_in');
      await end(world, id);
      await world.pass('1 hour');
      expect((await ada.story()).at(-1)).toBe('day 12: help-request opened');
    }));

  test('by a customer who turns out to be another stays held as that other', () =>
    withWorld(async (world) => {
      const ada = await world.customer({ userId: 'ada' });
      const old = await world.customer({ userId: 'old' });
      const id = await place(world, { scope: 'customer', target: old.id });
      await world.tell([{ type: 'alias', previousId: 'old', userId: 'ada' }]);
      expect(await world.db.hold.findUnique({ where: { id } })).toMatchObject({ target: ada.id });
      await ada.enters('at-risk');
      await world.pass('1 hour');
      expect(await world.db.touch.findFirst()).toMatchObject({ state: 'deferred', reason: 'held_customer' });
    }));
});
