/*
 * What authors must not be able to write. Checked by the compiler (`npm run check`): each line under an
 * expectation has to be an error, and an expectation without an error is an error itself.
 */
import { loggedIn, reasonGiven, replied } from '../../workflows/events';
import { done, escalate, event, journey, next, sleep, touch, waitFor } from '../../workflows/sdk';

const header = { name: 'typed', owner: 'nobody', story: 'Only for the compiler.' };

export async function messages() {
  await touch('at-risk/check-in', { primary: 'email' });
  // @ts-expect-error a message that nobody has written
  await touch('at-risk/chek-in', { primary: 'email' });
  // @ts-expect-error a channel that does not exist
  await touch('at-risk/check-in', { primary: 'fax' });
}

export async function events() {
  const heard = await waitFor([reasonGiven, replied], { within: '4 days' });
  if (heard?.type === 'reason.given') void heard.data.reason.trim();
  // @ts-expect-error a reply has no reason
  if (heard?.type === 'customer.replied') void heard.data.reason;
  // @ts-expect-error silence has to be considered
  void heard.type;
  // @ts-expect-error the text of a reply does not travel
  if (heard?.type === 'customer.replied') void heard.data.text;
  // @ts-expect-error an event that the catalogue does not have
  event('customer.logged_inn');
  // @ts-expect-error a login carries nothing
  void (await waitFor([loggedIn], { within: '1 day' }))?.data.plan;
}

export async function durations() {
  await sleep('90 seconds');
  // @ts-expect-error not a duration
  await sleep('soon');
  // @ts-expect-error milliseconds are not a duration
  await sleep(5000);
}

export async function people() {
  const call = await escalate('save-call', { because: 'silence', due: '1 business day' });
  if (call.outcome === 'reached_resolved' || call.outcome === 'expired') return;
  // @ts-expect-error an outcome of another playbook
  if (call.outcome === 'story_told') return;
  // @ts-expect-error a playbook that nobody has written
  await escalate('save-cal', { because: 'silence', due: '1 day' });
  // @ts-expect-error a task needs a due date
  await escalate('save-call', { because: 'silence' });
}

const first = async () => next('second');
const second = async () => done('over');

export const right = journey({ ...header, stages: { first, second } });

// @ts-expect-error `first` goes on at a stage that is not there
export const wrongStage = journey({ ...header, stages: { first } });

// @ts-expect-error the stage after the goal is not there
export const wrongAfterGoal = journey({ ...header, goal: loggedIn, afterGoal: 'third', stages: { first, second } });

// @ts-expect-error a stage has to answer where to go on
export const noAnswer = journey({ ...header, stages: { first: async () => undefined, second } });
