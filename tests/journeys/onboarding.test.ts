import { withWorld } from '../../testkit';

test('two touches without a login bring in a person', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.does('customer.signed_up');
    await pass('5 days');
    expect(await ada.story()).toEqual([
      'day 0: onboarding/welcome by email',
      'day 2: onboarding/nudge by email',
      'day 5: onboarding-call opened',
    ]);
    await ada.completes('onboarding-call', 'reached_resolved');
    await pass('1 hour');
    expect((await ada.story()).slice(-2)).toEqual([
      'day 5: onboarding/after-call by email',
      'day 5: ended done: reached_resolved',
    ]);
  }));

test('whoever logs in gets the first steps in the product, and the team checklist when teammates come (M14)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('Signed Up');
    await pass('1 day');
    await ada.does('customer.logged_in');
    await pass('2 days');
    await ada.does('teammate.invited', { count: 3 });
    await pass('2 days');
    await ada.does('team.setup_completed');
    await pass('4 days');
    expect(await ada.story()).toEqual([
      'day 0: onboarding/welcome by email',
      'day 1: onboarding/first-steps by in-app',
      'day 3: onboarding/team-checklist by email',
      'day 9: onboarding-call opened',
    ]);
  }));

test('an unfinished team setup gets one reminder', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('customer.signed_up');
    await ada.does('teammate.invited');
    await pass('8 days');
    expect(await ada.story()).toEqual([
      'day 0: onboarding/welcome by email',
      'day 0: onboarding/team-checklist by email',
      'day 4: onboarding/team-follow-up by in-app',
      'day 8: onboarding-call opened',
    ]);
  }));

test('who takes notifications is reminded by one: a nudge tied to behaviour (M23)', () =>
  withWorld(async ({ customer, pass, db }) => {
    const ada = await customer({ browser: true });
    await ada.does('customer.signed_up');
    await ada.does('teammate.invited');
    await pass('4 days');
    expect((await ada.story()).at(-1)).toBe('day 4: onboarding/team-follow-up by push');
    expect(await db.capturedMessage.findMany({ where: { channel: 'push' } })).toMatchObject([
      { subject: 'Is everybody in?', link: expect.stringMatching(/^https?:/) },
    ]);
  }));

test('the first value mid-way is the goal', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('customer.signed_up');
    await pass('3 days');
    await ada.does('value.reached');
    await pass('30 days');
    expect((await ada.story()).at(-1)).toBe('day 3: ended goal: value.reached');
    expect(await ada.story(['touch'])).toHaveLength(2);
  }));

test('a customer who leaves is not nudged any more', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('customer.signed_up');
    await pass('1 day');
    await ada.does('Account Deleted');
    await pass('30 days');
    expect(await ada.story()).toEqual(['day 0: onboarding/welcome by email', 'day 1: ended exit: customer.churned']);
  }));
