import { churned, helpRequested, loggedIn, orderCompleted, replied, usageDropped } from '../events';
import { atRiskMoments } from '../moments/at-risk';
import { done, escalate, journey, next, touch, waitFor, type Facts } from '../sdk';

/**
 * At-risk: the cardinal rule (M02). A customer whose use drops gets two helpful check-ins, four days apart. Silence after
 * both brings in a person who calls; what the call comes to steers what is said afterwards. Logging in or buying again at
 * any moment is the goal: the journey ends, and a task that nobody has finished is settled.
 */
export const atRisk = journey({
  name: 'at-risk',
  owner: 'customer-success',
  story: 'Two unanswered check-ins and no login bring in a person who calls.',
  startOn: [usageDropped],
  startAfterAbsence: [
    { of: loggedIn, for: '14 days' },
    { of: orderCompleted, for: '60 days' },
  ],
  goal: [loggedIn, orderCompleted],
  exitOn: [churned],
  hears: [replied, helpRequested],
  reenterAfter: '90 days',
  priority: 'high',
  ifNobodyComes: {
    'help-request': 'The journey ends, and the customer was never answered.',
    'save-call': 'The journey ends, and nobody has called.',
  },
  moments: atRiskMoments,
  stages: { checkIn, answer, personCalls },
});

/** Two helpful check-ins, four days apart. An answer goes to a person at once; silence after both brings one in. */
async function checkIn() {
  for (const message of ['at-risk/check-in', 'at-risk/offer-help'] as const) {
    await touch(message, { primary: 'email', fallback: ['sms', 'in-app'] });
    const answer = await waitFor([replied, helpRequested], { within: '4 days' });
    if (answer) return next('answer');
  }
  return next('personCalls');
}

/** The customer wrote back: the owner answers within a day, in the conversation that the customer chose (M05). */
async function answer({ customer }: Facts) {
  const help = await escalate('help-request', {
    because: 'answered a check-in while their use is dropping',
    assignTo: customer.owner,
    due: '1 business day',
  });
  return help.outcome === 'reached_at_risk' ? next('personCalls') : done(help.outcome);
}

/** A person calls. A problem that was solved is followed by a short summary. */
async function personCalls({ customer }: Facts) {
  const call = await escalate('save-call', {
    because: 'two check-ins unanswered and no login',
    assignTo: customer.owner,
    due: '1 business day',
  });
  if (call.outcome === 'reached_resolved') await touch('at-risk/after-call', { primary: 'email' });
  return done(call.outcome);
}
