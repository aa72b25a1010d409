import type { Translation } from '../../../domain/translation';

/** The call that helps a new customer to a first result, in German. */
export const onboardingCall: Translation = {
  names: {},
  sentences: {
    'Help a new customer to a first result': 'Einem neuen Kunden zu einem ersten Ergebnis verhelfen',

    'Read the timeline: what they signed up for, what they tried last, what we have sent.':
      'Den Verlauf lesen: wofür die Registrierung war, was zuletzt versucht wurde, was wir geschickt haben.',
    'Look for open tickets. If one blocks the set-up, get its status before you dial.':
      'Nach offenen Tickets sehen. Blockiert eines die Einrichtung, vor dem Anruf den Stand klären.',
    'Call in their working hours. If nobody answers, try once more at another time of day.':
      'Zu den Arbeitszeiten des Kunden anrufen. Nimmt niemand ab, noch einmal zu einer anderen Tageszeit.',
    'Ask what they wanted to get done when they signed up. Write it down in their own words.':
      'Fragen, was mit der Registrierung erreicht werden sollte. In den Worten des Kunden notieren.',
    'Do the next step together, on the call, in their account. Do not send homework.':
      'Den nächsten Schritt gemeinsam gehen, im Gespräch und im Konto des Kunden. Keine Hausaufgaben schicken.',
    'Agree on one next step, with a date, and who does it.':
      'Einen nächsten Schritt vereinbaren, mit Termin und Zuständigkeit.',
    'Leave a note: their goal, what was in the way, the next step. Then pick the outcome.':
      'Eine Notiz schreiben: Ziel, Hindernis, nächster Schritt. Dann das Ergebnis wählen.',

    'I look after new customers, and I would like to see you get something out of this in your first two weeks.':
      'Ich betreue neue Kunden und möchte, dass Sie in den ersten zwei Wochen etwas davon haben.',
    'What would have to work for you to say that it was worth it?':
      'Was müsste gelingen, damit Sie sagen: Das hat sich gelohnt?',
    'Where did you get to, and what happened then?': 'Wie weit sind Sie gekommen, und was geschah dann?',
    'Shall we do that step now, while we are both here? It takes about ten minutes.':
      'Wollen wir den Schritt gleich gemeinsam gehen? Es dauert etwa zehn Minuten.',
    'Do not mention how often they logged in, or which mails they opened. Talk about their goal.':
      'Nicht erwähnen, wie oft sich der Kunde angemeldet oder welche E-Mails er geöffnet hat. Über sein Ziel sprechen.',
    'If they need something that we do not have, say so plainly and pass it on as feedback.':
      'Fehlt etwas, das wir nicht haben: offen sagen und als Rückmeldung weitergeben.',

    'We spoke, and they got to a first result or know exactly how to.':
      'Wir haben gesprochen; ein erstes Ergebnis ist da, oder der Weg dahin ist klar.',
    'We spoke, and one of us still owes the other a step with a date.':
      'Wir haben gesprochen; ein Schritt mit Termin steht noch aus.',
    'We spoke, and they doubt that this is right for them.':
      'Wir haben gesprochen; der Kunde zweifelt, ob es das Richtige ist.',
    'I left a message that says who I am and why I called.':
      'Ich habe hinterlassen, wer ich bin und warum ich angerufen habe.',
    'Two tries at different times, no answer, no message left.':
      'Zwei Versuche zu verschiedenen Zeiten, niemand hat abgenommen, keine Nachricht hinterlassen.',
    'Somebody else sets this up; their name is in the notes.':
      'Jemand anderes richtet es ein; der Name steht in den Notizen.',
    'They were up and running before I called.': 'Schon vor meinem Anruf lief alles.',
    'There was no reason to call: a test account, a duplicate, or gone already.':
      'Es gab keinen Anlass: ein Testkonto, ein Duplikat oder schon weggegangen.',
  },
};
