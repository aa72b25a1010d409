import { openTask } from '../activities/tasks/open';
import { resolveTasks } from '../activities/tasks/resolve';
import { tendTask } from '../activities/tasks/tend';
import { taskRoutes } from '../api/routes/tasks';
import { DAY_MS, HOUR_MS } from '../domain/duration';
import { InvalidInput } from '../domain/errors';
import { newId } from '../domain/ids';
import type { TaskRequest, TaskTimer } from '../domain/task';
import { playbooks } from '../playbooks';
import type { Db } from '../prisma/client';
import { withApi, type Answered, type ApiWorld } from './support/http';

/** Monday morning. */
const start = new Date('2026-03-02T09:00:00.000Z');
const because = 'two check-ins unanswered and no login';

describe('a journey hands a customer to a person', () => {
  test('a task opens once, however often it is asked for (X05)', () =>
    withTasks(async ({ db, enroll }) => {
      const { request } = await enroll();
      const [first, second] = await Promise.all([
        openTask({ db, playbooks }, request, start),
        openTask({ db, playbooks }, request, start),
      ]);
      expect(second).toEqual(first);
      expect(first.timer).toEqual({ step: 'remind', at: start.getTime() + 12 * HOUR_MS });
      expect(await db.task.count()).toBe(1);
      expect(await stepsOf(db)).toEqual(['opened']);
    }));

  test('an unknown playbook or a due date that is none is refused for good', () =>
    withTasks(async ({ db, enroll }) => {
      const { request } = await enroll();
      await expect(openTask({ db, playbooks }, { ...request, playbook: 'nothing' }, start)).rejects.toThrow(
        InvalidInput,
      );
      await expect(openTask({ db, playbooks }, { ...request, due: 'soon' as '1 day' }, start)).rejects.toThrow(
        InvalidInput,
      );
    }));

  test('two journeys with the same reason share one task, due at the earlier time, and its outcome resumes both', () =>
    withTasks(async ({ db, enroll, post }) => {
      const one = await enroll('at-risk');
      const other = await enroll('renewal', one.customerId);
      const asked = [one.request, { ...other.request, due: '2 hours' as const }];
      const opened = await Promise.all(asked.map((request) => openTask({ db, playbooks }, request, start)));
      const taskId = opened[0]!.taskId;
      expect(opened[1]).toMatchObject({ taskId, timer: { step: 'remind', at: start.getTime() + HOUR_MS } });
      expect(await db.task.findMany()).toMatchObject([
        { dueAt: new Date(start.getTime() + 2 * HOUR_MS), expireAt: new Date(start.getTime() + 2 * DAY_MS) },
      ]);

      await post(`/v1/tasks/${taskId}/completion`, { outcome: 'voicemail' }, version(1));
      const told = await db.outbox.findMany({ orderBy: { id: 'asc' } });
      expect(new Set(told.map(({ enrollmentId }) => enrollmentId))).toEqual(
        new Set([one.enrollmentId, other.enrollmentId]),
      );
      for (const { payload } of told) {
        expect(payload).toMatchObject({
          eventId: `${taskId}:completed`,
          type: 'task.completed',
          data: { taskId, outcome: 'voicemail' },
        });
      }
      // A journey that is reset asks again under its old key and is answered as before.
      expect(await openTask({ db, playbooks }, other.request, start)).toEqual({
        taskId,
        timer: null,
        settled: { outcome: 'voicemail' },
      });
    }));

  test('the same reason after the task is over is a new task', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { request } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await post(`/v1/tasks/${taskId}/completion`, { outcome: 'no_answer' }, version(1));
      const again = await openTask({ db, playbooks }, { ...request, key: `${request.key}:2` }, start);
      expect(again.taskId).not.toBe(taskId);
    }));

  test('nobody comes: the queue is reminded, the lead is told, the task expires, each once, and never in silence', () =>
    withTasks(async ({ db, enroll }) => {
      const { request } = await enroll();
      const warned: object[] = [];
      const deps = {
        db,
        leads: { 'customer-success': 'lena' },
        log: { warn: (fields: object) => void warned.push(fields) },
      };
      const opened = await openTask({ db, playbooks }, request, start);
      const { taskId } = opened;
      let timer = opened.timer;
      const rung: string[] = [];
      while (timer) {
        const { step, at }: { step: TaskTimer['step']; at: number } = timer;
        rung.push(`${step} after ${(at - start.getTime()) / HOUR_MS} h`);
        // An activity may be repeated after it has done its work.
        await tendTask(deps, { taskId, step }, new Date(at));
        const tended = await tendTask(deps, { taskId, step }, new Date(at));
        timer = tended.timer;
        expect(tended.settled).toEqual(timer ? null : { outcome: 'expired' });
      }
      expect(rung).toEqual(['remind after 12 h', 'breach after 24 h', 'expire after 48 h']);
      expect(warned).toMatchObject([
        { alert: 'task_breached', escalatedTo: 'lena' },
        { alert: 'task_expired', taskId },
      ]);
      expect(await stepsOf(db)).toEqual(['opened', 'reminded', 'breached', 'expired']);
      expect(await db.outbox.count()).toBe(0);
    }));

  test('letting the time pass rings the next timer before its time, and only that one', () =>
    withTasks(async ({ db, enroll, silent }) => {
      const { taskId } = await openTask({ db, playbooks }, (await enroll()).request, start);
      const early = await tendTask(silent, { taskId, step: 'remind' }, start);
      expect(early.timer?.step).toBe('remind');
      const advanced = await tendTask(silent, { taskId, step: 'remind', advanced: true }, start);
      expect(advanced.timer).toEqual({ step: 'breach', at: start.getTime() + DAY_MS });
      expect(await tendTask(silent, { taskId, step: 'remind', advanced: true }, start)).toEqual(advanced);
    }));
});

describe('the customer acts first', () => {
  test('an unclaimed task is cancelled, and nobody is told twice', () =>
    withTasks(async ({ db, enroll, silent }) => {
      const { request, enrollmentId } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      for (const _ of [1, 2]) {
        expect(await resolveTasks({ db }, { enrollmentId, taskId, cause: 'customer_acted' }, start)).toEqual({
          outcome: 'customer_acted',
        });
      }
      expect(await db.task.findMany()).toMatchObject([
        { state: 'cancelled', banner: expect.stringContaining('customer has acted') as string },
      ]);
      expect(await stepsOf(db)).toEqual(['opened', 'cancelled']);
      expect(await tendTask(silent, { taskId, step: 'remind' }, start)).toEqual({
        timer: null,
        settled: { outcome: 'customer_acted' },
      });
    }));

  test('a claimed task is not snatched away: it stays under a banner and closes in one step, which resumes nothing', () =>
    withTasks(async ({ db, enroll, post, get }) => {
      const { request, enrollmentId } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await post(`/v1/tasks/${taskId}/claim`, { assignee: 'ann' }, version(1));
      await resolveTasks({ db }, { enrollmentId, cause: 'customer_acted' }, start);

      const { body } = await get(`/v1/tasks/${taskId}`);
      expect(body).toMatchObject({ state: 'claimed', assignee: 'ann', version: 2, if_nothing_is_done: [] });
      expect(body['banner']).toContain('customer has acted');
      const closed = await post(`/v1/tasks/${taskId}/completion`, { by: 'ann', outcome: 'already_solved' }, version(2));
      expect(closed.body).toMatchObject({ state: 'done', outcome: 'already_solved' });
      expect(await db.outbox.count()).toBe(0);
    }));

  test('a claimed task that no journey waits for is cancelled when it is given back', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { request, enrollmentId } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await post(`/v1/tasks/${taskId}/claim`, {}, version(1));
      await resolveTasks({ db }, { enrollmentId, cause: 'journey_ended' }, start);
      expect((await post(`/v1/tasks/${taskId}/release`, {}, version(2))).body).toMatchObject({ state: 'cancelled' });
    }));

  test('a task that another journey waits for outlives the first one', () =>
    withTasks(async ({ db, enroll, post }) => {
      const one = await enroll('at-risk');
      const other = await enroll('renewal', one.customerId);
      const { taskId } = await openTask({ db, playbooks }, one.request, start);
      await openTask({ db, playbooks }, other.request, start);
      await resolveTasks({ db }, { enrollmentId: one.enrollmentId, cause: 'journey_ended' }, start);
      expect((await post(`/v1/tasks/${taskId}/completion`, { outcome: 'voicemail' }, version(1))).status).toBe(200);
      expect(await db.outbox.findMany()).toMatchObject([{ enrollmentId: other.enrollmentId, kind: 'event' }]);
    }));

  test('a person who was faster than the customer is heard', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { request, enrollmentId } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await post(`/v1/tasks/${taskId}/completion`, { outcome: 'reached_resolved' }, version(1));
      expect(await resolveTasks({ db }, { enrollmentId, taskId, cause: 'customer_acted' }, start)).toEqual({
        outcome: 'reached_resolved',
      });
    }));
});

describe('people share a queue without treading on each other', () => {
  test('of two who claim at once one wins and the other is told the name', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { taskId } = await openTask({ db, playbooks }, (await enroll()).request, start);
      const claims = await Promise.all(
        ['ann', 'ben'].map((assignee) => post(`/v1/tasks/${taskId}/claim`, { assignee }, version(1))),
      );
      const winner = claims.find(({ status }) => status === 200)!;
      const loser = claims.find(({ status }) => status === 409)!;
      expect(winner.headers.get('etag')).toBe('"2"');
      expect(loser.body).toMatchObject({ type: '/problems/conflict', assignee: winner.body['assignee'] });
    }));

  test('claiming again what one holds is the same answer; a colleague may take what was only offered', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { request } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, { ...request, assignTo: 'owner-1' }, start);
      const claim = () => post(`/v1/tasks/${taskId}/claim`, { assignee: 'ann' }, version(1));
      const first = await claim();
      expect(first.body).toMatchObject({ assignee: 'ann', state: 'claimed' });
      expect(await claim()).toMatchObject({ status: 200, body: first.body });
    }));

  test('what has changed since it was read is 412 with the newest version, no version is 428, and a note needs none', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { taskId } = await openTask({ db, playbooks }, (await enroll()).request, start);
      await post(
        `/v1/tasks/${taskId}/snooze`,
        { until: '2026-03-03T09:00:00Z', reason: 'asked to be called tomorrow' },
        version(1),
      );
      const stale = await post(`/v1/tasks/${taskId}/claim`, {}, version(1));
      expect(stale).toMatchObject({ status: 412, body: { current_version: 2 } });
      expect((await post(`/v1/tasks/${taskId}/claim`, {})).status).toBe(428);
      expect((await post(`/v1/tasks/${taskId}/notes`, { body: 'Their office moved.' })).body).toMatchObject({
        author: 'admin key',
        body: 'Their office moved.',
      });
      expect((await post(`/v1/tasks/${newId(start)}/claim`, {}, version(1))).status).toBe(404);
      expect((await post(`/v1/tasks/${taskId}/claim`, {}, { ...version(2), role: 'ingest' })).status).toBe(403);
    }));

  test('a snooze is quiet until it is over, then the task is open again', () =>
    withTasks(async ({ db, clock, enroll, post, get, silent }) => {
      const { taskId } = await openTask({ db, playbooks }, (await enroll()).request, start);
      const until = new Date(start.getTime() + 3 * DAY_MS);
      for (const bad of ['2026-03-01T00:00:00Z', '2026-09-01T00:00:00Z']) {
        const refused = await post(`/v1/tasks/${taskId}/snooze`, { until: bad, reason: 'later' }, version(1));
        expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/until' }] } });
      }
      await post(`/v1/tasks/${taskId}/snooze`, { until: until.toISOString(), reason: 'on holiday' }, version(1));
      const tended = await tendTask(silent, { taskId, step: 'remind' }, new Date(start.getTime() + 12 * HOUR_MS));
      expect(tended.timer).toEqual({ step: 'breach', at: until.getTime() });
      expect((await get('/v1/tasks?state=open')).body['data']).toEqual([]);
      clock.set(until);
      expect((await get('/v1/tasks?state=open')).body['data']).toMatchObject([
        { id: taskId, state: 'open', snooze_reason: 'on holiday' },
      ]);
    }));
});

describe('a person ends a task', () => {
  test('the outcome is one of the playbook, resumes the journey in the same breath, and is answered the same when repeated', () =>
    withTasks(async ({ db, enroll, post, relayWoken }) => {
      const { request, enrollmentId } = await enroll();
      const { taskId } = await openTask({ db, playbooks }, request, start);
      const complete = (body: object) => post(`/v1/tasks/${taskId}/completion`, body, version(1));
      const outcomes = Object.keys(playbooks['save-call'].outcomes).join(', ');
      expect(await complete({ outcome: 'went_well' })).toMatchObject({
        status: 400,
        body: {
          errors: [{ pointer: '/outcome', detail: `must be an outcome of the playbook save-call: ${outcomes}` }],
        },
      });

      const done = await complete({
        by: 'ann',
        outcome: 'reached_resolved',
        note: 'Import was broken; fixed with her.',
      });
      expect(done).toMatchObject({
        status: 200,
        body: { state: 'done', outcome: 'reached_resolved', finished_by: 'ann', version: 2 },
      });
      expect(await complete({ by: 'ann', outcome: 'reached_resolved' })).toMatchObject({
        status: 200,
        body: done.body,
      });
      expect(await complete({ by: 'ben', outcome: 'voicemail' })).toMatchObject({
        status: 409,
        body: { finished_by: 'ann', outcome: 'reached_resolved' },
      });
      expect(await db.outbox.findMany()).toMatchObject([
        { kind: 'event', enrollmentId, workflowId: `at-risk:${request.customerId}` },
      ]);
      expect(await db.taskNote.count()).toBe(1);
      expect(await stepsOf(db)).toEqual(['opened', 'completed']);
      expect(relayWoken()).toBeGreaterThan(0);
    }));

  test('whose task it was stays, and who finished it stands beside that', () =>
    withTasks(async ({ db, enroll, post, get }) => {
      const owned = { ...(await enroll()).request, assignTo: 'ann' };
      const offered = await openTask({ db, playbooks }, owned, start);
      const done = await post(`/v1/tasks/${offered.taskId}/completion`, { outcome: 'voicemail' }, version(1));
      expect(done.body).toMatchObject({
        state: 'done',
        assignee: 'ann',
        finished_by: 'admin key',
        claimed_at: null,
        finished_at: start.toISOString(),
      });
      expect((await get(`/v1/tasks?state=done&assignee=ann`)).body['data']).toMatchObject([{ id: offered.taskId }]);
      const again = await post(`/v1/tasks/${offered.taskId}/completion`, { outcome: 'voicemail' }, version(1));
      expect(again).toMatchObject({ status: 200, body: done.body });

      const queued = await openTask({ db, playbooks }, (await enroll()).request, start);
      const byBen = { by: 'ben', outcome: 'voicemail' };
      expect((await post(`/v1/tasks/${queued.taskId}/completion`, byBen, version(1))).body).toMatchObject({
        assignee: null,
        finished_by: 'ben',
      });
    }));

  test('somebody else cannot end a task that is held', () =>
    withTasks(async ({ db, enroll, post }) => {
      const { taskId } = await openTask({ db, playbooks }, (await enroll()).request, start);
      await post(`/v1/tasks/${taskId}/claim`, { assignee: 'ann' }, version(1));
      const refused = await post(`/v1/tasks/${taskId}/completion`, { by: 'ben', outcome: 'voicemail' }, version(2));
      expect(refused).toMatchObject({ status: 409, body: { assignee: 'ann' } });
    }));
});

describe('what a person sees', () => {
  test('a task says why, about whom, what happened before, what to do, and what happens if nobody does', () =>
    withTasks(async ({ db, enroll, get, post }) => {
      const { request, customerId } = await enroll();
      await db.event.create({
        data: {
          id: newId(start),
          messageId: 'm1',
          customerId,
          type: 'usage.dropped',
          properties: { percent: 60 },
          occurredAt: start,
          receivedAt: start,
        },
      });
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await post(`/v1/tasks/${taskId}/notes`, { by: 'ann', body: 'Knows the product well.' });
      const { body, headers } = await get(`/v1/tasks/${taskId}`);
      expect(headers.get('etag')).toBe('"1"');
      expect(body).toMatchObject({
        reason: because,
        customer: {
          id: customerId,
          name: 'Mia Okafor',
          plan: 'team',
          locale: 'de',
          time_zone: 'Europe/Berlin',
          lifecycle: 'at-risk',
        },
        playbook: {
          name: 'save-call',
          title: playbooks['save-call'].title,
          outcomes: { voicemail: expect.any(String) as string },
        },
        evidence: [{ kind: 'event', type: 'usage.dropped', properties: { percent: 60 }, at: start.toISOString() }],
        if_nothing_is_done: [
          { step: 'remind' },
          { step: 'breach', at: '2026-03-03T09:00:00.000Z' },
          { step: 'expire', at: '2026-03-04T09:00:00.000Z' },
        ],
        notes: [{ author: 'ann', body: 'Knows the product well.' }],
      });
    }));

  test('lists filter, count, and page through every task exactly once, the first due first', () =>
    withTasks(async ({ db, clock, enroll, get, post }) => {
      const ids: string[] = [];
      for (const hours of [5, 1, 3, 3, 2]) {
        const { request } = await enroll();
        ids.push((await openTask({ db, playbooks }, { ...request, due: `${hours} hours` }, start)).taskId);
      }
      const read: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Answered<{ data: { id: string }[]; next_cursor: string | null }> = await get(
          `/v1/tasks?limit=2${cursor && `&cursor=${cursor}`}`,
        );
        read.push(...page.body.data.map(({ id }) => id));
        cursor = page.body.next_cursor;
      }
      const [five, one, three, alsoThree, two] = ids;
      expect([read[0], read[1], read[4]]).toEqual([one, two, five]);
      expect(new Set(read.slice(2, 4))).toEqual(new Set([three, alsoThree]));

      await post(`/v1/tasks/${three}/claim`, { assignee: 'ann' }, version(1));
      clock.advance(2.5 * HOUR_MS);
      const { body } = await get<{ data: { id: string }[]; counts: unknown }>('/v1/tasks?overdue=true&counts=true');
      expect(body.data.map(({ id }) => id)).toEqual([one, two]);
      expect(body.counts).toEqual({ open: 4, claimed: 1, snoozed: 0, overdue: 2 });
      expect((await get('/v1/tasks?assignee=ann')).body['data']).toMatchObject([{ id: three }]);
      expect((await get('/v1/tasks?state=done,nonsense')).status).toBe(400);
    }));
});

interface Enrolled {
  readonly customerId: string;
  readonly enrollmentId: string;
  readonly request: TaskRequest;
}

interface TaskWorld extends ApiWorld {
  /** Puts a customer (a new one, unless given) into a journey, and makes the request that the journey would hand over with. */
  readonly enroll: (journey?: string, customerId?: string) => Promise<Enrolled>;
  readonly silent: { readonly db: Db; readonly log: { warn(): void } };
}

function withTasks(test: (world: TaskWorld) => Promise<void>): Promise<void> {
  return withApi({ startAt: start, routes: (deps) => taskRoutes(deps) }, (world) => {
    const { db } = world;
    return test({
      ...world,
      enroll: (journey = 'at-risk', customerId) => enroll(db, journey, customerId),
      silent: { db, log: { warn: () => undefined } },
    });
  });
}

async function enroll(db: Db, journey: string, known?: string): Promise<Enrolled> {
  const customerId = known ?? newId(start);
  const enrollmentId = newId(start);
  const person = {
    name: 'Mia Okafor',
    locale: 'de',
    timeZone: 'Europe/Berlin',
    lifecycle: 'at-risk',
    traits: { plan: 'team' },
  };
  if (!known) await db.customer.create({ data: { id: customerId, ...person, createdAt: start, updatedAt: start } });
  await db.enrollment.create({
    data: {
      id: enrollmentId,
      journey,
      customerId,
      workflowId: `${journey}:${customerId}`,
      state: 'active',
      stage: 'personCalls',
      cause: {},
      causeKey: enrollmentId,
      enteredAt: start,
      stageAt: start,
    },
  });
  const request = {
    key: `${enrollmentId}:personCalls:save-call:1`,
    enrollmentId,
    customerId,
    journey,
    stage: 'personCalls',
    playbook: 'save-call',
    because,
    assignTo: null,
    due: '1 business day',
  } as const;
  return { customerId, enrollmentId, request };
}

function version(number: number) {
  return { headers: { 'If-Match': `"${number}"` } };
}

async function stepsOf(db: Db): Promise<unknown[]> {
  const items = await db.timelineItem.findMany({ where: { kind: 'task' }, orderBy: { seq: 'asc' } });
  return items.map(({ detail }) => (detail as { step: string }).step);
}
