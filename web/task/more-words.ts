import { words } from '../parts/words';

/** What is said where one writes down an attempt or a mistake, or opens a task again. */
export const MORE_WORDS = words(
  {
    more: 'More',
    attempt: {
      title: 'I tried to reach them',
      done: 'Your attempt is kept.',
      results: {
        reached: 'Reached',
        voicemail: 'Left a voicemail',
        no_answer: 'No answer',
        wrong_person: 'The wrong person',
      },
      entry: (name: string, result: string) => `${name} tried to reach them: ${result}`,
    },
    reopen: {
      title: 'Open again',
      because: 'Why it has to be opened again',
      done: 'It is open again, and offered to you.',
    },
    wrong: {
      title: 'Something is wrong',
      intro: 'Say what is not true of this customer. A wrong address or number is not written to again.',
      what: 'What is wrong?',
      kinds: {
        email: 'The email address',
        phone: 'The phone number',
        name: 'The name',
        company: 'The company',
        other: 'Something else',
      },
      note: 'What is right, as far as you know',
      submit: 'Say so',
      done: 'Thank you, it is noted.',
      cancel: 'Cancel',
    },
  },
  {
    more: 'Mehr',
    attempt: {
      title: 'Ich habe es versucht',
      done: 'Ihr Versuch ist festgehalten.',
      results: {
        reached: 'Erreicht',
        voicemail: 'Auf die Mailbox gesprochen',
        no_answer: 'Nicht erreicht',
        wrong_person: 'Falsche Person',
      },
      entry: (name: string, result: string) => `Kontaktversuch von ${name}: ${result}`,
    },
    reopen: {
      title: 'Wieder öffnen',
      because: 'Warum sie wieder geöffnet werden muss',
      done: 'Sie ist wieder offen und Ihnen angeboten.',
    },
    wrong: {
      title: 'Etwas stimmt nicht',
      intro: 'Sagen Sie, was nicht zutrifft. An eine falsche Adresse oder Nummer wird nicht mehr geschrieben.',
      what: 'Was stimmt nicht?',
      kinds: {
        email: 'Die E-Mail-Adresse',
        phone: 'Die Telefonnummer',
        name: 'Der Name',
        company: 'Die Firma',
        other: 'Etwas anderes',
      },
      note: 'Was richtig ist, soweit Sie wissen',
      submit: 'Mitteilen',
      done: 'Danke, es ist festgehalten.',
      cancel: 'Abbrechen',
    },
  },
);
