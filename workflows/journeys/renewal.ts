import { churned, helpRequested, reasonGiven, replied, subscriptionCancelled, subscriptionRenewed } from '../events';
import { renewalMoments } from '../moments/renewal';
import { before, done, escalate, journey, next, sleepUntil, touch, waitFor, type Facts } from '../sdk';

/**
 * Renewal: from 120 days before the date to the decision. A recap of what the customer got, a check by the owner at 90
 * days, reminders at 30 and 7. Whoever wants to leave is asked for the reason (M12) and offered a person who can change
 * something. Renewing at any moment ends the journey with thanks; a cancellation or a churn ends it in silence.
 */
export const renewal = journey({
  name: 'renewal',
  owner: 'customer-success',
  story: 'From 120 days before the renewal date to the decision, with a save path that asks for the reason to leave.',
  startBefore: [{ trait: 'renewal_date', before: '120 days' }],
  goal: subscriptionRenewed,
  afterGoal: 'thanks',
  exitOn: [churned, subscriptionCancelled],
  hears: [replied, helpRequested, reasonGiven],
  reenterAfter: '180 days',
  priority: 'high',
  ifNobodyComes: {
    'renewal-check': 'The reminders begin, thirty days before the renewal, as if there were nothing to settle.',
    'renewal-save': 'Nobody has talked with them: the decision is asked for on the day of the renewal.',
    'renewal-decision': 'The journey ends, and nobody knows whether they stay.',
  },
  moments: renewalMoments,
  stages: { recap, ownerChecks, reminders, save, decision, thanks },
});

/** What the customer has got out of it so far, long before anybody asks for money. */
async function recap({ customer }: Facts) {
  await touch('renewal/value-recap', { primary: 'email', fallback: ['in-app'] });
  await sleepUntil(before(dateOf(customer), '90 days'));
  return next('ownerChecks');
}

/** The owner hears where the customer stands, while there is time to change something. */
async function ownerChecks({ customer }: Facts) {
  const check = await escalate('renewal-check', {
    because: 'the renewal is 90 days away',
    assignTo: customer.owner,
    due: '5 business days',
  });
  return check.outcome === 'wants_to_leave' ? next('save') : next('reminders');
}

/** Thirty days and seven days before. An answer goes to a person at once. */
async function reminders({ customer }: Facts) {
  for (const [message, ahead] of [
    ['renewal/reminder-30', '30 days'],
    ['renewal/reminder-7', '7 days'],
  ] as const) {
    await sleepUntil(before(dateOf(customer), ahead));
    await touch(message, { primary: 'email', fallback: ['sms', 'in-app'] });
    const answer = await waitFor([replied, helpRequested, reasonGiven], { within: '6 days' });
    if (answer?.type === 'reason.given') return next('save');
    if (answer) return next('decision');
  }
  await sleepUntil(dateOf(customer));
  return next('decision');
}

/** Asks why, as data, then offers a person who may change what can be changed. */
async function save({ customer }: Facts) {
  await touch('renewal/reason-to-leave', { primary: 'email', fallback: ['in-app'] });
  const answer = await waitFor([reasonGiven, replied], { within: '7 days' });
  const talk = await escalate('renewal-save', {
    because: answer ? 'wants to leave and has given a reason' : 'wants to leave and gives no reason',
    assignTo: customer.owner,
    due: '2 business days',
  });
  if (talk.outcome === 'leaving') return done('leaving');
  if (talk.outcome === 'saved') await touch('renewal/after-save', { primary: 'email' });
  await sleepUntil(dateOf(customer));
  return next('decision');
}

/** The date has come or the customer wants to talk: the owner brings it to a decision. */
async function decision({ customer }: Facts) {
  const call = await escalate('renewal-decision', {
    because: 'the renewal needs a decision',
    assignTo: customer.owner,
    due: '3 business days',
  });
  return done(call.outcome);
}

/** Existing customers are thanked, not only new ones courted (M13). */
async function thanks() {
  await touch('renewal/thanks', { primary: 'email', fallback: ['in-app'] });
  return done('renewed');
}

/** The renewal date. Without one, as when somebody starts the journey by hand, everything is due at once: no wait is long. */
function dateOf(customer: Facts['customer']): number {
  return customer.renewalAt ?? 0;
}
