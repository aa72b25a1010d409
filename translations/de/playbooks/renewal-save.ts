import type { Translation } from '../../../domain/translation';

/** Winning back a renewal that is in doubt, in German. */
export const renewalSave: Translation = {
  names: {},
  sentences: {
    'Win back a renewal that is in doubt': 'Eine gefährdete Verlängerung retten',

    'Read the reason that they gave, the tickets behind it, and what we promised in the past.':
      'Den genannten Grund lesen, die Tickets dahinter und was wir früher zugesagt haben.',
    'Sort the reason: value not reached, a fault or gap, price or size, a change on their side, another supplier.':
      'Den Grund einordnen: Nutzen nicht erreicht, ein Fehler oder eine Lücke, Preis oder Größe, eine Veränderung beim Kunden, ein anderer Anbieter.',
    'Bring something for that kind of reason: a working session, a fix with a date, a smaller plan, a pause.':
      'Etwas Passendes mitbringen: eine gemeinsame Arbeitssitzung, eine Behebung mit Termin, einen kleineren Tarif, eine Pause.',
    'Get approval for anything with a price on it before the talk, not after it.':
      'Alles, was Geld kostet, vor dem Gespräch genehmigen lassen, nicht danach.',
    'Meet the person who decides. Say their reason back to them before you offer anything.':
      'Mit der Person sprechen, die entscheidet. Ihren Grund wiedergeben, bevor etwas angeboten wird.',
    'Make one offer, in writing, with a date. No second, better one when they say no.':
      'Ein einziges Angebot machen, schriftlich und mit Datum. Kein zweites, besseres nach einem Nein.',
    'If they leave: confirm end date, export and last invoice in writing the same day, and thank them.':
      'Geht der Kunde: Enddatum, Export und letzte Rechnung noch am selben Tag schriftlich bestätigen und danken.',
    'Record the reason, and what would have kept them. Then pick the outcome.':
      'Den Grund festhalten und was den Kunden gehalten hätte. Dann das Ergebnis wählen.',

    'You told us why you are thinking of leaving. Let me check that I understood it: …':
      'Sie haben uns gesagt, warum Sie überlegen zu gehen. Habe ich es richtig verstanden: …',
    'Is that the reason, or the last of several? Which one came first?':
      'Ist das der Grund oder der letzte von mehreren? Welcher kam zuerst?',
    'Here is what we can change and by when, and here is what we cannot.':
      'Das können wir ändern, und bis dann; und das können wir nicht.',
    'Would a smaller plan or a pause serve you better than the one you have?':
      'Wäre Ihnen mit einem kleineren Tarif oder einer Pause besser gedient?',
    'If it is no: that is fine, and thank you for the time with us. I will make it easy for you.':
      'Bei einem Nein: Das ist in Ordnung, und danke für die Zeit mit uns. Ich mache es Ihnen leicht.',

    'They will stay; what was agreed is in the notes and confirmed in writing.':
      'Der Kunde bleibt; das Vereinbarte steht in den Notizen und ist schriftlich bestätigt.',
    'They will leave; end date and export are confirmed to them.':
      'Der Kunde geht; Enddatum und Export sind bestätigt.',
    'Three tries on two days, and the person who decides was not reached.':
      'Drei Versuche an zwei Tagen, und die Person, die entscheidet, war nicht zu erreichen.',
  },
};
