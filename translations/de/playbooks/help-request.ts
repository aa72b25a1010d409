import type { Translation } from '../../../domain/translation';

/** Answering a customer who asked for a person, in German. The outcomes are those of an urgent message too. */
export const helpRequest: Translation = {
  names: {},
  sentences: {
    'Answer a customer who asked for a person': 'Auf eine Bitte um einen Menschen antworten',

    'Read what they wrote, and the message that they answered.':
      'Lesen, was geschrieben wurde, und die Nachricht, auf die es eine Antwort ist.',
    'Answer on the channel that they used. Do not ask them to move to another one.':
      'Auf demselben Kanal antworten. Nicht um einen Wechsel des Kanals bitten.',
    'Answer in full if you can. If not, say today when you will, and keep to it.':
      'Wenn möglich, vollständig antworten. Sonst noch heute sagen, wann, und das einhalten.',
    'If it is a fault, open a ticket yourself, quote them, and stay their contact until it is fixed.':
      'Bei einem Fehler selbst ein Ticket eröffnen, den Kunden zitieren und Ansprechperson bleiben, bis er behoben ist.',
    'If they offered help or an idea, thank them and tell them who will see it.':
      'Bei einem Hilfsangebot oder einer Idee danken und sagen, wer davon erfährt.',
    'Check that the answer worked before you close: ask, or see it in their account.':
      'Vor dem Abschluss prüfen, ob die Antwort geholfen hat: nachfragen oder im Konto nachsehen.',
    'Note the cause in one line, so that the same question can be counted. Then pick the outcome.':
      'Die Ursache in einer Zeile notieren, damit gleiche Fragen gezählt werden können. Dann das Ergebnis wählen.',

    'Thank you for asking. I have read what you wrote, and I will stay with it until it is solved.':
      'Danke für Ihre Frage. Ich habe gelesen, was Sie geschrieben haben, und bleibe dran, bis es gelöst ist.',
    'Let me say it back to you, so that I get it right: you want to …, and instead … happens.':
      'Damit ich Sie richtig verstehe: Sie möchten …, und stattdessen geschieht ….',
    'Here is what I can do now, and here is what needs somebody else. You will hear from me by …':
      'Das kann ich jetzt tun, und dafür brauche ich jemand anderen. Sie hören von mir bis …',
    'If they are annoyed: say sorry for the effort that it cost them, once, and go to the remedy.':
      'Bei Verärgerung: sich einmal für die Mühe entschuldigen, die es gekostet hat, und zur Lösung übergehen.',
    'Personal or payment details do not belong in an open thread. Offer the private mode of the same channel first.':
      'Persönliche Angaben und Zahlungsdaten gehören nicht in ein öffentliches Gespräch. Zuerst den privaten Weg desselben Kanals anbieten.',

    'They have their answer, and they said so or it shows in their account.':
      'Die Antwort ist da; der Kunde hat es gesagt, oder es zeigt sich im Konto.',
    'They know what happens next and by when; it is not done yet.':
      'Der Kunde weiß, was als Nächstes geschieht und bis wann; es ist noch nicht getan.',
    'Answered, but they talk about leaving or about what goes wrong again and again.':
      'Beantwortet, aber der Kunde spricht davon zu gehen oder davon, was immer wieder schiefgeht.',
    'I answered twice and heard nothing more.': 'Ich habe zweimal geantwortet und nichts mehr gehört.',
    'The question belongs to somebody else there; they are named in the notes.':
      'Die Frage gehört dort zu jemand anderem; der Name steht in den Notizen.',
    'They asked us not to contact them about this again.': 'Der Kunde möchte dazu nicht mehr angesprochen werden.',
    'They had solved it, or a colleague had answered, before I came to it.':
      'Bevor ich dazu kam, war es schon gelöst oder von jemand anderem beantwortet.',
    'It was not a request: an out-of-office notice, a thank-you, or spam.':
      'Es war keine Bitte: eine Abwesenheitsnotiz, ein Dank oder Spam.',
  },
};
