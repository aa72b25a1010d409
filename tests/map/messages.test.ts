import { newId } from '../../domain/ids';
import { DAY_MS } from '../../domain/duration';
import type { TouchSignal } from '../../domain/signal';
import { loadMessages } from '../../messages/catalog';
import { recount } from '../../prisma/recount';
import { recordSignals } from '../../prisma/touch-signals';
import { inTransaction } from '../../prisma/transaction';
import { withApi, type ApiWorld } from '../support/http';
import { person } from './world';

const NAME = 'at-risk/check-in';
const PATH = `/v1/messages/${encodeURIComponent(NAME)}`;

interface Listed {
  name: string;
  used_in: { journey: string; stage: string }[];
  results: Record<string, number>;
}

test('every message is shown in each of its languages, on each of its channels, whatever is known of a customer', () =>
  withApi(async ({ get }) => {
    const catalog = loadMessages();
    for (const name of catalog.names) {
      const { channels, locales } = catalog.get(name);
      for (const locale of locales) {
        for (const channel of channels) {
          for (const sample of ['known', 'unknown']) {
            const query = `locale=${locale}&channel=${channel}&sample=${sample}`;
            const { status, body } = await get(`/v1/messages/${encodeURIComponent(name)}/rendering?${query}`);
            expect([name, query, status, typeof body['text']]).toEqual([name, query, 200, 'string']);
          }
        }
      }
    }
  }));

test('the page of a message stands in a frame of ours alone, and nothing in it may run', () =>
  withApi(async ({ get }) => {
    const { status, headers, text } = await get(`${PATH}/page?channel=email&locale=de`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'self'; sandbox$/);
    expect(text).toContain('Alexandra');
    expect((await get(`${PATH}/page?channel=in-app`)).text).toMatch(/^<!doctype html><html lang="en">/);
    for (const [path, code] of [
      [`${PATH}/page?channel=sms`, 400],
      [`${PATH}/page?channel=push`, 400],
      [`${PATH}/rendering?locale=x_%3Cb%3E`, 400],
      ['/v1/messages/nothing', 404],
      ['/v1/messages/nothing/rendering', 404],
    ] as const)
      expect([path, (await get(path)).status]).toEqual([path, code]);
  }));

test('a message says where it is used: in the stages whose source names it', () =>
  withApi(async ({ get }) => {
    const { body } = await get<{ data: Listed[] }>('/v1/messages');
    const used = new Map(body.data.map(({ name, used_in: places }) => [name, places]));
    expect(used.get(NAME)).toEqual([{ journey: 'at-risk', stage: 'checkIn' }]);
    expect(used.get('consent/confirm')).toEqual([]);
    expect([...used.keys()].toSorted()).toEqual(loadMessages().names);
  }));

test('what comes of a message is counted once, for the day on which it left, and each number opens its people (M15)', () =>
  withApi(async (world) => {
    const { db, get, clock } = world;
    const sent = [];
    for (let n = 0; n < 5; n += 1) sent.push(await touch(world, n));
    await signal(world, sent[0]!, 'clicked');
    await signal(world, sent[0]!, 'clicked');
    await signal(world, sent[0]!, 'replied');
    await signal(world, sent[1]!, 'clicked', false);
    await signal(world, sent[1]!, 'delivered');
    await signal(world, sent[2]!, 'bounced');
    await signal(world, sent[3]!, 'complained');
    await signal(world, sent[3]!, 'unsubscribed');
    // Sent is counted where a provider accepts; these were written past that.
    const before = await db.messageDay.findMany({ orderBy: { day: 'asc' } });
    expect(before.map(({ sent: none, ...row }) => [none, row.clicked, row.answered]).slice(0, 2)).toEqual(
      expect.arrayContaining([[0, expect.any(Number), expect.any(Number)]]),
    );
    const live = before.reduce((sum, row) => ({
      ...sum,
      clicked: sum.clicked + row.clicked,
      answered: sum.answered + row.answered,
      complained: sum.complained + row.complained,
      unsubscribed: sum.unsubscribed + row.unsubscribed,
      bounced: sum.bounced + row.bounced,
      delivered: sum.delivered + row.delivered,
    }));
    await recount(db);
    const { body } = await get<Listed>(`${PATH}?days=30`);
    const { sent: all, ...results } = body.results;
    expect(all).toBe(5);
    expect(live).toMatchObject(results);
    expect(results).toMatchObject({ clicked: 1, answered: 1, bounced: 1, complained: 1, unsubscribed: 1 });
    for (const [result, count] of Object.entries(body.results)) {
      const { body: page } = await get<{ data: unknown[] }>(`${PATH}/people?result=${result}`);
      expect([result, page.data.length]).toEqual([result, count]);
    }
    // On one channel alone: all of these went by email.
    for (const [channel, count] of [
      ['email', 5],
      ['sms', 0],
    ] as const) {
      const { body: page } = await get<{ data: unknown[] }>(`${PATH}/people?result=sent&channel=${channel}`);
      expect([channel, page.data.length]).toEqual([channel, count]);
    }
    // What left before the period is not in it.
    clock.advance(40 * DAY_MS);
    expect((await get<Listed>(`${PATH}?days=30`)).body.results['sent']).toBe(0);
    expect((await get<{ data: unknown[] }>(`${PATH}/people?days=30`)).body.data).toEqual([]);
  }));

test('the people of a message come page by page, the latest first, each once', () =>
  withApi(async (world) => {
    for (let n = 0; n < 7; n += 1) await touch(world, n);
    const names: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await world.get<{ data: { name: string }[]; next_cursor: string | null }>(
        `${PATH}/people?limit=3${cursor && `&cursor=${cursor}`}`,
      );
      names.push(...body.data.map(({ name }) => name));
      if (body.next_cursor === null) break;
      cursor = body.next_cursor;
    }
    expect(names).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `person ${n}`));
  }));

/** A message that left so many days ago. */
async function touch(world: ApiWorld, daysAgo: number): Promise<string> {
  const { db, clock } = world;
  const customerId = await person(world, `person ${daysAgo}`);
  const at = new Date(clock.now().getTime() - daysAgo * DAY_MS);
  const id = newId(at);
  const what = { message: NAME, messageClass: 'lifecycle', topic: 'check-ins', state: 'accepted', channel: 'email' };
  const times = { plannedAt: at, updatedAt: at, sentAt: at };
  await db.touch.create({ data: { id, key: id, customerId, codeVersion: 'test', ...what, ...times } });
  const call = { channel: 'email', provider: 'sendgrid', token: crypto.randomUUID(), state: 'accepted' };
  await db.attempt.create({ data: { id: newId(at), touchId: id, startedAt: at, leaseUntil: at, ...call } });
  return id;
}

async function signal(
  { db, clock }: ApiWorld,
  touchId: string,
  kind: TouchSignal['kind'],
  human = true,
): Promise<void> {
  const at = clock.now();
  const key = crypto.randomUUID();
  await inTransaction(db, (tx) => recordSignals(tx, [{ touchId, kind, human, detail: {}, at, key }], at));
}
