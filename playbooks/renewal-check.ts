import { playbook } from './playbook';

/** Three months ahead of the date, the owner finds out where the customer stands, while there is still time to change something (M14). */
export const renewalCheck = playbook({
  name: 'renewal-check',
  title: 'Find out where the renewal stands',
  queue: 'renewals',
  priority: 'normal',
  returnAfter: '1 day',
  checklist: [
    'Look up the contract: date, notice period, price, seats paid for and seats used.',
    'List two results of the past year that they would recognise as theirs.',
    'Check for open tickets and broken promises. Settle or date each one before the talk.',
    'Find out who decides, who pays and who uses it. Talk to at least one of the three.',
    'Ask for their plan for the coming year, and whether we are part of it.',
    'Ask how they will decide and by when: budget round, legal review, other offers.',
    'If the size no longer fits, say so first and suggest the smaller plan.',
    'Note who decides, by when, and what could stop it. Then pick the outcome.',
  ],
  talkingPoints: [
    'Your agreement runs out in about three months. I would rather ask early than remind you late.',
    'What did you want from us this year, and how much of it did you get?',
    'What has to be true for an easy yes? Who else has a say in it?',
    'Is there anything in the agreement that no longer fits, such as seats, term or invoicing?',
    'If they hesitate: thank you for being open. What would you need to see by the end of next month?',
  ],
  outcomes: {
    will_renew: 'The person who decides said that they will renew.',
    undecided: 'They have not decided; what it depends on is in the notes.',
    wants_to_leave: 'They are leaning towards leaving; the reason is in the notes.',
    not_reached: 'Three tries on two days, and nobody who has a say was reached.',
  },
});
