import type { Moment } from '../../domain/moment';

/** The moments that matter to a customer whose use drops, and to whom it could go either way. */
export const atRiskMoments = [
  {
    name: 'Use falls away',
    at: 'start',
    intent: 'I have other things to do, or this no longer helps me.',
    experience: 'Nothing happens for them: no pop-up and no reproach.',
    mechanics: 'The backend reports a drop in use, or 14 days pass without a login, or 60 without an order.',
  },
  {
    name: 'The first check-in',
    at: 'checkIn',
    intent: 'If something is in my way, I want it gone without much effort.',
    experience: 'One short mail that asks what is in the way and offers to put it right. A reply is enough.',
    mechanics: 'By email, else by text message or in the product. Four days to answer.',
    messages: ['at-risk/check-in'],
  },
  {
    name: 'The offer of help',
    at: 'checkIn',
    intent: 'I do not want to hear the same again.',
    experience: 'A second and last mail that names what a person can do for them.',
    mechanics: 'Only after four silent days. Four more days to answer, then no further mail.',
    messages: ['at-risk/offer-help'],
  },
  {
    name: 'Somebody answers me',
    at: 'answer',
    intent: 'I have taken the trouble to write, so I want to be heard soon.',
    experience: 'A person who knows the account answers in the conversation that the customer began.',
    mechanics: 'A task for the owner, due in one business day. Who is still at risk afterwards is called.',
    playbook: 'help-request',
  },
  {
    name: 'The call',
    at: 'personCalls',
    intent: 'I want to be understood, not talked round.',
    experience: 'A call by a person who has everything that happened before them.',
    mechanics: 'Two unanswered check-ins bring it about. Due in one business day, then the lead hears of it.',
    messages: ['at-risk/after-call'],
    playbook: 'save-call',
  },
  {
    name: 'Back again',
    at: 'goal',
    intent: 'I want to go on with my work.',
    experience: 'Silence from us: nothing is asked of somebody who has come back.',
    mechanics: 'A login or an order at any moment ends the journey and settles an open task.',
  },
] as const satisfies readonly Moment[];
