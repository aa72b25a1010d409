import type { Translation } from '../../../domain/translation';

/** The call to a customer who has gone quiet, in German. */
export const saveCall: Translation = {
  names: {},
  sentences: {
    'Call a customer who has gone quiet': 'Einen still gewordenen Kunden anrufen',

    'Read the timeline from the last good moment on: what did they get out of the product, and what changed?':
      'Den Verlauf ab dem letzten guten Moment lesen: Was hatte der Kunde vom Produkt, und was hat sich geändert?',
    'Check open and recent tickets, unpaid invoices, and whether their contact has left the company.':
      'Offene und neuere Tickets prüfen, unbezahlte Rechnungen und ob die Ansprechperson die Firma verlassen hat.',
    'Write down one guess why they went quiet, and one thing that you can offer for it.':
      'Eine Vermutung aufschreiben, warum es still wurde, und etwas, das dagegen angeboten werden kann.',
    'Call the person who gets the benefit, not the one who pays, unless they are the same.':
      'Die Person anrufen, die den Nutzen hat, nicht die, die zahlt, sofern es nicht dieselbe ist.',
    'Listen first. Ask what changed on their side before you say anything about ours.':
      'Zuerst zuhören. Fragen, was sich beim Kunden geändert hat, bevor von uns die Rede ist.',
    'Agree on one small step within the week that brings them something, and do it with them.':
      'Einen kleinen Schritt in dieser Woche vereinbaren, der etwas bringt, und ihn gemeinsam gehen.',
    'If they want to go, help them to go well: export, end date, invoice. Ask the reason, once.':
      'Möchte der Kunde gehen, dabei helfen: Export, Enddatum, Rechnung. Einmal nach dem Grund fragen.',
    'Note the reason in their words, the step agreed and its date. Then pick the outcome.':
      'Den Grund in den Worten des Kunden notieren, dazu den vereinbarten Schritt mit Termin. Dann das Ergebnis wählen.',

    'I am calling to see whether we are still useful to you, and to help if something is in the way.':
      'Ich rufe an, um zu hören, ob wir Ihnen noch nützen, und um zu helfen, wenn etwas im Weg steht.',
    'What are you working on at the moment? Where would this fit in, if at all?':
      'Woran arbeiten Sie gerade? Wo würde das hineinpassen, wenn überhaupt?',
    'What was the last thing that it did well for you? What got harder after that?':
      'Was hat zuletzt gut für Sie funktioniert? Was wurde danach schwieriger?',
    'If one thing worked differently from tomorrow on, what should it be?':
      'Wenn ab morgen eine Sache anders wäre, welche sollte es sein?',
    'Never say that you saw them not logging in. You are calling because you look after their account.':
      'Nie sagen, dass die fehlenden Anmeldungen aufgefallen sind. Der Anruf kommt, weil wir den Kunden betreuen.',
    'No discount in this call. Price is rarely the first reason, and it hides the real one.':
      'Kein Rabatt in diesem Gespräch. Der Preis ist selten der erste Grund, und er verdeckt den wahren.',

    'We spoke, the obstacle is gone, and they are using it again or will this week.':
      'Wir haben gesprochen, das Hindernis ist weg, und der Kunde nutzt es wieder oder wird es in dieser Woche tun.',
    'We spoke, and a step with a date is open.': 'Wir haben gesprochen, und ein Schritt mit Termin ist offen.',
    'We spoke, and they may still leave; the reason is in the notes.':
      'Wir haben gesprochen, und der Kunde geht vielleicht trotzdem; der Grund steht in den Notizen.',
    'They have decided to leave; the reason is in the notes.':
      'Der Kunde hat sich entschieden zu gehen; der Grund steht in den Notizen.',
    'I left a message that says who I am and how I can help.':
      'Ich habe hinterlassen, wer ich bin und wie ich helfen kann.',
    'Our contact has moved on; the new name, if known, is in the notes.':
      'Unsere Ansprechperson ist nicht mehr da; der neue Name steht, soweit bekannt, in den Notizen.',
    'They were back, or a colleague had helped them, before I called.':
      'Vor meinem Anruf war der Kunde schon wieder da, oder jemand anderes hatte geholfen.',
    'There was no reason to call: a seasonal pause, a test account, or a duplicate.':
      'Es gab keinen Anlass: eine saisonale Pause, ein Testkonto oder ein Duplikat.',
  },
};
