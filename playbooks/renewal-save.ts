import { playbook } from './playbook';

/** The customer leans towards leaving at renewal: understand the reason, put right what can be put right, respect the answer (M12). */
export const renewalSave = playbook({
  name: 'renewal-save',
  title: 'Win back a renewal that is in doubt',
  queue: 'renewals',
  priority: 'urgent',
  returnAfter: '1 day',
  checklist: [
    'Read the reason that they gave, the tickets behind it, and what we promised in the past.',
    'Sort the reason: value not reached, a fault or gap, price or size, a change on their side, another supplier.',
    'Bring something for that kind of reason: a working session, a fix with a date, a smaller plan, a pause.',
    'Get approval for anything with a price on it before the talk, not after it.',
    'Meet the person who decides. Say their reason back to them before you offer anything.',
    'Make one offer, in writing, with a date. No second, better one when they say no.',
    'If they leave: confirm end date, export and last invoice in writing the same day, and thank them.',
    'Record the reason, and what would have kept them. Then pick the outcome.',
  ],
  talkingPoints: [
    'You told us why you are thinking of leaving. Let me check that I understood it: …',
    'Is that the reason, or the last of several? Which one came first?',
    'Here is what we can change and by when, and here is what we cannot.',
    'Would a smaller plan or a pause serve you better than the one you have?',
    'If it is no: that is fine, and thank you for the time with us. I will make it easy for you.',
  ],
  outcomes: {
    saved: 'They will stay; what was agreed is in the notes and confirmed in writing.',
    leaving: 'They will leave; end date and export are confirmed to them.',
    not_reached: 'Three tries on two days, and the person who decides was not reached.',
  },
});
