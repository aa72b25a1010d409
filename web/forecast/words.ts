import { words } from '../parts/words';

function shortDay(locale: string) {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
  return (day: string) => format.format(new Date(`${day}T12:00:00Z`));
}

/** What the forecast says. */
export const WORDS = words(
  {
    title: 'Work that is coming',
    journeys: 'Journeys',
    lead: 'Tasks that running journeys are expected to open in the next two weeks, beside those that are open already.',
    sum: (expected: string, due: string) =>
      `About ${expected} new tasks are expected in two weeks; ${due} open ones fall due.`,
    overdue: (count: string) => `${count} are overdue.`,
    capacity: (count: string) => `Its people can have ${count} tasks at a time.`,
    noCapacity: 'How much its people can take is not known: nobody serves it, or somebody has no limit.',
    expected: 'Expected',
    due: 'Due already',
    canTake: 'Can be had at a time',
    people: 'People there',
    day: 'Day',
    asTable: 'As a table',
    chartOf: (queue: string) => `Chart of ${queue}`,
    chartSays: (count: string) => `About ${count} new tasks in two weeks. The table below has each day.`,
    shortDay: shortDay('en-GB'),
    assumptions: 'What this rests on',
    runs: (count: string) => `${count} customers stand in a journey and are not paused.`,
    shares: (days: number) => `As many answer in time, and go each way, as in the last ${days} days.`,
    suppose: [
      'Whoever waits goes on when the wait ends, or later where others took longer.',
      'A stage leads to tasks as often as it did in that time.',
      'Nobody else enters a journey, and nobody is moved by hand. Days are counted in UTC.',
    ],
    guessed: (count: string) =>
      `For ${count} of them too few have gone before: what the code of the journey allows is taken alike.`,
  },
  {
    title: 'Arbeit, die kommt',
    journeys: 'Journeys',
    lead: 'Aufgaben, die laufende Journeys in den nächsten zwei Wochen voraussichtlich eröffnen, neben denen, die schon offen sind.',
    sum: (expected: string, due: string) =>
      `Etwa ${expected} neue Aufgaben werden in zwei Wochen erwartet; ${due} offene werden fällig.`,
    overdue: (count: string) => `${count} sind überfällig.`,
    capacity: (count: string) => `Ihre Leute können ${count} Aufgaben zugleich haben.`,
    noCapacity:
      'Wie viel ihre Leute übernehmen können, ist nicht bekannt: Niemand bedient sie, oder jemand hat keine Grenze.',
    expected: 'Erwartet',
    due: 'Schon fällig',
    canTake: 'Zugleich möglich',
    people: 'Leute da',
    day: 'Tag',
    asTable: 'Als Tabelle',
    chartOf: (queue: string) => `Diagramm zu ${queue}`,
    chartSays: (count: string) => `Etwa ${count} neue Aufgaben in zwei Wochen. Die Tabelle darunter nennt jeden Tag.`,
    shortDay: shortDay('de-DE'),
    assumptions: 'Worauf das beruht',
    runs: (count: string) => `${count} Kunden stehen in einer Journey und sind nicht pausiert.`,
    shares: (days: number) => `Es antworten so viele rechtzeitig und gehen jeden Weg wie in den letzten ${days} Tagen.`,
    suppose: [
      'Wer wartet, geht weiter, wenn das Warten endet, oder später, wo andere länger brauchten.',
      'Ein Abschnitt führt so oft zu Aufgaben wie in dieser Zeit.',
      'Niemand sonst tritt ein, und niemand wird von Hand versetzt. Tage sind in UTC gezählt.',
    ],
    guessed: (count: string) =>
      `Für ${count} davon gingen zu wenige voraus: Was der Code der Journey zulässt, gilt dort als gleich wahrscheinlich.`,
  },
);
