import type { Moment } from '../../domain/moment';

/** The moments that matter to a customer who decides whether to stay. */
export const renewalMoments = [
  {
    name: 'What I got out of it',
    at: 'recap',
    intent: 'I want to know whether it was worth it, before anybody asks me for money.',
    experience: 'A recap of what they did with the product, four months ahead.',
    mechanics: '120 days before the renewal date. It asks for nothing.',
    messages: ['renewal/value-recap'],
  },
  {
    name: 'The owner asks',
    at: 'ownerChecks',
    intent: 'I want to say what bothers me while it can still be changed.',
    experience: 'Their own contact gets in touch and listens.',
    mechanics:
      'A task for the owner 90 days ahead, due in five business days. Who wants to leave is not reminded but heard.',
    playbook: 'renewal-check',
  },
  {
    name: 'The reminders',
    at: 'reminders',
    intent: 'I do not want to be surprised by a bill.',
    experience: 'Two plain reminders of what happens when, and of how to say no.',
    mechanics: '30 and 7 days ahead. An answer brings in a person at once.',
    messages: ['renewal/reminder-30', 'renewal/reminder-7'],
  },
  {
    name: 'I want to leave',
    at: 'save',
    intent: 'I want to leave without a fight, and be asked why only once.',
    experience: 'One question about the reason, and a person who may change what can be changed.',
    mechanics: 'The reason is kept as data. A task for the owner, due in two business days.',
    messages: ['renewal/reason-to-leave', 'renewal/after-save'],
    playbook: 'renewal-save',
  },
  {
    name: 'The decision',
    at: 'decision',
    intent: 'I want to settle it with somebody who can say yes.',
    experience: 'Their contact brings it to an end with them.',
    mechanics: 'When the date has come, or as soon as the customer wants to talk. Due in three business days.',
    playbook: 'renewal-decision',
  },
  {
    name: 'Thanks for staying',
    at: 'thanks',
    intent: 'I have stayed; I want that to count for something.',
    experience: 'Thanks, with nothing to sell in them.',
    mechanics: 'Renewing at any moment leads here and ends everything else.',
    messages: ['renewal/thanks'],
  },
] as const satisfies readonly Moment[];
