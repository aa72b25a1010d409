import { playbook } from './playbook';

/** The automation does not reach a customer: a person finds the way that does (M03), and asks before it is used. */
export const reachOut = playbook({
  name: 'reach-out',
  title: 'Find a way to reach a customer',
  queue: 'customer-success',
  priority: 'normal',
  checklist: [
    'Read why the automation does not reach them, and what they were last told.',
    'Look for another way that they gave us themselves: a phone number, a colleague, the product.',
    'Ask which address and which channel suits them, and for what. Do not guess an address.',
    'If they never agreed to be written to, ask for their consent in words that say what for, and record these.',
    'Correct what is wrong in their profile, and say why.',
    'If they do not want to hear from us, record that too, and leave it there.',
    'Note what you agreed in one line. Then pick the outcome.',
  ],
  talkingPoints: [
    'Our messages do not seem to get through to you. How would you like to hear from us, if at all?',
    'May we write to you about this? You can take it back with one click in every message.',
    'Is there somebody else in your team who should hear about it instead?',
    'If you would rather not hear from us, tell me, and that is how it will be.',
  ],
  outcomes: {
    reached_resolved: 'There is a way that works, they agreed to it, and it is on file.',
    reached_follow_up: 'We spoke, and something is still to be sent or confirmed.',
    no_answer: 'Two tries at different times, no answer.',
    wrong_contact: 'Our contact has moved on; the new name, if known, is in the notes.',
    asked_to_stop: 'They do not want to hear from us; that is recorded.',
    already_solved: 'They had got in touch, or a colleague had reached them, before I came to it.',
    not_applicable: 'There was no reason: a test account, or a duplicate.',
  },
});
