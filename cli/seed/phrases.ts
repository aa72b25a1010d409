/* What customers write, and what people answer and note. The rules of triage read them as they read real ones. */

type Both = { readonly en: readonly string[]; readonly de: readonly string[] };

/** What customers write, by what it is about. `{what}` is a part of the product. */
export const WRITES = {
  urgent: {
    en: [
      'Nobody in our office can log in since this morning and we have a client presentation at two. Please help, this is urgent.',
      'We were charged twice for this month, 480 each time. Please put this right today.',
      'All our projects are gone after the update. We need them back urgently.',
      "I can see another company's invoices in our account. That looks like a data leak.",
      'The whole system is down for us, nothing loads. When will it be back?',
      'Our import has to be finished by tonight and {what} keeps failing. Can somebody call me as soon as possible?',
    ],
    de: [
      'Seit heute früh kommt bei uns niemand mehr ins System, und um 14 Uhr ist die Präsentation beim Kunden. Bitte dringend um Hilfe!',
      'Sie haben uns für diesen Monat doppelt abgebucht, jeweils 480 Euro. Bitte heute noch in Ordnung bringen.',
      'Nach dem Update sind alle unsere Projekte weg. Wir brauchen sie dringend zurück.',
      'Ich sehe in unserem Konto fremde Rechnungen. Das sieht nach einem Datenleck aus.',
      'Bei uns geht gar nichts mehr, keine Seite lädt. Wann läuft es wieder?',
      'Der Import muss heute Abend fertig sein, und {what} bricht immer ab. Kann mich bitte sofort jemand anrufen?',
    ],
  },
  question: {
    en: [
      'How do I add a second person to {what}? I only find the setting for one.',
      'Is it possible to export {what} to a spreadsheet? My colleague in finance asks every month.',
      'Can you tell me what the team plan costs for twelve people?',
      'Where do I see who changed {what} last week?',
      'Does {what} work with our calendar? We use Outlook.',
      "Thanks for the check-in. We are fine, it's just the end of the quarter. Could you show me {what} some time next week?",
      'We are a team of six now. What should the new people look at first?',
      'How long do you keep our files if we pause for the summer?',
    ],
    de: [
      'Wie füge ich eine zweite Person zu {what} hinzu? Ich finde nur die Einstellung für eine.',
      'Kann man {what} als Tabelle ausgeben? Unsere Buchhaltung fragt jeden Monat danach.',
      'Was kostet der Team-Tarif für zwölf Personen?',
      'Wo sehe ich, wer letzte Woche {what} geändert hat?',
      'Funktioniert {what} mit unserem Kalender? Wir arbeiten mit Outlook.',
      'Danke der Nachfrage. Bei uns ist alles gut, es ist nur Quartalsende. Könnten Sie mir nächste Woche einmal {what} zeigen?',
      'Wir sind jetzt zu sechst. Womit sollten die Neuen anfangen?',
      'Wie lange heben Sie unsere Dateien auf, wenn wir im Sommer pausieren?',
    ],
  },
  trouble: {
    en: [
      "{what} doesn't load on my phone any more, only on the computer.",
      'I get an error when I save {what}: something went wrong, try again later. I have tried five times.',
      'The reminder came an hour too late again. Not a catastrophe, but annoying.',
      'Since the last change I need four clicks for what took one before. Why?',
      'Honestly, we hardly use it. {what} never worked the way we were shown.',
      'I am disappointed. I wrote a week ago about {what} and nobody answered.',
    ],
    de: [
      '{what} lädt auf meinem Handy nicht mehr, nur noch am Rechner.',
      'Beim Speichern von {what} kommt ein Fehler: Es ist etwas schiefgelaufen. Ich habe es fünfmal versucht.',
      'Die Erinnerung kam schon wieder eine Stunde zu spät. Keine Katastrophe, aber ärgerlich.',
      'Seit der letzten Änderung brauche ich vier Klicks für das, was vorher einer war. Warum?',
      'Ehrlich gesagt nutzen wir es kaum. {what} lief nie so, wie es uns gezeigt wurde.',
      'Ich bin enttäuscht. Ich habe vor einer Woche wegen {what} geschrieben, und niemand hat geantwortet.',
    ],
  },
  leaving: {
    en: [
      'We would like to cancel at the end of the term. How does that work?',
      'Our budget was cut, so we are looking at something cheaper. What can you offer?',
      'My boss has decided on another tool. When does our contract end?',
    ],
    de: [
      'Wir möchten zum Ende der Laufzeit kündigen. Wie gehen wir vor?',
      'Unser Budget wurde gekürzt, wir sehen uns nach etwas Günstigerem um. Was können Sie anbieten?',
      'Meine Chefin hat sich für ein anderes Werkzeug entschieden. Wann endet unser Vertrag?',
    ],
  },
  praise: {
    en: [
      'Just wanted to say: {what} saved us a whole afternoon. Great work!',
      'The new {what} is exactly what we hoped for. Thank you.',
      'Thanks, that solved it.',
      'Perfect, thank you very much!',
    ],
    de: [
      'Ich wollte nur sagen: {what} hat uns einen ganzen Nachmittag gespart. Großartig!',
      'Genau so haben wir uns {what} gewünscht. Danke!',
      'Danke, das hat geholfen.',
      'Perfekt, vielen Dank!',
    ],
  },
} as const satisfies Readonly<Record<string, Both>>;

/** What people answer. `{name}`: the customer's first name. */
export const ANSWERS: Both = {
  en: [
    'Hi {name}, thank you for writing. I have looked at your account: the setting is under Team, and I have switched it on for you. Does it work now?',
    'Hi {name}, I am sorry about that. It was our mistake, it is corrected, and you do not need to do anything.',
    'Hi {name}, good question. Yes, that works: choose Export at the top right, then Spreadsheet. Tell me if a column is missing.',
    'Hi {name}, I can show you in ten minutes. Would Tuesday at ten suit you?',
    'Hi {name}, I have passed this on to the people who build it, and will write as soon as I know more, by Friday at the latest.',
    'Hi {name}, I understand. Nothing will be cut off before the end of the term, and you can take all your files with you.',
  ],
  de: [
    'Guten Tag {name}, danke für Ihre Nachricht. Ich habe nachgesehen: Die Einstellung liegt unter Team, ich habe sie für Sie eingeschaltet. Klappt es jetzt?',
    'Guten Tag {name}, das tut mir leid. Es war unser Fehler, er ist behoben, und Sie müssen nichts weiter tun.',
    'Guten Tag {name}, gute Frage. Ja, das geht: oben rechts Ausgeben wählen, dann Tabelle. Sagen Sie mir gern, wenn eine Spalte fehlt.',
    'Guten Tag {name}, das zeige ich Ihnen in zehn Minuten. Passt Ihnen Dienstag um zehn Uhr?',
    'Guten Tag {name}, ich habe das an die Entwicklung weitergegeben und melde mich, sobald ich mehr weiß, spätestens am Freitag.',
    'Guten Tag {name}, das verstehe ich. Bis zum Ende der Laufzeit wird nichts abgeschaltet, und Sie können alle Dateien mitnehmen.',
  ],
};

/** Parts of the product. */
export const PARTS: Both = {
  en: [
    'the weekly report',
    'the shared calendar',
    'the invoice view',
    'the import',
    'the mobile app',
    'the dashboard',
    'the approval step',
    'the project list',
  ],
  de: [
    'der Wochenbericht',
    'der Teamkalender',
    'die Rechnungsansicht',
    'der Import',
    'die App',
    'die Übersicht',
    'die Freigabe',
    'die Projektliste',
  ],
};

/** What staff note on tasks, in the language of the house. */
export const NOTES: readonly string[] = [
  'Spoke with the office manager; our contact is on leave until the 14th.',
  'They moved to a new building and simply had no time. Will look at it together on Thursday.',
  'The person who set it up has left. New contact is the operations lead.',
  'Uses only the calendar. Did not know about the weekly report; sent a two-line how-to.',
  'Voicemail, said who I am and that a mail would do as well.',
  'Price is not the point: the import cost them a day each month. Showed the new one.',
  'Happy, but the season is over. Expect them back in spring.',
  'Asked for an offer for twelve seats; passed on to renewals.',
  'Second try, no answer. Will try once more tomorrow before ten.',
  'They evaluate another tool because of single sign-on. Told them that the team plan has it.',
  'Solved while we talked: the invitation mails sat in the spam folder.',
  'Wants fewer mails. Set the frequency to one a week with her on the phone.',
];

/** Why staff put tasks off. */
export const SNOOZES: readonly string[] = [
  'asked to be called on Monday',
  'our contact is on leave',
  'waits for the offer',
  'in a trade fair week',
  'the fix goes out tomorrow',
];
