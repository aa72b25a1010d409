import { playbook } from './playbook';

/** The cardinal rule: check-ins went unanswered and the customer has not come back, so a person calls (M02). */
export const saveCall = playbook({
  name: 'save-call',
  title: 'Call a customer who has gone quiet',
  queue: 'customer-success',
  priority: 'high',
  returnAfter: '1 day',
  checklist: [
    'Read the timeline from the last good moment on: what did they get out of the product, and what changed?',
    'Check open and recent tickets, unpaid invoices, and whether their contact has left the company.',
    'Write down one guess why they went quiet, and one thing that you can offer for it.',
    'Call the person who gets the benefit, not the one who pays, unless they are the same.',
    'Listen first. Ask what changed on their side before you say anything about ours.',
    'Agree on one small step within the week that brings them something, and do it with them.',
    'If they want to go, help them to go well: export, end date, invoice. Ask the reason, once.',
    'Note the reason in their words, the step agreed and its date. Then pick the outcome.',
  ],
  talkingPoints: [
    'I am calling to see whether we are still useful to you, and to help if something is in the way.',
    'What are you working on at the moment? Where would this fit in, if at all?',
    'What was the last thing that it did well for you? What got harder after that?',
    'If one thing worked differently from tomorrow on, what should it be?',
    'Never say that you saw them not logging in. You are calling because you look after their account.',
    'No discount in this call. Price is rarely the first reason, and it hides the real one.',
  ],
  outcomes: {
    reached_resolved: 'We spoke, the obstacle is gone, and they are using it again or will this week.',
    reached_follow_up: 'We spoke, and a step with a date is open.',
    reached_at_risk: 'We spoke, and they may still leave; the reason is in the notes.',
    churning: 'They have decided to leave; the reason is in the notes.',
    voicemail: 'I left a message that says who I am and how I can help.',
    no_answer: 'Two tries at different times, no answer, no message left.',
    wrong_contact: 'Our contact has moved on; the new name, if known, is in the notes.',
    asked_to_stop: 'They asked us not to contact them about this again.',
    already_solved: 'They were back, or a colleague had helped them, before I called.',
    not_applicable: 'There was no reason to call: a seasonal pause, a test account, or a duplicate.',
  },
});
