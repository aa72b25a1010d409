import { SENDING_WORDS } from '../parts/sending';
import { words } from '../parts/words';

const ENGLISH_REGIONS = new Intl.DisplayNames('en', { type: 'region' });
const GERMAN_REGIONS = new Intl.DisplayNames('de', { type: 'region' });

/** `US-TX` as a place: the country by its name, and the part by its code. */
function place(names: Intl.DisplayNames, code: string): string {
  const [country = '', part] = code.split('-');
  const name = names.of(country) ?? country;
  return part ? `${name}, ${part}` : name;
}

const EN = {
  title: 'Caps, hours and topics',
  introduction:
    'How often and when customers are written to, and about what they can choose. It holds for all journeys.',
  version: (version: number, by: string) => `Version ${version}, by ${by},`,
  locked: 'Only engineers and administrators change this.',
  undo: 'Undo',
  preview: 'See what changes',
  previewTitle: 'This will change',
  previewText:
    'Every worker goes by it from its next decision on. Messages that wait are judged by it when their time comes.',
  why: 'Why',
  whyHint: 'For whoever asks later.',
  save: 'Let it rule',
  saved: 'The new settings rule.',
  stale: 'Somebody else has changed the settings meanwhile: nothing was saved.',
  readAgain: 'Read theirs',
  cancel: 'Cancel',
  nothing: 'nothing',
  caps: 'How often at most',
  capsHint:
    'For each customer, over all journeys. A message that would be too many waits or is left out, with the reason on record.',
  capName: (name: string): string =>
    ({
      'all-optional': 'All that is not asked for',
      'one-email-a-day': 'One email a day',
      'text-messages': 'Text messages',
      notifications: 'Notifications',
      marketing: 'Marketing',
      surveys: 'Surveys',
    })[name] ?? name,
  capSays: (most: number, days: number, classes: string, channels: string) =>
    `at most ${most} in ${days} days (${classes}; ${channels})`,
  atMost: 'at most',
  within: 'in',
  daysUnit: 'days',
  ofClasses: 'Of these',
  by: 'By these',
  most: (name: string) => `${name}: how many at most`,
  days: (name: string) => `${name}: in how many days`,
  removeNamed: (name: string) => `Remove: ${name}`,
  addCap: 'Add a cap',
  ...SENDING_WORDS.en,
  hours: 'When',
  hoursHint: 'By the clock where the customer lives. What falls outside waits until the next opening.',
  region: 'Where',
  everywhere: 'Everywhere else',
  regionName: (code: string) => place(ENGLISH_REGIONS, code),
  channel: 'Channel',
  weekdays: { weekdays: 'Monday to Friday', saturday: 'Saturday', sunday: 'Sunday', holidays: 'Holidays' },
  closed: 'not at all',
  openOn: (name: string) => `${name}: may be used`,
  opens: (name: string) => `${name}: from`,
  closes: (name: string) => `${name}: until`,
  topics: 'Topics',
  topicsHint: 'What customers read on their preference page. A topic that messages name stays.',
  topic: (code: string) => `Topic ${code}`,
  topicIn: { en: (code: string) => `${code} in English`, de: (code: string) => `${code} in German` },
  newTopic: 'New topic',
  newTopicHint: 'Small letters and hyphens, as in product-news.',
  add: 'Add',
  limits: 'Limits of trust',
  limitsHint: (days: number, least: number) =>
    `Over ${days} days, once at least ${least} messages have arrived. Beyond the second limit marketing pauses by itself.`,
  measure: 'Of what',
  measures: { complaints: 'Complaints', unsubscribes: 'Unsubscribed', bounces: 'Not deliverable' },
  warn: 'Warn from',
  pause: 'Pause from',
  limitSays: (warn: string, pause: string) => `warn from ${warn}, pause from ${pause}`,
};

/** What the section on caps, hours and topics says. */
export type RuleWords = typeof EN;

export const RULE_WORDS = words(EN, {
  title: 'Obergrenzen, Zeiten und Themen',
  introduction:
    'Wie oft und wann Kunden angeschrieben werden, und worüber sie wählen können. Es gilt für alle Journeys.',
  version: (version: number, by: string) => `Fassung ${version}, von ${by},`,
  locked: 'Nur Entwicklung und Administration ändern das.',
  undo: 'Zurücknehmen',
  preview: 'Änderungen ansehen',
  previewTitle: 'Das ändert sich',
  previewText:
    'Alles richtet sich ab der nächsten Entscheidung danach. Wartende Nachrichten werden danach beurteilt, wenn ihre Zeit kommt.',
  why: 'Warum',
  whyHint: 'Für alle, die später fragen.',
  save: 'Gelten lassen',
  saved: 'Die neuen Einstellungen gelten.',
  stale: 'Jemand hat die Einstellungen inzwischen geändert: Nichts wurde gespeichert.',
  readAgain: 'Neu lesen',
  cancel: 'Abbrechen',
  nothing: 'nichts',
  caps: 'Wie oft höchstens',
  capsHint:
    'Je Kundin und Kunde, über alle Journeys. Was zu viel wäre, wartet oder entfällt; der Grund wird festgehalten.',
  capName: (name: string): string =>
    ({
      'all-optional': 'Alles, was nicht verlangt wurde',
      'one-email-a-day': 'Eine E-Mail am Tag',
      'text-messages': 'Textnachrichten',
      notifications: 'Mitteilungen',
      marketing: 'Werbung',
      surveys: 'Umfragen',
    })[name] ?? name,
  capSays: (most: number, days: number, classes: string, channels: string) =>
    `höchstens ${most} in ${days} Tagen (${classes}; ${channels})`,
  atMost: 'höchstens',
  within: 'in',
  daysUnit: 'Tagen',
  ofClasses: 'Davon',
  by: 'Auf diesen Wegen',
  most: (name: string) => `${name}: wie viele höchstens`,
  days: (name: string) => `${name}: in wie vielen Tagen`,
  removeNamed: (name: string) => `Entfernen: ${name}`,
  addCap: 'Obergrenze hinzufügen',
  ...SENDING_WORDS.de,
  hours: 'Wann',
  hoursHint: 'Nach der Uhr am Wohnort. Was außerhalb fällt, wartet bis zur nächsten Öffnung.',
  region: 'Wo',
  everywhere: 'Überall sonst',
  regionName: (code: string) => place(GERMAN_REGIONS, code),
  channel: 'Kanal',
  weekdays: { weekdays: 'Montag bis Freitag', saturday: 'Samstag', sunday: 'Sonntag', holidays: 'Feiertage' },
  closed: 'gar nicht',
  openOn: (name: string) => `${name}: darf benutzt werden`,
  opens: (name: string) => `${name}: von`,
  closes: (name: string) => `${name}: bis`,
  topics: 'Themen',
  topicsHint: 'Was Kunden auf ihrer Seite lesen. Ein Thema, das Nachrichten nennen, bleibt.',
  topic: (code: string) => `Thema ${code}`,
  topicIn: { en: (code: string) => `${code} auf Englisch`, de: (code: string) => `${code} auf Deutsch` },
  newTopic: 'Neues Thema',
  newTopicHint: 'Kleine Buchstaben und Bindestriche, zum Beispiel produkt-neues.',
  add: 'Hinzufügen',
  limits: 'Grenzen des Vertrauens',
  limitsHint: (days: number, least: number) =>
    `Über ${days} Tage, sobald mindestens ${least} Nachrichten angekommen sind. Jenseits der zweiten Grenze hält Werbung von selbst an.`,
  measure: 'Wovon',
  measures: { complaints: 'Beschwerden', unsubscribes: 'Abgemeldet', bounces: 'Nicht zustellbar' },
  warn: 'Warnen ab',
  pause: 'Anhalten ab',
  limitSays: (warn: string, pause: string) => `warnen ab ${warn}, anhalten ab ${pause}`,
});
