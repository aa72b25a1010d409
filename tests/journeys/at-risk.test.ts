import { withWorld } from '../../testkit';

test('two unanswered check-ins bring in a person, and the call steers what follows (M02)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.does('usage.dropped', { percent: 60 });
    await pass('8 days');
    expect(await ada.task()).toMatchObject({
      playbook: 'save-call',
      assignee: 'ann',
      because: 'two check-ins unanswered and no login',
    });

    await ada.completes('save-call', 'reached_resolved');
    await pass('1 hour');
    expect(await ada.story()).toEqual([
      'day 0: at-risk/check-in by email',
      'day 4: at-risk/offer-help by email',
      'day 8: save-call opened',
      'day 8: save-call completed: reached_resolved',
      'day 8: at-risk/after-call by email',
      'day 8: ended done: reached_resolved',
    ]);
  }));

test('an answer to the first check-in goes to a person at once (M05)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.does('usage.dropped');
    await pass('2 days');
    await ada.does('customer.replied', { channel: 'email', text: 'We are stuck with the import.' });
    await pass('1 hour');
    expect(await ada.task()).toMatchObject({ playbook: 'help-request', assignee: 'ann' });

    await ada.completes('help-request', 'reached_resolved');
    await pass('1 hour');
    expect(await ada.story()).toEqual([
      'day 0: at-risk/check-in by email',
      'day 2: help-request opened',
      'day 2: help-request completed: reached_resolved',
      'day 2: ended done: reached_resolved',
    ]);
  }));

test('logging in at any moment is the goal, and ends the journey between two touches (X05)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('usage.dropped');
    await pass('1 day');
    await ada.does('Logged In');
    await pass('30 days');
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 1: ended goal: customer.logged_in']);
  }));

test('the customer who acts while a task is open settles it (X05)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('usage.dropped');
    await pass('8 days');
    await ada.does('customer.logged_in');
    await pass('1 hour');
    expect((await ada.story()).slice(2)).toEqual([
      'day 8: save-call opened',
      'day 8: ended goal: customer.logged_in',
      'day 8: save-call cancelled: customer_acted',
    ]);
  }));

test('a churned customer is left alone at once', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('usage.dropped');
    await pass('1 day');
    await ada.does('customer.churned');
    await pass('30 days');
    expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 1: ended exit: customer.churned']);
  }));

test('a task that nobody takes reminds, reaches the lead, and expires to the default branch', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.does('usage.dropped');
    await pass('30 days');
    const steps = (await ada.story())
      .filter((line) => line.includes('save-call'))
      .map((line) => line.split('save-call ')[1]);
    expect(steps).toEqual(['opened', 'reminded', 'breached', 'expired: expired']);
    expect((await ada.story()).at(-1)).toMatch(/ended done: expired$/);
  }));

test('a customer whom no channel may reach is still handed to a person (M03)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ email: null, withdrawn: ['in-app'] });
    await ada.does('usage.dropped');
    await pass('8 days');
    const [first, , third] = await ada.story();
    expect(first).toMatch(/^day 0: at-risk\/check-in suppressed/);
    expect(third).toBe('day 8: save-call opened');
  }));

test('fourteen days without a login start the journey, once for each absence', () =>
  withWorld(
    async ({ customer, pass }) => {
      const ada = await customer();
      await ada.does('customer.logged_in');
      await pass('13 days');
      expect(await ada.story(['enrolled'])).toEqual([]);
      await pass('2 days');
      expect(await ada.story(['enrolled'])).toEqual(['day 14: enters at-risk']);
      await pass('40 days');
      expect(await ada.story(['enrolled', 'refused'])).toEqual(['day 14: enters at-risk']);
    },
    { sweeps: true },
  ));
