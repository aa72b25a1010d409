import type { Moment } from '../../domain/moment';

/** The moments that matter to somebody who has just signed up. */
export const onboardingMoments = [
  {
    name: 'The welcome',
    at: 'welcome',
    intent: 'I have just signed up and want to see quickly whether this is for me.',
    experience: 'One mail with one next step.',
    mechanics: 'Goes out at once, by email or in the product. Two days to show a sign of life.',
    messages: ['onboarding/welcome'],
  },
  {
    name: 'The nudge',
    at: 'welcome',
    intent: 'I meant to come back and have not got round to it.',
    experience: 'One reminder with the same next step.',
    mechanics: 'Only after two days of silence. After three more a person calls.',
    messages: ['onboarding/nudge'],
  },
  {
    name: 'The first steps',
    at: 'firstSteps',
    intent: 'I am in, and want to get something done.',
    experience: 'Help where they work, instead of one more mail.',
    mechanics: 'A login brings it about. In the product, else by email. Five days to go on.',
    messages: ['onboarding/first-steps'],
  },
  {
    name: 'The team comes along',
    at: 'teamSetup',
    intent: 'I want my colleagues in without explaining everything myself.',
    experience: 'A checklist, and one reminder when it stays unfinished.',
    mechanics: 'An invitation of a teammate brings it about. The reminder is a notification, four days later.',
    messages: ['onboarding/team-checklist', 'onboarding/team-follow-up'],
  },
  {
    name: 'A person helps',
    at: 'personCalls',
    intent: 'I am stuck, or do not see what it is good for.',
    experience: 'A call by a person who finds out what is missing.',
    mechanics: 'Silence, a reply or a call for help brings it about. Due in two business days.',
    messages: ['onboarding/after-call'],
    playbook: 'onboarding-call',
  },
  {
    name: 'First value',
    at: 'goal',
    intent: 'This does what I came for.',
    experience: 'The messages stop, because they have done their work.',
    mechanics: 'The backend reports the first value, at any moment.',
  },
] as const satisfies readonly Moment[];
