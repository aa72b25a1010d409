import { playbook } from './playbook';

/** A new customer left two touches unanswered and has not come back: one call to get them to their first result (M02, M17). */
export const onboardingCall = playbook({
  name: 'onboarding-call',
  title: 'Help a new customer to a first result',
  queue: 'customer-success',
  priority: 'high',
  returnAfter: '1 day',
  checklist: [
    'Read the timeline: what they signed up for, what they tried last, what we have sent.',
    'Look for open tickets. If one blocks the set-up, get its status before you dial.',
    'Call in their working hours. If nobody answers, try once more at another time of day.',
    'Ask what they wanted to get done when they signed up. Write it down in their own words.',
    'Do the next step together, on the call, in their account. Do not send homework.',
    'Agree on one next step, with a date, and who does it.',
    'Leave a note: their goal, what was in the way, the next step. Then pick the outcome.',
  ],
  talkingPoints: [
    'I look after new customers, and I would like to see you get something out of this in your first two weeks.',
    'What would have to work for you to say that it was worth it?',
    'Where did you get to, and what happened then?',
    'Shall we do that step now, while we are both here? It takes about ten minutes.',
    'Do not mention how often they logged in, or which mails they opened. Talk about their goal.',
    'If they need something that we do not have, say so plainly and pass it on as feedback.',
  ],
  outcomes: {
    reached_resolved: 'We spoke, and they got to a first result or know exactly how to.',
    reached_follow_up: 'We spoke, and one of us still owes the other a step with a date.',
    reached_at_risk: 'We spoke, and they doubt that this is right for them.',
    voicemail: 'I left a message that says who I am and why I called.',
    no_answer: 'Two tries at different times, no answer, no message left.',
    wrong_contact: 'Somebody else sets this up; their name is in the notes.',
    asked_to_stop: 'They asked us not to contact them about this again.',
    already_solved: 'They were up and running before I called.',
    not_applicable: 'There was no reason to call: a test account, a duplicate, or gone already.',
  },
});
