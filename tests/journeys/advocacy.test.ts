import { withWorld } from '../../testkit';

test('after a verified success come a review ask, an invitation, and a story told to a person (M31, M33)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann', granted: ['email'] });
    await ada.does('success.verified', { kind: 'goal met' });
    await pass('3 days');
    await ada.does('review.posted');
    await pass('40 days');
    await ada.does('story.agreed');
    await pass('1 hour');
    await ada.completes('story-interview', 'story_told');
    await pass('1 hour');
    expect(await ada.story()).toEqual([
      'day 1: advocacy/review-ask by email',
      'day 10: advocacy/referral-invite by email',
      'day 40: advocacy/story-invite by email',
      'day 43: story-interview opened',
      'day 43: story-interview completed: story_told',
      'day 43: ended done: story_told',
    ]);
  }));

test('silence is respected: three asks in two months, and no reminder', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ granted: ['email'] });
    await ada.does('success.verified');
    await pass('90 days');
    expect(await ada.story()).toEqual([
      'day 1: advocacy/review-ask by email',
      'day 15: advocacy/referral-invite by email',
      'day 45: advocacy/story-invite by email',
      'day 59: ended done: no_story',
    ]);
  }));

test('a referral that joins is the goal, and rewards both sides at once (M32)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ granted: ['email'] });
    await ada.does('success.verified');
    await pass('20 days');
    await ada.does('referral.joined');
    await pass('1 hour');
    expect((await ada.story()).slice(-2)).toEqual([
      'day 20: advocacy/referral-reward by email',
      'day 20: ended goal: referred',
    ]);
  }));

test('whoever struggles is not asked for favours: open trouble keeps out, new trouble ends it (M31)', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ granted: ['email'] });
    await ada.does('ticket.opened');
    await ada.does('success.verified');
    await pass('1 day');
    expect(await ada.story(['enrolled', 'refused'])).toEqual(['day 0: kept out of advocacy: open_trouble']);

    const bob = await customer({ granted: ['email'] });
    await bob.does('success.verified');
    await pass('2 days');
    await bob.does('ticket.opened');
    await pass('60 days');
    expect(await bob.story()).toEqual(['day 1: advocacy/review-ask by email', 'day 2: ended exit: ticket.opened']);
  }));
