import {
  churned,
  helpRequested,
  referralJoined,
  replied,
  reviewPosted,
  storyAgreed,
  successVerified,
  ticketOpened,
} from '../events';
import { advocacyMoments } from '../moments/advocacy';
import { done, escalate, journey, next, sleep, touch, waitFor, type Facts } from '../sdk';

/**
 * Advocacy: only after a verified success and never during open trouble (M31). First a review, then an invitation that
 * rewards both sides (M32), then a story, told to a person (M33). A ticket at any moment ends it: whoever struggles is not
 * asked for favours. A referral that joins is the goal, and the reward goes out at once.
 */
export const advocacy = journey({
  name: 'advocacy',
  owner: 'marketing',
  story: 'After a verified success: a review, an invitation that rewards both sides, a story.',
  startOn: [successVerified],
  goal: referralJoined,
  afterGoal: 'reward',
  exitOn: [churned, ticketOpened],
  hears: [replied, reviewPosted, storyAgreed, helpRequested],
  reenterAfter: '180 days',
  notDuringTrouble: true,
  priority: 'low',
  ifNobodyComes: { 'story-interview': 'The journey ends, and their story is not told.' },
  moments: advocacyMoments,
  stages: { review, referral, story, reward },
});

/** One ask for a review. Posting it leads on sooner; silence leads on later, without a reminder. */
async function review() {
  await sleep('1 day');
  await touch('advocacy/review-ask', { primary: 'email', fallback: ['in-app'] });
  if (await waitFor([reviewPosted], { within: '14 days' })) await sleep('7 days');
  return next('referral');
}

/** An invitation for somebody who would profit too. */
async function referral() {
  await touch('advocacy/referral-invite', { primary: 'email', fallback: ['in-app'] });
  await sleep('30 days');
  return next('story');
}

/** Whoever is willing tells the story to a person who listens. */
async function story({ customer }: Facts) {
  await touch('advocacy/story-invite', { primary: 'email' });
  const willing = await waitFor([storyAgreed, replied, helpRequested], { within: '14 days' });
  if (!willing) return done('no_story');

  const interview = await escalate('story-interview', {
    because: 'is willing to tell their story',
    assignTo: customer.owner,
    due: '5 business days',
  });
  return done(interview.outcome);
}

/** The friend joined: both sides get their reward, and hear of it. */
async function reward() {
  await touch('advocacy/referral-reward', { primary: 'email', fallback: ['in-app'] });
  return done('referred');
}
