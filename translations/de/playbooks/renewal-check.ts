import type { Translation } from '../../../domain/translation';

/** Finding out where a renewal stands, in German. */
export const renewalCheck: Translation = {
  names: {},
  sentences: {
    'Find out where the renewal stands': 'Klären, wie es um die Verlängerung steht',

    'Look up the contract: date, notice period, price, seats paid for and seats used.':
      'Den Vertrag nachsehen: Termin, Kündigungsfrist, Preis, bezahlte und genutzte Plätze.',
    'List two results of the past year that they would recognise as theirs.':
      'Zwei Ergebnisse des letzten Jahres aufschreiben, die der Kunde als seine eigenen erkennt.',
    'Check for open tickets and broken promises. Settle or date each one before the talk.':
      'Nach offenen Tickets und nicht gehaltenen Zusagen sehen. Jede vor dem Gespräch klären oder mit einem Termin versehen.',
    'Find out who decides, who pays and who uses it. Talk to at least one of the three.':
      'Herausfinden, wer entscheidet, wer zahlt und wer damit arbeitet. Mit mindestens einer dieser Personen sprechen.',
    'Ask for their plan for the coming year, and whether we are part of it.':
      'Nach den Plänen für das kommende Jahr fragen und ob wir darin vorkommen.',
    'Ask how they will decide and by when: budget round, legal review, other offers.':
      'Fragen, wie und bis wann entschieden wird: Budgetrunde, rechtliche Prüfung, andere Angebote.',
    'If the size no longer fits, say so first and suggest the smaller plan.':
      'Passt die Größe nicht mehr, es zuerst selbst sagen und den kleineren Tarif vorschlagen.',
    'Note who decides, by when, and what could stop it. Then pick the outcome.':
      'Notieren, wer bis wann entscheidet und was dagegenstehen könnte. Dann das Ergebnis wählen.',

    'Your agreement runs out in about three months. I would rather ask early than remind you late.':
      'Ihr Vertrag läuft in etwa drei Monaten aus. Ich frage lieber früh, als Sie spät zu erinnern.',
    'What did you want from us this year, and how much of it did you get?':
      'Was wollten Sie in diesem Jahr von uns, und wie viel davon haben Sie bekommen?',
    'What has to be true for an easy yes? Who else has a say in it?':
      'Was muss stimmen, damit Sie leicht Ja sagen können? Wer entscheidet noch mit?',
    'Is there anything in the agreement that no longer fits, such as seats, term or invoicing?':
      'Passt etwas im Vertrag nicht mehr, etwa die Zahl der Plätze, die Laufzeit oder die Abrechnung?',
    'If they hesitate: thank you for being open. What would you need to see by the end of next month?':
      'Bei Zögern: Danke für Ihre Offenheit. Was müssten Sie bis Ende nächsten Monats sehen?',

    'The person who decides said that they will renew.': 'Wer entscheidet, hat die Verlängerung zugesagt.',
    'They have not decided; what it depends on is in the notes.':
      'Noch nicht entschieden; wovon es abhängt, steht in den Notizen.',
    'They are leaning towards leaving; the reason is in the notes.':
      'Der Kunde neigt dazu zu gehen; der Grund steht in den Notizen.',
    'Three tries on two days, and nobody who has a say was reached.':
      'Drei Versuche an zwei Tagen, und niemand, der mitentscheidet, war zu erreichen.',
  },
};
