import { URGENT_MESSAGE } from '../domain/ask';
import { helpRequest } from './help-request';
import { playbook } from './playbook';

/** A customer wrote something that cannot wait (M06): a person answers at once, where they wrote (M05). Ends as a help request does. */
export const urgentMessage = playbook({
  name: URGENT_MESSAGE.name,
  title: 'Answer an urgent message',
  queue: URGENT_MESSAGE.queue,
  priority: URGENT_MESSAGE.priority,
  coveredBy: URGENT_MESSAGE.coveredBy,
  returnAfter: URGENT_MESSAGE.returnAfter,
  checklist: [
    'Read what they wrote, and what was said before: the conversation has it from every channel.',
    'Is it urgent? If not, correct the triage, so that the rules can be bettered, and answer as usual.',
    'If life or limb is in danger, call the emergency services of their country first, then your lead.',
    'Answer at once that you have it and what you do now, on the channel that they used, also when you cannot solve it yet.',
    'Bring in whoever can solve it: data, money, access and security have owners of their own.',
    'Tell them when it is solved, and check that it is.',
    'Note the cause in one line, so that the same trouble can be counted. Then pick the outcome.',
  ],
  talkingPoints: [
    'I have read it, I understand that it cannot wait, and I am on it now.',
    'This is what I know, this is what I do next, and you hear from me by …',
    'If money or data of theirs is gone: say so plainly, and say what is done about it. Promise nothing that you cannot see.',
    'If they are angry: they have a reason. Say sorry once, and go to the remedy.',
  ],
  outcomes: helpRequest.outcomes,
});
