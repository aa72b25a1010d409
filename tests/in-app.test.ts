import { inAppInbox } from '../activities/channels/in-app';
import { inAppRoutes } from '../api/routes/in-app';
import { newId } from '../domain/ids';
import { withApi, type ApiWorld } from './support/http';

interface Message {
  readonly id: string;
  readonly touch_id: string;
  readonly title: string;
  readonly seen_at: string | null;
  readonly clicked_at: string | null;
  readonly dismissed_at: string | null;
}
interface Page {
  readonly data: readonly Message[];
  readonly next_cursor: string | null;
}

/** A customer, known to the backend as `ada`, with messages in the inbox, the last one the newest. */
async function withInbox(
  titles: readonly string[],
  test: (world: ApiWorld & { customerId: string }) => Promise<void>,
): Promise<void> {
  await withApi({ routes: inAppRoutes }, async (world) => {
    const { db, clock } = world;
    const now = clock.now();
    const customerId = newId(now);
    await db.customer.create({ data: { id: customerId, createdAt: now, updatedAt: now } });
    await db.identity.create({ data: { kind: 'user', value: 'ada', customerId, createdAt: now } });
    for (const [index, title] of titles.entries()) {
      const at = new Date(now.getTime() + index);
      const content = {
        channel: 'in-app',
        title,
        body: 'Hi',
        html: '<p>Hi</p>',
        action: { label: 'Go', url: 'https://app.example/x' },
      } as const;
      await inAppInbox(db).send({
        attemptId: newId(at),
        touchId: newId(at),
        customerId,
        recipient: customerId,
        content,
        at,
      });
    }
    await test({ ...world, customerId });
  });
}

describe('the in-app inbox', () => {
  test('is read page by page, the newest first, each message once', () =>
    withInbox(['one', 'two', 'three'], async ({ get }) => {
      const first = await get<Page>('/v1/customers/ada/in-app?limit=2');
      expect(first.body.data.map(({ title }) => title)).toEqual(['three', 'two']);
      const second = await get<Page>(`/v1/customers/ada/in-app?limit=2&cursor=${first.body.next_cursor}`);
      expect(second.body).toMatchObject({
        data: [{ title: 'one', action: { label: 'Go', url: 'https://app.example/x' } }],
        next_cursor: null,
      });
      expect((await get('/v1/customers/nobody/in-app')).status).toBe(404);
      expect((await get('/v1/customers/ada/in-app?cursor=made-up')).status).toBe(400);
    }));

  test('remembers the first time that a message was seen or put away, and can leave those out', () =>
    withInbox(['one', 'two', 'three'], async ({ get, post, clock }) => {
      const [three, two] = (await get<Page>('/v1/customers/ada/in-app')).body.data as [Message, Message];
      clock.advance(60_000);
      const seen = await post<Message>(`/v1/customers/ada/in-app/${three.id}/seen`, undefined, { role: 'ingest' });
      await post(`/v1/customers/ada/in-app/${two.id}/dismissed`);
      clock.advance(60_000);
      const again = await post<Message>(`/v1/customers/ada/in-app/${three.id}/seen`);
      expect(again.body).toEqual(seen.body);
      expect(seen.body.seen_at).toBe('2026-03-02T09:01:00.000Z');

      const unseen = await get<Page>('/v1/customers/ada/in-app?unseen=true');
      expect(unseen.body.data.map(({ title }) => title)).toEqual(['one']);
    }));

  test('tells journeys of a click, once', () =>
    withInbox(['one'], async ({ get, post, db, customerId, relayWoken, clock }) => {
      const [message] = (await get<Page>('/v1/customers/ada/in-app')).body.data as [Message];
      const clicks = await Promise.all(
        [1, 2, 3].map(() => post<Message>(`/v1/customers/ada/in-app/${message.id}/clicked`)),
      );
      for (const { status, body } of clicks) {
        expect([status, body.clicked_at, body.seen_at]).toEqual([
          200,
          clock.now().toISOString(),
          clock.now().toISOString(),
        ]);
      }
      expect(await db.event.findMany()).toEqual([
        expect.objectContaining({
          type: 'message.clicked',
          customerId,
          properties: { touchId: message.touch_id, link: 'https://app.example/x' },
        }),
      ]);
      expect(relayWoken()).toBeGreaterThan(0);
    }));

  test("keeps one customer's messages from another", () =>
    withInbox(['one'], async ({ get, post, db, clock }) => {
      const [message] = (await get<Page>('/v1/customers/ada/in-app')).body.data as [Message];
      const other = newId(clock.now());
      await db.customer.create({ data: { id: other, createdAt: clock.now(), updatedAt: clock.now() } });
      expect((await get<Page>(`/v1/customers/${other}/in-app`)).body.data).toEqual([]);
      expect((await post(`/v1/customers/${other}/in-app/${message.id}/seen`)).status).toBe(404);
      expect((await post(`/v1/customers/ada/in-app/${newId(clock.now())}/seen`)).status).toBe(404);
      expect((await get('/v1/customers/ada/in-app', { role: 'ingest' })).status).toBe(403);
    }));
});
