import { playbook } from './playbook';

/** The date is here and no decision has arrived: a person gets it, so that nobody loses access or is charged by accident. */
export const renewalDecision = playbook({
  name: 'renewal-decision',
  title: 'Get the renewal decided',
  queue: 'renewals',
  priority: 'urgent',
  returnAfter: '1 day',
  checklist: [
    'Check with billing whether a signature, an order or a payment is already on its way.',
    'Read what the contract says for silence: does it run on, or does it end?',
    'Call the person who decides. A mail alone is not enough this week.',
    'If they need time, agree on a written extension with a date instead of a silent one.',
    'If it ends, tell them what happens to access and to their content, and on which day.',
    'Enter the decision in billing, confirm it to them in writing, then pick the outcome.',
  ],
  talkingPoints: [
    'I want to make sure that nothing happens by accident: neither a charge that you did not want nor a loss of access.',
    'What do you still need from us to decide? Paperwork, a figure, a word with somebody?',
    'We can extend by a month while you settle it. Would that help?',
    'If you would rather let it end, that is all right. Let us go through what you want to keep.',
  ],
  outcomes: {
    renewed: 'They renewed, and it is in billing.',
    extended: 'A written extension with a date is in place.',
    lapsed: 'It ends: by their decision, or because nobody could be reached before the date.',
  },
});
