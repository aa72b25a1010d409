import type { Translation } from '../../../domain/translation';

/** The journey of those who have had a success, in German. */
export const advocacy: Translation = {
  names: {
    journeys: { advocacy: 'Empfehlung' },
    stages: {
      'advocacy/review': 'Bewertung',
      'advocacy/referral': 'Einladung',
      'advocacy/story': 'Geschichte',
      'advocacy/reward': 'Prämie',
    },
    messages: {
      'advocacy/review-ask': 'Bitte um eine Bewertung',
      'advocacy/referral-invite': 'Einladung zur Empfehlung',
      'advocacy/story-invite': 'Einladung zur Kundengeschichte',
      'advocacy/referral-reward': 'Prämie',
    },
  },
  sentences: {
    'After a verified success: a review, an invitation that rewards both sides, a story.':
      'Nach einem bestätigten Erfolg: eine Bewertung, eine Einladung, die beide Seiten belohnt, eine Geschichte.',
    'Advocacy: only after a verified success and never during open trouble. First a review, then an invitation that rewards both sides, then a story, told to a person. A ticket at any moment ends it: whoever struggles is not asked for favours. A referral that joins is the goal, and the reward goes out at once.':
      'Empfehlung: nur nach einem bestätigten Erfolg und nie, solange es Ärger gibt. Zuerst eine Bewertung, dann eine Einladung, die beide Seiten belohnt, dann eine Geschichte, die ein Mensch sich erzählen lässt. Ein Ticket beendet sie jederzeit: Wer zu kämpfen hat, wird um keinen Gefallen gebeten. Das Ziel ist eine angenommene Empfehlung, und die Prämie geht sofort hinaus.',
    'One ask for a review. Posting it leads on sooner; silence leads on later, without a reminder.':
      'Eine einzige Bitte um eine Bewertung. Wer sie schreibt, kommt früher weiter; wer schweigt, später und ohne Erinnerung.',
    'An invitation for somebody who would profit too.': 'Eine Einladung für jemanden, der auch etwas davon hätte.',
    'Whoever is willing tells the story to a person who listens.':
      'Wer möchte, erzählt die eigene Geschichte einem Menschen, der zuhört.',
    'The friend joined: both sides get their reward, and hear of it.':
      'Die Empfehlung wurde angenommen: Beide Seiten bekommen ihre Prämie und erfahren davon.',

    'is willing to tell their story': 'möchte die eigene Geschichte erzählen',
    'The journey ends, and their story is not told.': 'Die Journey endet, und die Geschichte wird nicht erzählt.',

    'The success': 'Der Erfolg',
    'I have achieved something and would like to enjoy it.': 'Ich habe etwas erreicht und möchte mich daran freuen.',
    'A day of peace before anybody asks for anything.': 'Ein Tag Ruhe, bevor jemand um etwas bittet.',
    'The backend reports a verified success. Nobody with an open ticket is let in.':
      'Das Backend meldet einen bestätigten Erfolg. Wer ein offenes Ticket hat, wird nicht aufgenommen.',
    'The review': 'Die Bewertung',
    'I am willing to say something good, if it is quickly done.': 'Ich sage gern etwas Gutes, wenn es schnell geht.',
    'One ask for a review, without a reminder.': 'Eine Bitte um eine Bewertung, ohne Erinnerung.',
    'By email or in the product. Whoever posts one is left alone for a week, everybody else for two.':
      'Per E-Mail oder im Produkt. Wer eine schreibt, hat eine Woche Ruhe, alle anderen zwei.',
    'The invitation': 'Die Einladung',
    'I know somebody who could use this, and want both of us to gain.':
      'Ich kenne jemanden, der das brauchen kann, und wir sollen beide etwas davon haben.',
    'An invitation to pass on, which rewards both sides alike.':
      'Eine Einladung zum Weitergeben, die beide Seiten gleich belohnt.',
    'Once, and then 30 days of silence.': 'Einmal, und dann 30 Tage Ruhe.',
    'My story': 'Meine Geschichte',
    'I am proud of it and would tell it, to somebody who listens.':
      'Ich bin stolz darauf und würde es erzählen, wenn jemand zuhört.',
    'An invitation, and then a talk with a person.': 'Eine Einladung und danach ein Gespräch mit einem Menschen.',
    'Only who says yes gets a talk: a task for the owner, due in five business days.':
      'Nur wer zusagt, bekommt ein Gespräch: eine Aufgabe für die Betreuung, fällig in fünf Werktagen.',
    'The reward': 'Die Prämie',
    'I want to get what was promised without asking for it.':
      'Ich möchte bekommen, was versprochen war, ohne danach zu fragen.',
    'Both sides get their reward and hear of it at once.': 'Beide Seiten bekommen ihre Prämie und erfahren es sofort.',
    'A referral that joins is the goal, at any moment.':
      'Das Ziel ist eine angenommene Empfehlung, zu jedem Zeitpunkt.',
  },
};
