import type { Translation } from '../../../domain/translation';

/** Recording a customer story, in German. */
export const storyInterview: Translation = {
  names: {},
  sentences: {
    'Record a customer story': 'Eine Kundengeschichte aufnehmen',

    'Read the success behind the invitation, and check that no ticket has been opened since.':
      'Den Erfolg hinter der Einladung nachlesen und prüfen, dass seither kein Ticket eröffnet wurde.',
    'Offer two or three times, in their zone, and send the questions with the invitation.':
      'Zwei oder drei Termine in der Zeitzone des Kunden anbieten und die Fragen mit der Einladung schicken.',
    'Ask first whether you may record, and who has to approve a text on their side.':
      'Zuerst fragen, ob aufgezeichnet werden darf und wer dort einen Text freigeben muss.',
    'Let them tell it: before, the turning point, after. Ask for one figure and one sentence that is theirs.':
      'Erzählen lassen: vorher, der Wendepunkt, nachher. Um eine Zahl und einen eigenen Satz bitten.',
    'Send the draft to them within a week. Publish only what they have approved in writing.':
      'Den Entwurf binnen einer Woche schicken. Nur veröffentlichen, was schriftlich freigegeben ist.',
    'Thank them, tell them when and where it appears, and say that they may withdraw it at any time.':
      'Danken, sagen, wann und wo es erscheint, und dass es jederzeit zurückgezogen werden kann.',
    'Note the approval, with name and date. Then pick the outcome.':
      'Die Freigabe mit Name und Datum notieren. Dann das Ergebnis wählen.',

    'Nothing appears without your approval, and you may change your mind later.':
      'Nichts erscheint ohne Ihre Freigabe, und Sie können es sich später anders überlegen.',
    'How did you do this before? What was the day like on which that became too much?':
      'Wie haben Sie das früher gemacht? Wie war der Tag, an dem es zu viel wurde?',
    'What did you try first, and what nearly made you give up?':
      'Was haben Sie zuerst versucht, und woran hätten Sie beinahe aufgegeben?',
    'What can you do now that you could not do then? Is there a figure that you are comfortable sharing?':
      'Was können Sie jetzt, was damals nicht ging? Gibt es eine Zahl, die Sie gern nennen?',
    'What would you tell somebody who starts tomorrow?': 'Was würden Sie jemandem sagen, der morgen anfängt?',

    'The interview took place; draft and approval are in the notes.':
      'Das Gespräch hat stattgefunden; Entwurf und Freigabe stehen in den Notizen.',
    'They would rather not, or not now. Do not ask again this year.':
      'Lieber nicht oder nicht jetzt. In diesem Jahr nicht noch einmal fragen.',
    'Two invitations, no answer.': 'Zwei Einladungen, keine Antwort.',
  },
};
