import { DAY_MS, HOUR_MS } from '../domain/duration';
import { addConsent } from '../prisma/consents';
import { resolveCustomerId } from '../prisma/customers';
import { enterStage } from '../prisma/enrollments';
import { readProfile } from '../prisma/profile';
import { readTimeline } from '../prisma/timeline';
import { post, track } from './fixtures/backend';
import { headerWith } from './fixtures/header';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe('what is known of a customer', () => {
  test('traits are merged, null removes one, and the well-known ones fill the profile (M18)', () =>
    withApi(async ({ post: send, get }) => {
      const identify = (traits: object) => send('/v1/identify', { userId: 'ada', traits });
      await identify({
        email: ' Ada@Example.COM ',
        phone: '0151 12345678',
        country: 'de',
        firstName: 'Ada',
        lastName: 'King',
        language: 'de_AT',
      });
      await identify({
        timezone: 'Europe/Vienna',
        owner: 'sam',
        plan: 'pro',
        renewalDate: 1_798_761_600,
        nested: { a: 1, b: 2 },
      });
      await identify({ nested: { c: 3 }, plan: null, email: 'no address' });

      const { body } = await get('/v1/customers/ada');
      expect(body).toMatchObject({
        user_ids: ['ada'],
        email: null,
        phone: '+4915112345678',
        name: 'Ada King',
        locale: 'de-AT',
        time_zone: 'Europe/Vienna',
        owner: 'sam',
        lifecycle: 'new',
        traits: {
          phone: '0151 12345678',
          renewal_date: '2027-01-01T00:00:00.000Z',
          nested: { c: 3 },
          email: 'no address',
        },
      });
      expect(body['traits']).not.toHaveProperty('plan');
      await identify({
        plan: 'team',
        email: 'ada@example.com',
        timezone: 'Mars/Crater',
        name: `${'x'.repeat(254)}😀`,
      });
      expect((await get('/v1/customers/ada')).body).toMatchObject({
        email: 'ada@example.com',
        time_zone: null,
        name: `${'x'.repeat(254)}\ufffd`,
      });
    }));

  test('a profile shows counts, company, open runs and the latest word on consent; a usage drop is not being seen', () =>
    withDatabase(async ({ db }) => {
      const journeys = [headerWith({ startOn: ['usage.dropped'] })];
      await post(
        db,
        [
          track('ada', 'Logged In', ago(31 * DAY_MS)),
          track('ada', 'Logged In', ago(3 * DAY_MS)),
          track('ada', 'Logged In', ago(2 * DAY_MS)),
          track('ada', 'Report Exported', ago(2 * DAY_MS - HOUR_MS)),
          track('ada', 'Usage Dropped', ago(HOUR_MS)),
          { type: 'group', userId: 'ada', groupId: 'acme', traits: { name: 'Acme', seats: 3 } },
          { type: 'group', userId: 'ada', groupId: 'acme', traits: { seats: 4 } },
        ],
        { now: NOW, journeys },
      );
      const id = await resolveCustomerId(db, 'ada');
      const word = {
        channel: 'email',
        topic: '*',
        basis: 'consent',
        wording: null,
        method: 'form',
        actor: null,
        expiresAt: null,
      } as const;
      await addConsent(db, id, { ...word, state: 'granted', at: ago(DAY_MS) }, NOW);
      await addConsent(db, id, { ...word, state: 'withdrawn', at: NOW }, NOW);

      expect(await readProfile(db, id, NOW)).toMatchObject({
        lastSeenAt: ago(2 * DAY_MS - HOUR_MS),
        lifecycle: 'at-risk',
        recentCounts: { 'customer.logged_in': 2, 'Report Exported': 1, 'usage.dropped': 1 },
        accounts: [{ groupId: 'acme', name: 'Acme', traits: { name: 'Acme', seats: 4 } }],
        enrollments: [{ journey: 'care', state: 'active', stage: 'first' }],
        consents: [{ channel: 'email', topic: '*', state: 'withdrawn' }],
      });
    }));

  test('customers are found by user id, address and stage, and lists are read page by page', () =>
    withApi(async ({ post: send, get, clock }) => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        await send('/v1/identify', { userId: name, traits: { email: `${name}@example.com` } });
        if (name !== 'c') clock.advance(1_000);
      }
      await send('/v1/track', { userId: 'b', event: 'Signed Up' });

      type List = { data: { id: string; user_ids: string[] }[]; next_cursor: string | null };
      const names = async (query: string) =>
        (await get<List>(`/v1/customers?${query}`)).body.data.flatMap((row) => row.user_ids);
      expect(await names('email=b@EXAMPLE.com')).toEqual(['b']);
      expect(await names('user_id=d')).toEqual(['d']);
      expect(await names('lifecycle=onboarding')).toEqual(['b']);
      expect(await names('user_id=nobody')).toEqual([]);

      const seen: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; cursor !== null; page += 1) {
        const { body }: { body: List } = await get<List>(`/v1/customers?limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.data.flatMap((row) => row.user_ids));
        cursor = body.next_cursor;
        expect(page).toBeLessThan(3);
      }
      expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(seen.slice(-2)).toEqual(['b', 'a']);
      expect((await get('/v1/customers?cursor=xyz')).status).toBe(400);
      expect((await get('/v1/customers/nobody')).status).toBe(404);
      expect((await get('/v1/customers/0195553d-0000-7000-8000-000000000001')).status).toBe(404);
      expect((await get('/v1/customers', { role: 'ingest' })).status).toBe(403);
    }));

  test('a timeline shows what happened and what the customer did, the latest first, without gaps between pages', () =>
    withApi(
      { journeys: [headerWith({ startOn: ['usage.dropped'], hears: ['customer.logged_in'] })] },
      async ({ db, post: send, get }) => {
        const batch = [
          track('ada', 'Usage Dropped', NOW),
          ...Array.from({ length: 4 }, (_, index) => track('ada', 'Logged In', NOW, { messageId: `login ${index}` })),
          track('ada', 'Report Exported', ago(HOUR_MS)),
          { type: 'page', userId: 'ada', name: 'Pricing' },
        ];
        await send('/v1/batch', { batch });
        const { id: enrollmentId } = await db.enrollment.findFirstOrThrow();
        await db.$transaction((tx) => enterStage(tx, { enrollmentId, stage: 'first', at: NOW }));

        type Page = { data: { at: string; kind: string; type?: string; stage?: string }[]; next_cursor: string | null };
        const all: Page['data'] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const { body }: { body: Page } = await get<Page>(
            `/v1/customers/ada/timeline?limit=2${cursor && `&cursor=${cursor}`}`,
          );
          all.push(...body.data);
          cursor = body.next_cursor;
        }
        const lines = all.map(({ kind, type, stage }) => [kind, type ?? stage ?? ''].join(' ').trim());
        const logins = Array.from({ length: 4 }, () => 'event customer.logged_in');
        expect(lines.slice(0, 2)).toEqual(['stage first', 'enrolled']);
        expect(lines.slice(2, 4)).toEqual(['lifecycle', 'lifecycle']);
        expect(lines.slice(4, 9).toSorted()).toEqual([...logins, 'event usage.dropped']);
        expect(lines.slice(9)).toEqual(['event Report Exported']);

        const heard = await readTimeline(db, { enrollmentId }, { limit: 20 });
        expect(heard.map(({ kind }) => kind)).toEqual(['enrolled', 'event', 'event', 'event', 'event', 'stage']);
      },
    ));
});
