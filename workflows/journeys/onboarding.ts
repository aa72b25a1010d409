import {
  churned,
  helpRequested,
  loggedIn,
  replied,
  signedUp,
  teammateInvited,
  teamSetupCompleted,
  valueReached,
} from '../events';
import { onboardingMoments } from '../moments/onboarding';
import { done, escalate, journey, next, touch, waitFor, type Facts } from '../sdk';

/**
 * Onboarding: first value within 14 days. What the customer does decides what comes next (M14): whoever logs in gets the
 * first steps where they are needed, in the product; whoever invites teammates gets the team checklist; whoever leaves two
 * touches unanswered without logging in is called by a person. First value at any moment is the goal.
 */
export const onboarding = journey({
  name: 'onboarding',
  owner: 'product',
  story: 'First value within 14 days, with nudges by behaviour and a person for whoever stays silent.',
  startOn: [signedUp],
  goal: valueReached,
  exitOn: [churned],
  hears: [loggedIn, replied, helpRequested, teammateInvited, teamSetupCompleted],
  ifNobodyComes: { 'onboarding-call': 'The journey ends, and nobody has helped them to a first result.' },
  moments: onboardingMoments,
  stages: { welcome, firstSteps, teamSetup, personCalls },
});

/** A welcome and one nudge. Two touches without an answer or a login bring in a person (M02). */
async function welcome() {
  for (const [message, patience] of [
    ['onboarding/welcome', '2 days'],
    ['onboarding/nudge', '3 days'],
  ] as const) {
    await touch(message, { primary: 'email', fallback: ['in-app'] });
    const sign = await waitFor([loggedIn, teammateInvited, replied, helpRequested], { within: patience });
    if (sign?.type === 'customer.logged_in') return next('firstSteps');
    if (sign?.type === 'teammate.invited') return next('teamSetup');
    if (sign) return next('personCalls');
  }
  return next('personCalls');
}

/** They are in: help at the moment of need, in the product. */
async function firstSteps() {
  await touch('onboarding/first-steps', { primary: 'in-app', fallback: ['email'] });
  const sign = await waitFor([teammateInvited, replied, helpRequested], { within: '5 days' });
  if (sign?.type === 'teammate.invited') return next('teamSetup');
  return next('personCalls');
}

/** Teammates are coming: a checklist, and one reminder when it stays unfinished. */
async function teamSetup() {
  await touch('onboarding/team-checklist', { primary: 'email', fallback: ['in-app'] });
  const sign = await waitFor([teamSetupCompleted, helpRequested], { within: '4 days' });
  if (sign?.type === 'customer.help_requested') return next('personCalls');
  if (!sign) await touch('onboarding/team-follow-up', { primary: 'push', fallback: ['in-app', 'email'] });
  await waitFor([replied, helpRequested], { within: '4 days' });
  return next('personCalls');
}

/** No first value yet: a person finds out what is missing. */
async function personCalls({ customer }: Facts) {
  const call = await escalate('onboarding-call', {
    because: 'signed up and has not reached a first result yet',
    assignTo: customer.owner,
    due: '2 business days',
  });
  if (call.outcome === 'reached_resolved') await touch('onboarding/after-call', { primary: 'email' });
  return done(call.outcome);
}
