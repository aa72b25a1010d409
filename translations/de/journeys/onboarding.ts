import type { Translation } from '../../../domain/translation';

/** The journey of those who have just signed up, in German. */
export const onboarding: Translation = {
  names: {
    journeys: { onboarding: 'Einführung' },
    stages: {
      'onboarding/welcome': 'Willkommen',
      'onboarding/firstSteps': 'Erste Schritte',
      'onboarding/teamSetup': 'Team einrichten',
      'onboarding/personCalls': 'Anruf',
    },
    messages: {
      'onboarding/welcome': 'Willkommen',
      'onboarding/nudge': 'Erinnerung',
      'onboarding/first-steps': 'Erste Schritte',
      'onboarding/team-checklist': 'Checkliste für das Team',
      'onboarding/team-follow-up': 'Erinnerung an die Checkliste',
      'onboarding/after-call': 'Nach dem Anruf',
    },
  },
  sentences: {
    'First value within 14 days, with nudges by behaviour and a person for whoever stays silent.':
      'Erster Nutzen binnen 14 Tagen, mit Erinnerungen je nach Verhalten und einem Menschen für alle, die still bleiben.',
    'Onboarding: first value within 14 days. What the customer does decides what comes next: whoever logs in gets the first steps where they are needed, in the product; whoever invites teammates gets the team checklist; whoever leaves two touches unanswered without logging in is called by a person. First value at any moment is the goal.':
      'Einführung: erster Nutzen binnen 14 Tagen. Was der Kunde tut, bestimmt, was als Nächstes kommt: Wer sich anmeldet, bekommt die ersten Schritte dort, wo sie gebraucht werden, im Produkt; wer das Team einlädt, bekommt dessen Checkliste; wer auf zwei Nachrichten nicht antwortet und sich nicht anmeldet, wird von einem Menschen angerufen. Das Ziel ist jederzeit der erste Nutzen.',
    'A welcome and one nudge. Two touches without an answer or a login bring in a person.':
      'Ein Willkommen und eine Erinnerung. Folgt auf beide weder Antwort noch Anmeldung, kommt ein Mensch ins Spiel.',
    'They are in: help at the moment of need, in the product.':
      'Sie sind drin: Hilfe im richtigen Moment, im Produkt selbst.',
    'Teammates are coming: a checklist, and one reminder when it stays unfinished.':
      'Das Team kommt dazu: eine Checkliste, und eine einzige Erinnerung, wenn sie unfertig bleibt.',
    'No first value yet: a person finds out what is missing.':
      'Noch kein erster Nutzen: Ein Mensch findet heraus, was fehlt.',

    'signed up and has not reached a first result yet': 'hat sich registriert und noch kein erstes Ergebnis erreicht',
    'The journey ends, and nobody has helped them to a first result.':
      'Die Journey endet, und niemand hat zu einem ersten Ergebnis verholfen.',

    'The welcome': 'Das Willkommen',
    'I have just signed up and want to see quickly whether this is for me.':
      'Ich habe mich gerade registriert und möchte schnell sehen, ob das etwas für mich ist.',
    'One mail with one next step.': 'Eine E-Mail mit einem einzigen nächsten Schritt.',
    'Goes out at once, by email or in the product. Two days to show a sign of life.':
      'Geht sofort hinaus, per E-Mail oder im Produkt. Zwei Tage Zeit für ein Lebenszeichen.',
    'The nudge': 'Die Erinnerung',
    'I meant to come back and have not got round to it.': 'Ich wollte wiederkommen und bin nicht dazu gekommen.',
    'One reminder with the same next step.': 'Eine Erinnerung mit demselben nächsten Schritt.',
    'Only after two days of silence. After three more a person calls.':
      'Erst nach zwei Tagen Schweigen. Nach drei weiteren ruft ein Mensch an.',
    'The first steps': 'Die ersten Schritte',
    'I am in, and want to get something done.': 'Ich bin drin und möchte etwas schaffen.',
    'Help where they work, instead of one more mail.': 'Hilfe dort, wo gearbeitet wird, statt noch einer E-Mail.',
    'A login brings it about. In the product, else by email. Five days to go on.':
      'Eine Anmeldung führt dazu. Im Produkt, sonst per E-Mail. Fünf Tage Zeit bis zum nächsten Schritt.',
    'The team comes along': 'Das Team kommt mit',
    'I want my colleagues in without explaining everything myself.':
      'Ich möchte meine Kollegen dabeihaben, ohne alles selbst zu erklären.',
    'A checklist, and one reminder when it stays unfinished.':
      'Eine Checkliste, und eine einzige Erinnerung, wenn sie unfertig bleibt.',
    'An invitation of a teammate brings it about. The reminder is a notification, four days later.':
      'Eine Einladung ins Team führt dazu. Die Erinnerung kommt vier Tage später als Benachrichtigung.',
    'A person helps': 'Ein Mensch hilft',
    'I am stuck, or do not see what it is good for.': 'Ich komme nicht weiter oder sehe nicht, wozu es gut ist.',
    'A call by a person who finds out what is missing.': 'Ein Anruf von einem Menschen, der herausfindet, was fehlt.',
    'Silence, a reply or a call for help brings it about. Due in two business days.':
      'Schweigen, eine Antwort oder eine Bitte um Hilfe führt dazu. Fällig in zwei Werktagen.',
    'First value': 'Der erste Nutzen',
    'This does what I came for.': 'Das tut, wofür ich gekommen bin.',
    'The messages stop, because they have done their work.':
      'Die Nachrichten hören auf, denn sie haben ihren Zweck erfüllt.',
    'The backend reports the first value, at any moment.': 'Das Backend meldet den ersten Nutzen, zu jedem Zeitpunkt.',
  },
};
