import { HELP_REQUEST } from '../domain/ask';
import { playbook } from './playbook';

/** A customer raised a hand, from a message or in the product: a person answers, on the channel that the customer used (M05, M10). */
export const helpRequest = playbook({
  name: HELP_REQUEST.name,
  title: 'Answer a customer who asked for a person',
  queue: HELP_REQUEST.queue,
  priority: HELP_REQUEST.priority,
  coveredBy: HELP_REQUEST.coveredBy,
  returnAfter: HELP_REQUEST.returnAfter,
  checklist: [
    'Read what they wrote, and the message that they answered.',
    'Answer on the channel that they used. Do not ask them to move to another one.',
    'Answer in full if you can. If not, say today when you will, and keep to it.',
    'If it is a fault, open a ticket yourself, quote them, and stay their contact until it is fixed.',
    'If they offered help or an idea, thank them and tell them who will see it.',
    'Check that the answer worked before you close: ask, or see it in their account.',
    'Note the cause in one line, so that the same question can be counted. Then pick the outcome.',
  ],
  talkingPoints: [
    'Thank you for asking. I have read what you wrote, and I will stay with it until it is solved.',
    'Let me say it back to you, so that I get it right: you want to …, and instead … happens.',
    'Here is what I can do now, and here is what needs somebody else. You will hear from me by …',
    'If they are annoyed: say sorry for the effort that it cost them, once, and go to the remedy.',
    'Personal or payment details do not belong in an open thread. Offer the private mode of the same channel first.',
  ],
  outcomes: {
    reached_resolved: 'They have their answer, and they said so or it shows in their account.',
    reached_follow_up: 'They know what happens next and by when; it is not done yet.',
    reached_at_risk: 'Answered, but they talk about leaving or about what goes wrong again and again.',
    no_answer: 'I answered twice and heard nothing more.',
    wrong_contact: 'The question belongs to somebody else there; they are named in the notes.',
    asked_to_stop: 'They asked us not to contact them about this again.',
    already_solved: 'They had solved it, or a colleague had answered, before I came to it.',
    not_applicable: 'It was not a request: an out-of-office notice, a thank-you, or spam.',
  },
});
