import { capacityOn } from '../../domain/policy/capacity';
import { DAY_MS } from '../../domain/duration';
import { forecastTasks, type Past, type StandingRuns } from '../../domain/policy/forecast';
import { stayBucket } from '../../domain/stay';
import { withApi } from '../support/http';
import { care, careStory, live } from './world';

const NOTHING: Past = { moves: [], tasks: [], entered: new Map() };
const stories = { care: careStory };
const queueOf = () => 'calls';
const waiting = (more: Partial<StandingRuns> = {}): StandingRuns => ({
  journey: 'care',
  stage: 'ask',
  sinceDay: -1,
  waitsUntilDay: 3,
  count: 10,
  ...more,
});
const move = (next: string | null, days: number, count: number, stage = 'ask') => ({
  journey: 'care',
  stage,
  next,
  bucket: stayBucket(days * DAY_MS),
  count,
});

/** As in the past: of ten, four answer within a day and are thanked, six stay silent for four days and are called. */
const PAST: Past = {
  moves: [move('thank', 1, 40), move('call', 4, 60), move(null, 2, 60, 'call')],
  tasks: [{ journey: 'care', stage: 'call', queue: 'calls', count: 60, afterMs: 0 }],
  entered: new Map([
    ['care ask', 100],
    ['care call', 60],
  ]),
};

function forecast(runs: readonly StandingRuns[], past = PAST) {
  const { byQueue, ...rest } = forecastTasks(runs, past, { days: 14, stories, queueOf });
  return { ...rest, calls: (byQueue.get('calls') ?? []).map((count) => Math.round(count * 10) / 10) };
}

test('as many answer in time as in the past, and the others land on the queue when their wait ends (X09)', () => {
  const fresh = forecast([waiting({ sinceDay: 0, waitsUntilDay: 4 })]);
  expect(fresh.calls).toEqual([0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(fresh).toMatchObject({ runs: 10, guessed: 0 });
});

test('whoever has been silent for longer than all who answered is expected to be called', () => {
  expect(forecast([waiting({ sinceDay: -3, waitsUntilDay: 1 })]).calls[1]).toBe(10);
});

test('a run goes on when its wait ends, not before, however quick others were', () => {
  const { calls } = forecast([waiting({ sinceDay: -3, waitsUntilDay: 9 })]);
  expect([calls.slice(0, 9).every((count) => count === 0), calls[9]]).toEqual([true, 10]);
});

test('where nobody has gone before, what the source allows is taken alike, and it is said for how many', () => {
  const { calls, guessed } = forecast([waiting({ waitsUntilDay: 2 })], NOTHING);
  expect([calls[2], guessed]).toEqual([5, 10]);
});

test('what lies beyond the days asked for is nobody’s work yet, and ways in a circle come to an end', () => {
  expect(forecast([waiting({ waitsUntilDay: 20 })]).calls).toEqual([]);
  const circle: Past = { ...NOTHING, moves: [move('ask', 0, 50), move('ask', 0, 50, 'call')] };
  expect(forecast([waiting({ waitsUntilDay: 0 })], circle).calls).toEqual([]);
});

test('people on leave, on other queues or without a limit are counted as what they are', () => {
  const at = new Date('2026-03-02T12:00:00Z');
  const person = { queues: [], loadLimit: 5, absentFrom: null, absentUntil: null };
  const away = { ...person, absentFrom: new Date('2026-03-01T00:00:00Z') };
  expect(capacityOn([], 'calls', at)).toEqual({ staff: 0, capacity: null });
  expect(capacityOn([person, { ...person, queues: ['other'] }, away], 'calls', at)).toEqual({ staff: 1, capacity: 5 });
  expect(capacityOn([{ ...away, absentUntil: at }, person], 'calls', at)).toEqual({ staff: 2, capacity: 10 });
  expect(capacityOn([person, { ...person, loadLimit: null }], 'calls', at)).toEqual({ staff: 2, capacity: null });
});

test('the forecast is read from what runs wait for now, beside what is open already, against those who are there', () =>
  withApi({ journeys: [care], stories }, async (world) => {
    const { db, clock, get } = world;
    const now = clock.now();
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    for (let n = 0; n < 12; n += 1) {
      const { customerId, enrollmentId } = await live(world, `past ${n}`, ago(20), [
        [0, 'ask'],
        [96, 'call'],
        [24, { end: 'done' }],
      ]);
      await task(customerId, enrollmentId, { openedAt: ago(16), state: 'done' });
    }
    for (let n = 0; n < 4; n += 1)
      await live(world, `waits ${n}`, ago(2), [
        [0, 'ask'],
        [0, { wait: 4 }],
      ]);
    const paused = await live(world, 'paused', ago(2), [
      [0, 'ask'],
      [0, { wait: 4 }],
    ]);
    await world.post(`/v1/enrollments/${paused.enrollmentId}/pause`);
    const due = await live(world, 'due', ago(30), [[0, 'ask']]);
    await task(due.customerId, due.enrollmentId, {
      openedAt: ago(1),
      dueAt: new Date(now.getTime() + DAY_MS),
      state: 'open',
    });
    await task(due.customerId, due.enrollmentId, { openedAt: ago(5), dueAt: ago(1), state: 'claimed' });
    const staff = { role: 'agent', createdAt: now, joinedAt: now, loadLimit: 8 };
    await db.staff.create({
      data: { id: 'ann', email: 'ann@acme.example', name: 'Ann', queues: ['customer-success'], ...staff },
    });

    const { status, body } = await get<{
      queues: {
        queue: string;
        overdue: number;
        capacity: number;
        days: { expected: number; due: number; staff: number }[];
      }[];
      assumes: object;
    }>('/v1/forecast');
    expect(status).toBe(200);
    const queue = body.queues.find((each) => each.queue === 'customer-success')!;
    // Four whose wait ends in two days; and one who has stood too long already, and goes on now.
    expect(queue.days.map(({ expected }) => expected).slice(0, 4)).toEqual([1, 0, 4, 0]);
    expect(queue.days.map(({ due: open }) => open).slice(0, 3)).toEqual([0, 1, 0]);
    expect(queue).toMatchObject({ overdue: 1, capacity: 8 });
    expect(queue.days[0]).toMatchObject({ staff: 1, capacity: 8 });
    expect(body.assumes).toEqual({ past_days: 90, runs: 5, guessed: 0 });

    async function task(
      customerId: string,
      enrollmentId: string,
      more: { openedAt: Date; dueAt?: Date; state: string },
    ) {
      const times = { remindAt: now, dueAt: now, expireAt: now };
      const work = {
        playbook: 'save-call',
        because: 'x',
        queue: 'customer-success',
        priority: 'high',
        journey: 'care',
        stage: 'call',
      };
      await db.task.create({ data: { id: crypto.randomUUID(), customerId, enrollmentId, ...work, ...times, ...more } });
    }
  }));
