import { HOUR_MS } from '../../domain/duration';
import { receive } from '../../prisma/conversations';
import { inTransaction } from '../../prisma/transaction';
import { withApi, type ApiWorld } from '../support/http';
import { asked, type Asked } from './world';

/** Monday morning. */
const START = new Date('2026-03-02T09:00:00.000Z');

interface Row {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly company: { readonly name: string } | null;
  readonly value: number | null;
  readonly rank: { readonly sentence: string; readonly head_start_hours: number; readonly parts: readonly object[] };
}
interface Page {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

function withInbox(
  test: (
    world: ApiWorld & {
      readonly ask: (asking: Asked) => Promise<string>;
      /** The reasons of a view, in its order. */
      readonly see: (query: string) => Promise<readonly string[]>;
    },
  ) => Promise<void>,
): Promise<void> {
  return withApi({ startAt: START }, (world) =>
    test({
      ...world,
      ask: async (asking) => (await asked(world.db, asking, world.clock.now())).id,
      see: async (query) => {
        const { status, body } = await world.get<Page>(`/v1/inbox?${query}`);
        expect([query, status]).toEqual([query, 200]);
        return body.data.map(({ reason }) => reason);
      },
    }),
  );
}

describe('whose turn it is', () => {
  test('is what is nearest to its due date, moved forward by priority, value and mood, and each row says why', () =>
    withInbox(async ({ get, ask, see }) => {
      await ask({ because: 'tomorrow', dueInHours: 24 });
      await ask({ because: 'soon', dueInHours: 20 });
      await ask({ because: 'dear', dueInHours: 26, traits: { mrr: 10_000 } });
      await ask({ because: 'urgent', dueInHours: 40, priority: 'urgent' });
      await ask({ because: 'idle', dueInHours: 15, priority: 'low' });
      expect(await see('view=next')).toEqual(['dear', 'urgent', 'soon', 'idle', 'tomorrow']);
      const { body } = await get<Page>('/v1/inbox?view=next');
      expect(body.data[0]).toMatchObject({
        value: 120_000,
        rank: {
          sentence:
            'It is due in 26 hours. It counts as 12 hours earlier: the customer is worth 120,000 a year (12 h).',
          head_start_hours: 12,
          parts: [{ because: 'value', hours: 12, fact: 120_000 }],
        },
      });
      expect(body.data[3]!.rank.sentence).toBe(
        'It is due in 15 hours. It counts as 8 hours later: its priority is low (−8 h).',
      );
    }));

  test('changes when the customer writes something urgent, and again when somebody has answered', () =>
    withInbox(async ({ db, clock, ask, see, get, post }) => {
      await ask({ because: 'first', dueInHours: 20 });
      const second = await ask({ because: 'second', dueInHours: 28 });
      expect(await see('view=next')).toEqual(['first', 'second']);
      const { customerId } = await db.task.findUniqueOrThrow({ where: { id: second } });
      const said = { customerId, channel: 'email', source: 'api', touchId: null, automatic: false } as const;
      const body = 'Our whole production is down because of you. This is urgent, please call me at once!';
      await inTransaction(db, (tx) =>
        receive(tx, { ...said, body, dedupeKey: 'one', at: clock.now() }, { journeys: [], now: clock.now() }),
      );
      const { body: page } = await get<Page>('/v1/inbox?view=next');
      expect(page.data[0]).toMatchObject({
        reason: 'second',
        rank: { parts: [{ because: 'unanswered', fact: 'urgent' }] },
      });
      const conversation = await db.conversation.findUniqueOrThrow({ where: { customerId } });
      await post(`/v1/conversations/${conversation.id}/replies`, { text: 'I am on it.', by: 'ann' });
      // Its service level has begun, so it stays first; the mood no longer counts.
      const answered = (await get<Page>('/v1/inbox?view=next')).body.data[0]!;
      expect(answered).toMatchObject({ reason: 'second', rank: { head_start_hours: 0, parts: [] } });
    }));
});

describe('the views of the inbox', () => {
  test('show to each person what is theirs, what nobody has taken, what is put off, late and done, and count it', () =>
    withInbox(async ({ ask, see, get, post, clock }) => {
      await ask({ because: 'offered to Ann', owner: 'ann' });
      await ask({ because: 'offered to Ben', owner: 'ben', dueInHours: 25 });
      const free = await ask({ because: 'free', dueInHours: 26 });
      const later = await ask({ because: 'later', dueInHours: 1 });
      const over = await ask({ because: 'over' });
      const is = { headers: { 'If-Match': '"1"' } };
      await post(`/v1/tasks/${free}/claim`, { assignee: 'ann' }, is);
      const until = new Date(START.getTime() + 5 * HOUR_MS).toISOString();
      await post(`/v1/tasks/${later}/snooze`, { by: 'ben', until, reason: 'asked to be called later' }, is);
      await post(`/v1/tasks/${over}/completion`, { by: 'ann', outcome: 'already_solved' }, is);
      clock.advance(2 * HOUR_MS);

      expect(await see('view=next&person=ann')).toEqual(['offered to Ann', 'free']);
      expect(await see('view=next&person=cleo')).toEqual([]);
      expect(await see('view=mine&person=ben')).toEqual(['offered to Ben']);
      expect(await see('view=unclaimed')).toEqual(['offered to Ann', 'offered to Ben']);
      expect(await see('view=snoozed')).toEqual(['later']);
      expect(await see('view=breached')).toEqual(['later']);
      expect(await see('view=all')).toEqual(['later', 'offered to Ann', 'offered to Ben', 'free']);
      expect(await see('view=done')).toEqual(['over']);
      expect((await get('/v1/inbox/counts?person=ann')).body).toEqual({
        next: 2,
        mine: 2,
        unclaimed: 2,
        snoozed: 1,
        breached: 1,
        all: 4,
        done: 1,
      });
      clock.advance(4 * HOUR_MS);
      expect(await see('view=next&person=cleo')).toEqual(['later']);
      clock.advance(24 * HOUR_MS);
      expect(await see('view=done')).toEqual([]);
    }));

  test('are narrowed down by what was asked, to whom, when it is due, and any part of a name, an address, a company or the reason', () =>
    withInbox(async ({ ask, see }) => {
      await ask({ because: 'one', name: 'Ada Lovelace', email: 'ada@engine.example', company: 'Analytical 100 %' });
      await ask({ because: 'two', name: 'Grace Hopper', owner: 'ann', dueInHours: 100 });
      await ask({ because: 'three', queue: 'support', company: 'Looms Ltd', dueInHours: 3 });
      for (const [query, found] of [
        ['q=lovel', ['one']],
        ['q=ENGINE.ex', ['one']],
        ['q=100%20%25', ['one']],
        ['q=%25', ['one']],
        ['q=_', []],
        ['q=looms', ['three']],
        ['q=tw', ['two']],
        ['queue=support', ['three']],
        ['assignee=ann', ['two']],
        ['unassigned=true', ['three', 'one']],
        ['due=today', ['three']],
        ['due=week', ['three', 'one', 'two']],
        ['due=overdue', []],
        ['playbook=save-call', []],
        ['journey=at-risk', []],
      ] as const)
        expect([query, await see(`view=all&${query}`)]).toEqual([query, found]);
    }));

  test.each(['next', 'snoozed', 'done'])('are read page by page without a gap or a double: %s', (view) =>
    withInbox(async ({ ask, get, post, clock }) => {
      const ids = [];
      for (let index = 0; index < 7; index += 1)
        ids.push(await ask({ because: `no. ${index}`, dueInHours: 10 + (index % 3) }));
      const is = { headers: { 'If-Match': '"1"' } };
      const until = new Date(START.getTime() + HOUR_MS).toISOString();
      for (const id of ids) {
        if (view === 'snoozed') await post(`/v1/tasks/${id}/snooze`, { until, reason: 'later' }, is);
        if (view === 'done') await post(`/v1/tasks/${id}/completion`, { outcome: 'already_solved' }, is);
        clock.advance(1);
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body }: { body: Page } = await get<Page>(
          `/v1/inbox?view=${view}&limit=3${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...body.data.map(({ id }) => id));
        cursor = body.next_cursor;
      }
      expect(seen).toHaveLength(7);
      expect(seen.toSorted()).toEqual(ids.toSorted());
      const first = (await get<Page>(`/v1/inbox?view=${view}&limit=3`)).body.next_cursor;
      expect((await get(`/v1/inbox?view=mine&cursor=${first}`)).status).toBe(400);
    }),
  );
});

test('the board says how much each person has to do, and what waits in the queues', () =>
  withInbox(async ({ ask, get, post, clock }) => {
    const mine = await ask({ owner: 'ann' });
    await ask({ owner: 'ann', dueInHours: 1 });
    await ask({ queue: 'support', dueInHours: 30 });
    await post(`/v1/tasks/${mine}/claim`, { assignee: 'ann' }, { headers: { 'If-Match': '"1"' } });
    clock.advance(2 * HOUR_MS);
    const { body } = await get<{ people: unknown[]; queues: unknown[] }>('/v1/inbox/board');
    expect(body).toEqual({
      people: [
        {
          id: 'ann',
          name: null,
          role: null,
          queues: [],
          open: 2,
          claimed: 1,
          breached: 1,
          snoozed: 0,
          load_limit: null,
          capacity: null,
          absent: null,
        },
      ],
      queues: [
        {
          queue: 'customer-success',
          unassigned: 0,
          unclaimed: 1,
          breached: 1,
          next_due_at: '2026-03-02T10:00:00.000Z',
        },
        { queue: 'support', unassigned: 1, unclaimed: 1, breached: 0, next_due_at: '2026-03-03T15:00:00.000Z' },
      ],
    });
  }));

test('every number of the board opens as many tasks, also in queues that the reader does not serve', () =>
  withInbox(async ({ db, ask, see, post, get, clock }) => {
    const at = { createdAt: START, joinedAt: START };
    const lea = { id: 'lea', name: 'Lea', email: 'lea@acme.example', role: 'lead', queues: ['support'], ...at };
    await db.staff.create({ data: lea });
    const act = { headers: { 'If-Match': '"1"' } };
    const until = new Date(START.getTime() + 48 * HOUR_MS).toISOString();
    for (const because of ['claimed', 'claimed and put off', 'put off', 'offered']) {
      const id = await ask({ because, owner: 'ann', dueInHours: 1 });
      if (because.startsWith('claimed')) await post(`/v1/tasks/${id}/claim`, { assignee: 'ann' }, act);
      const version = because.startsWith('claimed') ? 2 : 1;
      const asleep = { headers: { 'If-Match': `"${version}"` } };
      if (because.endsWith('put off'))
        await post(`/v1/tasks/${id}/snooze`, { until, reason: 'later', by: 'ann' }, asleep);
    }
    const nobodys = await ask({ because: 'nobody has it', dueInHours: 30 });
    await post(`/v1/tasks/${nobodys}/snooze`, { until, reason: 'later' }, act);
    clock.advance(2 * HOUR_MS);
    const { people, queues } = (await get<{ people: object[]; queues: object[] }>('/v1/inbox/board')).body;
    expect(people).toMatchObject([{ id: 'ann', open: 2, claimed: 1, breached: 4, snoozed: 2 }, { id: 'lea' }]);
    expect(queues).toMatchObject([{ queue: 'customer-success', unassigned: 1, unclaimed: 1, breached: 4 }]);
    const opened = async (query: string) => (await see(`person=lea&${query}`)).toSorted();
    expect(await opened('view=all&assignee=ann&state=awake')).toEqual(['claimed', 'offered']);
    expect(await opened('view=all&assignee=ann&state=claimed')).toEqual(['claimed']);
    expect(await opened('view=snoozed&assignee=ann')).toEqual(['claimed and put off', 'put off']);
    expect((await opened('view=breached&assignee=ann')).length).toBe(4);
    const queue = 'queue=customer-success';
    expect(await opened(`view=all&${queue}&unassigned=true`)).toEqual(['nobody has it']);
    expect(await opened(`view=unclaimed&${queue}`)).toEqual(['offered']);
    expect((await opened(`view=breached&${queue}`)).length).toBe(4);
  }));
