import { withWorld, type World } from '../../testkit';
import { DAY_MS } from '../../domain/duration';

/** A customer whose renewal is 120 days away, found by the sweep. */
async function renewing({ customer, now, sweep, pass }: World) {
  const ada = await customer({
    owner: 'ann',
    traits: { renewal_date: new Date(now().getTime() + 120 * DAY_MS).toISOString() },
  });
  await sweep();
  await pass('1 hour');
  return ada;
}

test('a renewal goes from the recap over the owner and two reminders to thanks (M13)', () =>
  withWorld(async (world) => {
    const ada = await renewing(world);
    await world.pass('31 days');
    await ada.completes('renewal-check', 'will_renew');
    await world.pass('85 days');
    await ada.does('subscription.renewed');
    await world.pass('1 day');
    expect(await ada.story()).toEqual([
      'day 0: renewal/value-recap by email',
      'day 30: renewal-check opened',
      'day 31: renewal-check completed: will_renew',
      'day 90: renewal/reminder-30 by email',
      'day 113: renewal/reminder-7 by email',
      'day 116: renewal/thanks by email',
      'day 116: ended goal: renewed',
    ]);
  }));

test('silence to the end brings the renewal to the owner for a decision', () =>
  withWorld(async (world) => {
    const ada = await renewing(world);
    await world.pass('365 days');
    const story = await ada.story(['touch', 'stage', 'ended']);
    expect(story.filter((line) => line.includes('stage')).map((line) => line.split('stage ')[1])).toEqual([
      'recap',
      'ownerChecks',
      'reminders',
      'decision',
    ]);
    expect(story.at(-1)).toMatch(/ended done: expired$/);
  }));

test('whoever wants to leave is asked for the reason, then offered a person (M12)', () =>
  withWorld(async (world) => {
    const ada = await renewing(world);
    await world.pass('30 days');
    await ada.completes('renewal-check', 'wants_to_leave');
    await world.pass('1 day');
    await ada.does('reason.given', { reason: 'price' });
    await world.pass('1 hour');
    expect(await ada.task()).toMatchObject({
      playbook: 'renewal-save',
      because: 'wants to leave and has given a reason',
    });
    await ada.completes('renewal-save', 'saved');
    await world.pass('1 hour');
    expect((await ada.story()).slice(3)).toEqual([
      'day 30: renewal/reason-to-leave by email',
      'day 31: renewal-save opened',
      'day 31: renewal-save completed: saved',
      'day 31: renewal/after-save by email',
    ]);
  }));

test('a cancellation ends the renewal in silence', () =>
  withWorld(async (world) => {
    const ada = await renewing(world);
    await ada.does('subscription.cancelled', { reason: 'price' });
    await world.pass('200 days');
    expect(await ada.story()).toEqual([
      'day 0: renewal/value-recap by email',
      'day 0: ended exit: subscription.cancelled',
    ]);
  }));
