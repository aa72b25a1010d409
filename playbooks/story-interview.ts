import { playbook } from './playbook';

/** The customer agreed to tell how they work: half an hour of questions, and nothing is published that they have not approved (M33). */
export const storyInterview = playbook({
  name: 'story-interview',
  title: 'Record a customer story',
  queue: 'advocacy',
  priority: 'normal',
  returnAfter: '3 days',
  checklist: [
    'Read the success behind the invitation, and check that no ticket has been opened since.',
    'Offer two or three times, in their zone, and send the questions with the invitation.',
    'Ask first whether you may record, and who has to approve a text on their side.',
    'Let them tell it: before, the turning point, after. Ask for one figure and one sentence that is theirs.',
    'Send the draft to them within a week. Publish only what they have approved in writing.',
    'Thank them, tell them when and where it appears, and say that they may withdraw it at any time.',
    'Note the approval, with name and date. Then pick the outcome.',
  ],
  talkingPoints: [
    'Nothing appears without your approval, and you may change your mind later.',
    'How did you do this before? What was the day like on which that became too much?',
    'What did you try first, and what nearly made you give up?',
    'What can you do now that you could not do then? Is there a figure that you are comfortable sharing?',
    'What would you tell somebody who starts tomorrow?',
  ],
  outcomes: {
    story_told: 'The interview took place; draft and approval are in the notes.',
    declined: 'They would rather not, or not now. Do not ask again this year.',
    not_reached: 'Two invitations, no answer.',
  },
});
