import type { Moment } from '../../domain/moment';

/** The moments that matter to somebody who has had a success with us. */
export const advocacyMoments = [
  {
    name: 'The success',
    at: 'start',
    intent: 'I have achieved something and would like to enjoy it.',
    experience: 'A day of peace before anybody asks for anything.',
    mechanics: 'The backend reports a verified success. Nobody with an open ticket is let in.',
  },
  {
    name: 'The review',
    at: 'review',
    intent: 'I am willing to say something good, if it is quickly done.',
    experience: 'One ask for a review, without a reminder.',
    mechanics: 'By email or in the product. Whoever posts one is left alone for a week, everybody else for two.',
    messages: ['advocacy/review-ask'],
  },
  {
    name: 'The invitation',
    at: 'referral',
    intent: 'I know somebody who could use this, and want both of us to gain.',
    experience: 'An invitation to pass on, which rewards both sides alike.',
    mechanics: 'Once, and then 30 days of silence.',
    messages: ['advocacy/referral-invite'],
  },
  {
    name: 'My story',
    at: 'story',
    intent: 'I am proud of it and would tell it, to somebody who listens.',
    experience: 'An invitation, and then a talk with a person.',
    mechanics: 'Only who says yes gets a talk: a task for the owner, due in five business days.',
    messages: ['advocacy/story-invite'],
    playbook: 'story-interview',
  },
  {
    name: 'The reward',
    at: 'reward',
    intent: 'I want to get what was promised without asking for it.',
    experience: 'Both sides get their reward and hear of it at once.',
    mechanics: 'A referral that joins is the goal, at any moment.',
    messages: ['advocacy/referral-reward'],
  },
] as const satisfies readonly Moment[];
