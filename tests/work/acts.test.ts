import { HOUR_MS, SECOND_MS } from '../../domain/duration';
import { openTask } from '../../activities/tasks/open';
import { resolveTasks } from '../../activities/tasks/resolve';
import { tendTask } from '../../activities/tasks/tend';
import { newId } from '../../domain/ids';
import { leaseRows } from '../../prisma/outbox-lease';
import { receive } from '../../prisma/conversations';
import type { Db } from '../../prisma/client';
import { inTransaction } from '../../prisma/transaction';
import { playbooks } from '../../playbooks';
import { withApi, type ApiWorld } from '../support/http';
import { asked } from './world';

/** Monday morning. */
const START = new Date('2026-03-02T09:00:00.000Z');

const is = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

interface ActWorld extends ApiWorld {
  /** A customer's journey asks for a person. */
  readonly enroll: () => Promise<{
    readonly taskId: string;
    readonly enrollmentId: string;
    readonly customerId: string;
  }>;
  /** What the relay would carry now. */
  readonly carried: () => Promise<readonly string[]>;
}

function withActs(test: (world: ActWorld) => Promise<void>): Promise<void> {
  return withApi({ startAt: START }, (world) => {
    const { db, clock } = world;
    return test({
      ...world,
      enroll: () => enroll(db, clock.now()),
      carried: async () => {
        const { rows } = await leaseRows(db, { limit: 10, leaseMs: 1, now: clock.now() });
        return rows.map(({ kind }) => kind);
      },
    });
  });
}

describe('a completion can be taken back for ten seconds', () => {
  test('journeys hear of it afterwards, and never when it was taken back: the task is as it was', () =>
    withActs(async ({ db, enroll, post, send, clock, carried }) => {
      const { taskId } = await enroll();
      await post(`/v1/tasks/${taskId}/claim`, { assignee: 'ann' }, is(1));
      const before = await db.task.findUniqueOrThrow({ where: { id: taskId } });
      const body = { by: 'ann', outcome: 'reached_resolved', undoable: true };
      const done = await post(`/v1/tasks/${taskId}/completion`, body, is(2));
      expect(done.body).toMatchObject({ state: 'done', undo_until: '2026-03-02T09:00:10.000Z', next_task_id: null });
      clock.advance(9 * SECOND_MS);
      expect(await carried()).toEqual([]);

      const by = (who: string, version: number) =>
        send('DELETE', `/v1/tasks/${taskId}/completion`, { by: who }, is(version));
      expect((await by('ben', 3)).status).toBe(409);
      expect((await by('ann', 2)).status).toBe(412);
      const undone = await by('ann', 3);
      expect([undone.status, undone.body]).toMatchObject([
        200,
        { state: 'claimed', assignee: 'ann', outcome: null, version: 4 },
      ]);
      const after = await db.task.findUniqueOrThrow({ where: { id: taskId } });
      expect({ ...after, version: 2 }).toEqual(before);
      expect(await db.taskWaiter.findMany()).toMatchObject([{ outcome: null }]);
      clock.advance(HOUR_MS);
      expect(await carried()).toEqual([]);
      expect(await db.outbox.count()).toBe(0);

      await post(`/v1/tasks/${taskId}/completion`, { ...body, outcome: 'voicemail' }, is(4));
      clock.advance(10 * SECOND_MS);
      expect(await carried()).toEqual(['event']);
      expect(await by('ann', 5)).toMatchObject({ status: 409, body: { too_late: true } });
    }));

  test.each([
    ['the journey finds the customer faster', 'resolve'],
    ['its own timer rings', 'tend'],
    ['it is reset, and asks again', 'ask'],
    ['a relay with a clock ahead of ours has it in its hands', 'relay'],
  ])('it cannot be once the journey goes on with it: %s', (_name, how) =>
    withActs(async ({ db, enroll, post, send, clock }) => {
      const { taskId, enrollmentId, customerId } = await enroll();
      await post(`/v1/tasks/${taskId}/completion`, { by: 'ann', outcome: 'voicemail', undoable: true }, is(1));
      const now = clock.now();
      const goOn: Readonly<Record<string, () => Promise<unknown>>> = {
        resolve: () => resolveTasks({ db }, { enrollmentId, taskId, cause: 'customer_acted' }, now),
        tend: () => tendTask({ db, log: { warn: () => undefined } }, { taskId, step: 'remind' }, now),
        ask: () => openTask({ db, playbooks }, requestOf(enrollmentId, customerId), now),
        relay: () => leaseRows(db, { limit: 10, leaseMs: 60_000, now: new Date(now.getTime() + HOUR_MS) }),
      };
      expect(
        JSON.stringify(await goOn[how]!(), (_key, value) => (typeof value === 'bigint' ? 1 : value) as unknown),
      ).toContain('voicemail');
      const undone = await send('DELETE', `/v1/tasks/${taskId}/completion`, { by: 'ann' }, is(2));
      expect(undone).toMatchObject({ status: 409, body: { too_late: true } });
      expect(await db.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
        state: 'done',
        outcome: 'voicemail',
      });
    }),
  );

  test('a journey that has ended meanwhile does not wait again, and the task says so', () =>
    withActs(async ({ db, enroll, post, send }) => {
      const { taskId, enrollmentId } = await enroll();
      await post(`/v1/tasks/${taskId}/completion`, { by: 'ann', outcome: 'voicemail', undoable: true }, is(1));
      await db.enrollment.update({ where: { id: enrollmentId }, data: { state: 'ended' } });
      const { body } = await send('DELETE', `/v1/tasks/${taskId}/completion`, { by: 'ann' }, is(2));
      expect(body).toMatchObject({ state: 'open', banner: expect.stringContaining('has ended') as string });
    }));

  test('the next step comes with the completion in one, and goes with it while nobody has touched it', () =>
    withActs(async ({ db, enroll, post, send, get, clock }) => {
      const { taskId } = await enroll();
      const step = { because: 'send the new price list', due: '3 days' };
      const body = { by: 'ann', outcome: 'voicemail', undoable: true, next_step: step };
      expect((await post(`/v1/tasks/${taskId}/completion`, { ...body, outcome: 'shrug' }, is(1))).status).toBe(400);
      expect(await db.task.count()).toBe(1);
      const done = await post(`/v1/tasks/${taskId}/completion`, body, is(1));
      expect((await post(`/v1/tasks/${taskId}/completion`, body, is(1))).body).toMatchObject({ version: 2 });
      const opened = await db.task.findFirstOrThrow({ where: { id: { not: taskId } } });
      expect(opened).toMatchObject({ playbook: 'save-call', because: step.because, assignee: 'ann', state: 'open' });
      expect(done.body).toMatchObject({ state: 'done', next_task_id: opened.id });
      expect(await db.task.count()).toBe(2);

      clock.advance(SECOND_MS);
      expect((await send('DELETE', `/v1/tasks/${taskId}/completion`, { by: 'ann' }, is(2))).body).toMatchObject({
        state: 'open',
        version: 3,
      });
      expect((await get(`/v1/tasks/${opened.id}`)).body).toMatchObject({ state: 'cancelled', outcome: 'withdrawn' });
      expect((await get('/v1/tasks')).body).toMatchObject({ data: [{ id: taskId }] });
    }));

  test.each(['claim', 'notes', 'attempts', 'checklist'])(
    'a next step with which somebody has begun stays, and says what became of its completion: %s',
    (deed) =>
      withActs(async ({ db, enroll, post, send, get, clock }) => {
        const { taskId } = await enroll();
        const body = { by: 'ann', outcome: 'voicemail', undoable: true };
        const step = { because: 'send the new price list', due: '1 day' };
        await post(`/v1/tasks/${taskId}/completion`, { ...body, next_step: step }, is(1));
        const { id } = await db.task.findFirstOrThrow({ where: { id: { not: taskId } } });
        const first = playbooks['save-call']!.checklist[0];
        const deeds: Readonly<Record<string, () => Promise<{ status: number }>>> = {
          claim: () => post(`/v1/tasks/${id}/claim`, { assignee: 'ben' }, is(1)),
          notes: () => post(`/v1/tasks/${id}/notes`, { by: 'ben', body: 'I have the list.' }),
          attempts: () => post(`/v1/tasks/${id}/attempts`, { by: 'ben', result: 'no_answer' }),
          checklist: () => send('PUT', `/v1/tasks/${id}/checklist`, { by: 'ben', step: first, done: true }),
        };
        expect((await deeds[deed]!()).status).toBeLessThan(300);
        clock.advance(SECOND_MS);
        expect((await send('DELETE', `/v1/tasks/${taskId}/completion`, { by: 'ann' }, is(2))).status).toBe(200);
        const { body: left } = await get(`/v1/tasks/${id}`);
        expect(['open', 'claimed']).toContain(left['state']);
        expect((left['notes'] as { body: string }[]).at(-1)).toMatchObject({
          body: 'The completion that this followed from was taken back.',
        });
      }),
  );

  test('a next step joins what is open already, which stays when the completion is taken back', () =>
    withActs(async ({ db, enroll, post, send, get }) => {
      const { taskId, customerId } = await enroll();
      const hand = { playbook: 'reach-out', because: 'asked on the phone', assign_to: 'ben' };
      const first = await post(`/v1/customers/${customerId}/tasks`, hand);
      const other = await post(`/v1/customers/${customerId}/tasks`, { ...hand, playbook: 'save-call', due: '7 days' });
      expect([first.status, other.body['id']]).toEqual([201, taskId]);
      const body = { by: 'ann', outcome: 'already_solved', undoable: true };
      const step = { because: 'send the new price list', due: '1 day' };
      const done = await post(`/v1/tasks/${String(first.body['id'])}/completion`, { ...body, next_step: step }, is(1));
      expect(done.status).toBe(200);
      const joined = await db.task.findFirst({ where: { playbook: 'reach-out', state: 'open' } });
      expect(joined).toMatchObject({ because: step.because });
      const again = await post(`/v1/customers/${customerId}/tasks`, { ...hand, because: 'asked once more' });
      expect(again.body).toMatchObject({ id: joined?.id });
      await send('DELETE', `/v1/tasks/${String(first.body['id'])}/completion`, { by: 'ann' }, is(2));
      expect((await get(`/v1/tasks/${joined!.id}`)).body).toMatchObject({ state: 'open', outcome: null });
    }));

  test('of two who take it back at once one does, and nothing is half done', () =>
    withActs(async ({ db, enroll, post, send }) => {
      const { taskId } = await enroll();
      await post(`/v1/tasks/${taskId}/completion`, { by: 'ann', outcome: 'voicemail', undoable: true }, is(1));
      const undo = () => send('DELETE', `/v1/tasks/${taskId}/completion`, { by: 'ann' }, is(2));
      const answers = await Promise.all([undo(), undo(), undo()]);
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
      expect(await db.outbox.count()).toBe(0);
    }));
});

describe('what people do about a task', () => {
  test('of fifty who claim at once one wins, and each of the others is told who and offered another task', () =>
    withActs(async ({ db, post }) => {
      const wanted = await asked(db, {}, START);
      const other = await asked(db, { dueInHours: 30 }, START);
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          post(`/v1/tasks/${wanted.id}/claim`, { assignee: `p${index}` }, is(1)),
        ),
      );
      const winners = claims.filter(({ status }) => status === 200);
      expect(winners).toHaveLength(1);
      const losers = claims.filter(({ status }) => status === 409);
      expect(losers).toHaveLength(49);
      for (const { body } of losers)
        expect(body).toMatchObject({ assignee: winners[0]!.body['assignee'], next_task_id: other.id });
    }));

  test('the next task comes with the completion', () =>
    withActs(async ({ db, post }) => {
      const first = await asked(db, {}, START);
      const second = await asked(db, { dueInHours: 30 }, START);
      const { body } = await post(`/v1/tasks/${first.id}/completion`, { by: 'ann', outcome: 'already_solved' }, is(1));
      expect(body).toMatchObject({ next_task_id: second.id, undo_until: null });
    }));

  test('attempts to reach the customer are kept, in any number and in any state', () =>
    withActs(async ({ db, post, get, clock }) => {
      const { id } = await asked(db, {}, START);
      for (const result of ['no_answer', 'voicemail', 'wrong_person', 'reached']) {
        const tried = { by: 'ann', result, note: `it was ${result}` };
        expect((await post(`/v1/tasks/${id}/attempts`, tried)).status).toBe(201);
        clock.advance(HOUR_MS);
      }
      expect((await post(`/v1/tasks/${id}/attempts`, { result: 'shrug' })).status).toBe(400);
      expect((await post(`/v1/tasks/${newId(START)}/attempts`, { result: 'reached' })).status).toBe(404);
      expect((await get(`/v1/tasks/${id}`)).body['attempts']).toMatchObject([
        { by: 'ann', result: 'no_answer', note: 'it was no_answer' },
        { result: 'voicemail' },
        { result: 'wrong_person' },
        { result: 'reached' },
      ]);
    }));

  test('what is ticked of the checklist stands with the task, for whoever opens it', () =>
    withActs(async ({ db, send, get }) => {
      const { id } = await asked(db, {}, START);
      const [first, second] = playbooks['help-request']!.checklist;
      const tick = (step: unknown, done = true, of = id) =>
        send('PUT', `/v1/tasks/${of}/checklist`, { by: 'ann', step, done });
      await Promise.all([tick(first), tick(second), tick(first)]);
      expect((await get(`/v1/tasks/${id}`)).body['playbook']).toMatchObject({ ticked: [first, second] });
      expect(await tick(first, false)).toMatchObject({ status: 200, body: { ticked: [second] } });
      expect((await get(`/v1/tasks/${id}`)).body).toMatchObject({ version: 1, playbook: { ticked: [second] } });
      expect(await tick('make coffee')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/step' }] } });
      expect((await tick(first, true, newId(START))).status).toBe(404);
    }));

  test('a snooze ends when the customer answers, if that was wanted, and not by what a machine wrote', () =>
    withActs(async ({ db, post, get, clock }) => {
      const { id, customerId } = await asked(db, { dueInHours: 200 }, START);
      expect((await post(`/v1/tasks/${id}/snooze`, { reason: 'waiting' }, is(1))).body).toMatchObject({
        errors: [{ pointer: '/until' }],
      });
      await post(`/v1/tasks/${id}/claim`, { assignee: 'ann' }, is(1));
      const snooze = { by: 'ann', reason: 'asked them to send the file', until_reply: true };
      const snoozed = await post(`/v1/tasks/${id}/snooze`, snooze, is(2));
      expect(snoozed.body).toMatchObject({
        state: 'snoozed',
        wakes_on_reply: true,
        snoozed_until: '2026-05-31T09:00:00.000Z',
      });
      expect(await post(`/v1/tasks/${id}/snooze`, snooze, is(2))).toMatchObject({ status: 200, body: snoozed.body });
      clock.advance(HOUR_MS);
      await say(db, customerId, 'I am out of the office until Monday.', clock.now(), true);
      expect((await get(`/v1/tasks/${id}`)).body).toMatchObject({ state: 'snoozed', version: 3 });
      await say(db, customerId, 'Here is the file that you asked for.', clock.now());
      const { body } = await get(`/v1/tasks/${id}`);
      expect(body).toMatchObject({ state: 'claimed', assignee: 'ann', version: 4, snoozed_until: null });
      expect(body['notes']).toMatchObject([
        { author: 'perennial', body: 'The customer has answered: the snooze is over.' },
      ]);
    }));

  test('data that is wrong is noted, and a wrong address is not written to again', () =>
    withActs(async ({ db, post }) => {
      const { id, customerId } = await asked(db, { email: 'ada@example.com' }, START);
      const wrong = (what: string) =>
        post(`/v1/tasks/${id}/wrong-data`, { by: 'ann', what, note: 'It is Bea who has it now.' });
      expect(await wrong('email')).toMatchObject({ status: 200, body: { suppressed: ['email'] } });
      expect(await wrong('company')).toMatchObject({ status: 200, body: { suppressed: [] } });
      expect(await wrong('phone')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/what' }] } });
      expect(await db.suppression.findMany()).toMatchObject([
        { channel: 'email', reason: 'invalid', source: `task:${id}` },
      ]);
      expect(await db.auditEntry.findMany({ where: { action: 'customer.data_wrong' } })).toMatchObject([
        { actor: 'ann', subject: customerId },
        { subject: customerId },
      ]);
      expect(await db.taskNote.count({ where: { taskId: id } })).toBe(2);
    }));

  test('what has ended is opened again for who asks, is due as long as at first, and resumes no journey', () =>
    withActs(async ({ db, enroll, post, clock }) => {
      const { taskId } = await enroll();
      expect((await post(`/v1/tasks/${taskId}/reopening`, { because: 'x' }, is(1))).status).toBe(409);
      await post(`/v1/tasks/${taskId}/completion`, { by: 'ann', outcome: 'voicemail' }, is(1));
      await db.outbox.deleteMany();
      clock.advance(48 * HOUR_MS);
      const again = await post(`/v1/tasks/${taskId}/reopening`, { by: 'ben', because: 'they called back' }, is(2));
      expect(again.body).toMatchObject({
        state: 'open',
        assignee: 'ben',
        version: 3,
        outcome: null,
        due_at: '2026-03-05T09:00:00.000Z',
        breached_at: null,
      });
      expect(await db.outbox.findMany()).toMatchObject([{ kind: 'errand', payload: { errand: 'nudge', until: null } }]);
      await post(`/v1/tasks/${taskId}/completion`, { by: 'ben', outcome: 'reached_resolved' }, is(3));
      expect(await db.outbox.count({ where: { kind: 'event' } })).toBe(0);
      clock.advance(31 * 24 * HOUR_MS);
      expect((await post(`/v1/tasks/${taskId}/reopening`, { because: 'x' }, is(4))).status).toBe(409);
    }));
});

async function enroll(db: Db, at: Date): ReturnType<ActWorld['enroll']> {
  const [customerId, enrollmentId] = [newId(at), newId(at)];
  await db.customer.create({ data: { id: customerId, createdAt: at, updatedAt: at } });
  await db.enrollment.create({
    data: {
      id: enrollmentId,
      journey: 'at-risk',
      customerId,
      workflowId: `at-risk:${customerId}`,
      state: 'active',
      stage: 'personCalls',
      cause: { kind: 'request' },
      causeKey: enrollmentId,
      enteredAt: at,
      stageAt: at,
    },
  });
  const { taskId } = await openTask({ db, playbooks }, requestOf(enrollmentId, customerId), at);
  return { taskId, enrollmentId, customerId };
}

function requestOf(enrollmentId: string, customerId: string) {
  return {
    key: `${enrollmentId}:personCalls:save-call:1`,
    enrollmentId,
    customerId,
    journey: 'at-risk',
    stage: 'personCalls',
    playbook: 'save-call',
    because: 'two check-ins unanswered and no login',
    assignTo: null,
    due: '1 business day' as const,
  };
}

async function say(db: Db, customerId: string, body: string, at: Date, automatic = false): Promise<void> {
  const said = { customerId, channel: 'email', source: 'api', touchId: null, automatic, at } as const;
  await inTransaction(db, (tx) => receive(tx, { ...said, body, dedupeKey: body }, { journeys: [], now: at }));
}
