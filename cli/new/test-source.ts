/** The test of a new journey: its silent path, an answer, its goal midway, and its exit. */
export function testSource(name: string): string {
  return `import { withWorld } from '../../testkit';

test('two unanswered messages bring in a person, and the call is how it ends (M02)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.enters('${name}');
    await pass('8 days');
    expect(await ada.task()).toMatchObject({ playbook: 'save-call', assignee: 'ann' });

    await ada.completes('save-call', 'reached_resolved');
    await pass('1 hour');
    expect(await ada.story()).toEqual([
      'day 0: ${name}/check-in by email',
      'day 4: ${name}/offer-help by email',
      'day 8: save-call opened',
      'day 8: save-call completed: reached_resolved',
      'day 8: ended done: reached_resolved',
    ]);
  }));

test('an answer to the first message goes to a person at once (M05)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.enters('${name}');
    await pass('2 days');
    await ada.does('customer.replied', { channel: 'email' });
    await pass('1 hour');
    expect(await ada.task()).toMatchObject({ playbook: 'help-request' });
  }));

test('logging in at any moment is the goal', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.enters('${name}');
    await pass('1 day');
    await ada.does('customer.logged_in');
    await pass('30 days');
    expect(await ada.story()).toEqual(['day 0: ${name}/check-in by email', 'day 1: ended goal: customer.logged_in']);
  }));

test('a churned customer is left alone at once', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer();
    await ada.enters('${name}');
    await pass('1 day');
    await ada.does('customer.churned');
    await pass('30 days');
    expect(await ada.story()).toEqual(['day 0: ${name}/check-in by email', 'day 1: ended exit: customer.churned']);
  }));
`;
}
