import { words } from '../parts/words';

/** What is said where the customer is answered. */
export const REPLY_WORDS = words(
  {
    reply: 'Answer the customer',
    conversation: {
      placeholder: (channel: string) => `Write an answer; it goes out by ${channel}`,
      placeholderAny: 'Write an answer',
      send: 'Send',
      sent: 'Your answer is on its way.',
      elsewhere: 'I have said it elsewhere, only keep it',
      kept: 'What you said is kept.',
      templates: 'Templates',
      missing: (names: string) => `Not known, so fill it in: ${names}`,
      noTemplates: 'There are none for this kind of task yet.',
    },
    keep: {
      open: 'Keep this text as a template…',
      title: 'Keep this text as a template',
      intro: (place: string) =>
        `Everybody who answers can begin with it. ${place} stands for the first name, or for what is behind the bar.`,
      name: 'What is it called?',
      everywhere: 'For every kind of task',
      cancel: 'Cancel',
      submit: 'Keep it',
      done: 'The template is kept.',
    },
  },
  {
    reply: 'Der Kundin oder dem Kunden antworten',
    conversation: {
      placeholder: (channel: string) => `Schreiben Sie eine Antwort; sie geht hinaus als ${channel}`,
      placeholderAny: 'Schreiben Sie eine Antwort',
      send: 'Senden',
      sent: 'Ihre Antwort ist unterwegs.',
      elsewhere: 'Ich habe es anderswo gesagt, nur aufheben',
      kept: 'Was Sie gesagt haben, ist aufgehoben.',
      templates: 'Vorlagen',
      missing: (names: string) => `Nicht bekannt, bitte selbst einsetzen: ${names}`,
      noTemplates: 'Für diese Art von Aufgabe gibt es noch keine.',
    },
    keep: {
      open: 'Diesen Text als Vorlage aufheben…',
      title: 'Diesen Text als Vorlage aufheben',
      intro: (place: string) =>
        `Alle, die antworten, können damit beginnen. ${place} steht für den Vornamen oder für das, was hinter dem Strich steht.`,
      name: 'Wie heißt sie?',
      everywhere: 'Für jede Art von Aufgabe',
      cancel: 'Abbrechen',
      submit: 'Aufheben',
      done: 'Die Vorlage ist aufgehoben.',
    },
  },
);
