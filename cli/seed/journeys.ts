import { DAY_MS } from '../../domain/duration';
import type { Run } from './run';

/* The four journeys as they are played for a seeded world: the same stages, messages, waits and hand-overs as in workflows/journeys. */

const EMAIL = ['email', 'in-app'] as const;
const REACHING = ['email', 'sms', 'in-app'] as const;
const REPLIES = { 'customer.replied': 0.1, 'customer.help_requested': 0.04 } as const;

/** Onboarding: a welcome, a nudge, first steps, the team, a person. */
export function onboarding(run: Run): string {
  for (const [message, days] of [
    ['onboarding/welcome', 2],
    ['onboarding/nudge', 3],
  ] as const) {
    run.touch(message, EMAIL);
    const chances = { 'customer.logged_in': 0.5, 'teammate.invited': 0.08, 'customer.replied': 0.03 };
    const sign = run.wait(
      ['customer.logged_in', 'teammate.invited', 'customer.replied', 'customer.help_requested'],
      days * DAY_MS,
      chances,
    );
    if (sign === 'customer.logged_in') return firstSteps(run);
    if (sign === 'teammate.invited') return teamSetup(run);
    if (sign) return onboardingCall(run);
  }
  return onboardingCall(run);
}

function firstSteps(run: Run): string {
  run.stage('firstSteps');
  run.touch('onboarding/first-steps', ['in-app', 'email']);
  const sign = run.wait(['teammate.invited', 'customer.replied', 'customer.help_requested'], 5 * DAY_MS, {
    'teammate.invited': 0.45,
    ...REPLIES,
  });
  return sign === 'teammate.invited' ? teamSetup(run) : onboardingCall(run);
}

function teamSetup(run: Run): string {
  run.stage('teamSetup');
  run.touch('onboarding/team-checklist', EMAIL);
  const sign = run.wait(['team.setup_completed', 'customer.help_requested'], 4 * DAY_MS, {
    'team.setup_completed': 0.5,
    'customer.help_requested': 0.05,
  });
  if (sign === 'customer.help_requested') return onboardingCall(run);
  if (!sign) run.touch('onboarding/team-follow-up', ['push', 'in-app', 'email']);
  run.wait(['customer.replied', 'customer.help_requested'], 4 * DAY_MS, REPLIES);
  return onboardingCall(run);
}

function onboardingCall(run: Run): string {
  run.stage('personCalls');
  const outcome = run.escalate(
    'onboarding-call',
    'signed up and has not reached a first result yet',
    '2 business days',
  );
  if (outcome === 'reached_resolved') run.touch('onboarding/after-call', ['email']);
  return outcome;
}

/** At-risk: two check-ins, an answer or a call. */
export function atRisk(run: Run): string {
  for (const message of ['at-risk/check-in', 'at-risk/offer-help'] as const) {
    run.touch(message, REACHING);
    if (run.wait(['customer.replied', 'customer.help_requested'], 4 * DAY_MS, REPLIES)) return answer(run);
  }
  return saveCall(run);
}

function answer(run: Run): string {
  run.stage('answer');
  const outcome = run.escalate('help-request', 'answered a check-in while their use is dropping', '1 business day');
  return outcome === 'reached_at_risk' ? saveCall(run) : outcome;
}

function saveCall(run: Run): string {
  run.stage('personCalls');
  const outcome = run.escalate('save-call', 'two check-ins unanswered and no login', '1 business day');
  if (outcome === 'reached_resolved') run.touch('at-risk/after-call', ['email']);
  return outcome;
}

/** Renewal, to a date: recap, the owner's check, reminders, saving, the decision. */
export function renewal(date: number): (run: Run) => string {
  return (run) => {
    run.touch('renewal/value-recap', EMAIL);
    run.sleepUntil(date - 90 * DAY_MS);
    run.stage('ownerChecks');
    const check = run.escalate('renewal-check', 'the renewal is 90 days away', '5 business days');
    return check === 'wants_to_leave' ? save(run, date) : reminders(run, date);
  };
}

function reminders(run: Run, date: number): string {
  run.stage('reminders');
  for (const [message, days] of [
    ['renewal/reminder-30', 30],
    ['renewal/reminder-7', 7],
  ] as const) {
    run.sleepUntil(date - days * DAY_MS);
    run.touch(message, REACHING);
    const chances = { ...REPLIES, 'reason.given': 0.02 };
    const said = run.wait(['customer.replied', 'customer.help_requested', 'reason.given'], 6 * DAY_MS, chances);
    if (said === 'reason.given') return save(run, date);
    if (said) return decision(run);
  }
  run.sleepUntil(date);
  return decision(run);
}

function save(run: Run, date: number): string {
  run.stage('save');
  run.touch('renewal/reason-to-leave', EMAIL);
  const said = run.wait(['reason.given', 'customer.replied'], 7 * DAY_MS, {
    'reason.given': 0.35,
    'customer.replied': 0.1,
  });
  const because = said ? 'wants to leave and has given a reason' : 'wants to leave and gives no reason';
  const talk = run.escalate('renewal-save', because, '2 business days');
  if (talk === 'leaving') return 'leaving';
  if (talk === 'saved') run.touch('renewal/after-save', ['email']);
  run.sleepUntil(date);
  return decision(run);
}

function decision(run: Run): string {
  run.stage('decision');
  return run.escalate('renewal-decision', 'the renewal needs a decision', '3 business days');
}

/** Advocacy: a review, an invitation, a story. */
export function advocacy(run: Run): string {
  run.sleepUntil(run.at + DAY_MS);
  run.touch('advocacy/review-ask', EMAIL);
  if (run.wait(['review.posted'], 14 * DAY_MS, { 'review.posted': 0.18 })) run.sleepUntil(run.at + 7 * DAY_MS);
  run.stage('referral');
  run.touch('advocacy/referral-invite', EMAIL);
  run.sleepUntil(run.at + 30 * DAY_MS);
  run.stage('story');
  run.touch('advocacy/story-invite', ['email']);
  const willing = run.wait(['story.agreed', 'customer.replied', 'customer.help_requested'], 14 * DAY_MS, {
    'story.agreed': 0.12,
    ...REPLIES,
  });
  if (!willing) return 'no_story';
  return run.escalate('story-interview', 'is willing to tell their story', '5 business days');
}

/** Whoever renewed is thanked. */
export function thanks(run: Run): string {
  run.stage('thanks');
  run.touch('renewal/thanks', EMAIL);
  return 'renewed';
}

/** A friend joined: both get their reward. */
export function reward(run: Run): string {
  run.stage('reward');
  run.touch('advocacy/referral-reward', EMAIL);
  return 'referred';
}
