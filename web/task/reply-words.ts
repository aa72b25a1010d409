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
    },
  },
);
