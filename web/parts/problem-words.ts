import type { ApiProblem } from '../client/problem';

/**
 * What the API refuses, in German: by the kind of the problem, by what comes with it, and by the place in the input that is at fault. The API itself speaks
 * English. Undefined where only its own words say what is meant.
 */
export function refusalInGerman({ code, extra, errors }: ApiProblem): string | undefined {
  switch (code) {
    case 'conflict':
      return conflictInGerman(extra);
    case 'invalid_input': {
      const [fault] = errors;
      return fault && FAULTS[fault.pointer.split('/').at(-1) ?? ''];
    }
    default:
      return REFUSALS[code];
  }
}

const CHANGED = 'Das wurde inzwischen geändert. Sehen Sie sich den jetzigen Stand an, dann entscheiden Sie.';

const REFUSALS: Readonly<Record<string, string>> = {
  not_found: 'Das gibt es nicht, oder nicht mehr.',
  forbidden: 'Ihre Rolle erlaubt das nicht.',
  not_yourself: 'Sie können nur im eigenen Namen handeln.',
  csrf: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  foreign_page: 'Das lässt sich nur von einer Seite unter dieser Adresse aus tun.',
  precondition_failed: CHANGED,
  precondition_required: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  idempotency_running: 'Das wird gerade schon getan.',
  too_large: 'Das ist zu groß. Teilen Sie es auf.',
};

/** What comes with a conflict, as far as it says by itself what is the matter. */
const CONFLICTS: Readonly<Record<string, string>> = {
  stale: CHANGED,
  at_limit: 'Mehr Aufgaben als erlaubt: Dort kann keine weitere hin.',
  absent: 'Abwesend, und niemand vertritt.',
  gone: 'Diese Person arbeitet nicht mehr hier.',
  undo: 'Das wurde eben erst abgeschlossen: Nehmen Sie es stattdessen zurück.',
  too_late: 'Das lässt sich nicht mehr zurücknehmen: Die Journey ist damit weitergegangen.',
  task_id: 'Eine andere Aufgabe dieses Kunden fragt schon danach.',
  chosen: 'Das hat der Kunde selbst gewählt.',
  last_channel:
    'Der Kunde hat zuletzt in sozialen Medien geschrieben, wo Perennial nicht senden kann: Antworten Sie dort.',
  last_admin: 'Dann wäre niemand mehr da, der verwaltet: Geben Sie zuerst jemand anderem diese Rolle.',
  how: 'Diese Journey ist für den Kunden schon zu Ende.',
  id: 'Unter diesem Namen gibt es schon eine.',
  member_state: 'Diese Adresse hat schon jemand.',
  paused_by: 'Eine Sperre hält das an: Beenden Sie die Sperre.',
};

function conflictInGerman(extra: ApiProblem['extra']): string {
  const known = Object.keys(extra).find((name) => Object.hasOwn(CONFLICTS, name));
  return known
    ? CONFLICTS[known]!
    : 'Das geht nicht, so wie es jetzt steht. Laden Sie die Seite neu und sehen Sie nach.';
}

/** By the name in the body or the query. */
const FAULTS: Readonly<Record<string, string>> = {
  password:
    'Dieses Passwort ist zu leicht zu erraten: mindestens 12 Zeichen, nicht immer dieselben, und mehr als Name und Adresse.',
  current_password: 'Das ist nicht Ihr jetziges Passwort.',
  email: 'Diese E-Mail-Adresse lässt sich nicht verwenden.',
  address: 'Diese Adresse lässt sich nicht verwenden.',
  name: 'Dieser Name lässt sich nicht verwenden.',
  cover: 'So vertritt niemand: Es muss jemand anderes sein, der hier arbeitet.',
  url: 'Dorthin können keine Webhooks gesendet werden: Gebraucht wird eine öffentliche Adresse mit https.',
  events: 'In dieser Form lässt sich nicht alles erzählen, was gewählt ist.',
  until:
    'Der Zeitpunkt muss in der Zukunft liegen und nach dem Beginn, eine Zurückstellung höchstens 90 Tage von jetzt.',
  target: 'Es muss etwas genannt sein, das es gibt.',
  text: 'So kann der Text nicht hinaus: Eine Lücke darin ist offen, er schickt den Kunden auf einen anderen Kanal, oder er ist zu lang.',
  body: 'So lässt sich der Text nicht verwenden: Er ist leer, zu lang, oder eine Lücke darin gibt es nicht.',
  value: 'Dieser Wert lässt sich hier nicht verwenden.',
  journey: 'Diese Journey gibt es nicht.',
  stage: 'Diesen Abschnitt gibt es in der Journey nicht.',
  playbook: 'Diese Art von Aufgabe gibt es nicht.',
  outcome: 'Dieses Ergebnis gibt es für die Aufgabe nicht.',
  step: 'Diesen Schritt gibt es nicht.',
  cursor: 'Die Liste hat sich geändert. Laden Sie die Seite neu.',
};
