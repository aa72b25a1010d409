import type { Translation } from '../../../domain/translation';

/** Getting a renewal decided, in German. */
export const renewalDecision: Translation = {
  names: {},
  sentences: {
    'Get the renewal decided': 'Die Entscheidung über die Verlängerung herbeiführen',

    'Check with billing whether a signature, an order or a payment is already on its way.':
      'Bei der Buchhaltung nachfragen, ob Unterschrift, Bestellung oder Zahlung schon unterwegs ist.',
    'Read what the contract says for silence: does it run on, or does it end?':
      'Im Vertrag nachlesen, was bei Schweigen gilt: Läuft er weiter, oder endet er?',
    'Call the person who decides. A mail alone is not enough this week.':
      'Die Person anrufen, die entscheidet. In dieser Woche genügt eine E-Mail allein nicht.',
    'If they need time, agree on a written extension with a date instead of a silent one.':
      'Wird Zeit gebraucht, eine schriftliche Frist mit Datum vereinbaren statt einer stillschweigenden.',
    'If it ends, tell them what happens to access and to their content, and on which day.':
      'Endet der Vertrag, sagen, was mit dem Zugang und den Inhalten geschieht und an welchem Tag.',
    'Enter the decision in billing, confirm it to them in writing, then pick the outcome.':
      'Die Entscheidung in der Buchhaltung eintragen, schriftlich bestätigen, dann das Ergebnis wählen.',

    'I want to make sure that nothing happens by accident: neither a charge that you did not want nor a loss of access.':
      'Ich möchte sicherstellen, dass nichts aus Versehen geschieht: weder eine ungewollte Abbuchung noch der Verlust des Zugangs.',
    'What do you still need from us to decide? Paperwork, a figure, a word with somebody?':
      'Was brauchen Sie von uns noch für die Entscheidung? Unterlagen, eine Zahl, ein Gespräch mit jemandem?',
    'We can extend by a month while you settle it. Would that help?':
      'Wir können um einen Monat verlängern, während Sie es klären. Würde das helfen?',
    'If you would rather let it end, that is all right. Let us go through what you want to keep.':
      'Wenn Sie lieber auslaufen lassen, ist das in Ordnung. Gehen wir durch, was Sie behalten möchten.',

    'They renewed, and it is in billing.': 'Verlängert, und in der Buchhaltung eingetragen.',
    'A written extension with a date is in place.': 'Eine schriftliche Frist mit Datum ist vereinbart.',
    'It ends: by their decision, or because nobody could be reached before the date.':
      'Es endet: weil der Kunde so entschieden hat oder vor dem Termin niemand zu erreichen war.',
  },
};
