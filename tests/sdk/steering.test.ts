import { randomUUID } from 'node:crypto';
import type { Steering } from '../../domain/journey';
import { steer } from '../../prisma/enrollments';
import { withWorld, type World, type WorldCustomer } from '../../testkit';

type Hand = Steering extends infer S ? (S extends Steering ? Omit<S, 'steerId'> : never) : never;

/** Lays a hand on the customer's open enrollment, and lets the journey react. */
async function lay({ db, now, pass }: World, { id }: WorldCustomer, hand: Hand) {
  const { id: enrollmentId } = await db.enrollment.findFirstOrThrow({
    where: { customerId: id, state: { not: 'ended' } },
  });
  await db.$transaction((tx) => steer(tx, enrollmentId, { steerId: randomUUID(), ...hand } as Steering, 'ann', now()));
  await pass('1 minute');
}

test('a paused journey holds what falls due, and goes on where it stood when it is resumed (X10)', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('at-risk');
    await world.pass('1 day');
    await lay(world, ada, { kind: 'pause' });
    await world.pass('20 days');
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email']);

    await lay(world, ada, { kind: 'resume' });
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 21: at-risk/offer-help by email']);
  }));

test('the goal still ends a paused journey', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('at-risk');
    await lay(world, ada, { kind: 'pause' });
    await ada.does('customer.logged_in');
    await world.pass('1 hour');
    expect((await ada.story()).at(-1)).toBe('day 0: ended goal: customer.logged_in');
  }));

test('somebody may let the time pass, wait by wait, down to the expiry of the task', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('at-risk');
    await world.pass('1 minute');
    for (let waits = 0; waits < 5; waits++) await lay(world, ada, { kind: 'advance' });
    expect(await ada.story()).toEqual([
      'day 0: at-risk/check-in by email',
      'day 0: at-risk/offer-help by email',
      'day 0: save-call opened',
      'day 0: save-call reminded',
      'day 0: save-call breached',
      'day 0: save-call expired: expired',
      'day 0: ended done: expired',
    ]);
  }));

test('moving a customer to another stage settles the open task and begins that stage', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('at-risk');
    await world.pass('8 days');
    await lay(world, ada, { kind: 'stage', stage: 'checkIn' });
    expect((await ada.story(['touch', 'stage', 'task'])).slice(3)).toEqual([
      'day 8: stage personCalls',
      'day 8: save-call opened',
      'day 8: save-call cancelled: journey_moved',
      'day 8: stage checkIn',
      'day 8: at-risk/check-in by email',
    ]);
  }));

test('an exit by hand ends the journey at once', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('at-risk');
    await lay(world, ada, { kind: 'exit' });
    await world.pass('30 days');
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 0: ended steered: exited']);
  }));

test('a fact that is signalled twice counts once', () =>
  withWorld(async ({ customer, temporal, pass }) => {
    const ada = await customer();
    await ada.enters('at-risk');
    const reply = { eventId: randomUUID(), type: 'customer.replied', occurredAt: 0, data: {} };
    const run = temporal.workflow.getHandle(`at-risk:${ada.id}`);
    await run.signal('event', reply);
    await run.signal('event', reply);
    await pass('1 hour');
    await ada.completes('help-request', 'reached_at_risk');
    await run.signal('event', reply);
    await pass('1 hour');
    expect(await ada.story(['task'])).toEqual([
      'day 0: help-request opened',
      'day 0: help-request completed: reached_at_risk',
      'day 0: save-call opened',
    ]);
  }));
