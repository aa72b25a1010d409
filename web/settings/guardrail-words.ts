import { SENDING_WORDS } from '../parts/sending';
import { words } from '../parts/words';

/** What the section on guardrails says. */
export const GUARDRAIL_WORDS = words(
  {
    channels: SENDING_WORDS.en.channels,
    title: 'Guardrails',
    introduction:
      'When too many customers complain, unsubscribe or cannot be reached, marketing stops by itself. Here is why, and how it goes on.',
    alarms: 'Open alarms',
    noAlarm: 'Nothing is wrong.',
    levels: { warning: 'warning', critical: 'critical' },
    resumeOf: (kind: string): string =>
      kind === 'trust_pause' || kind === 'circuit' ? 'Let it go on' : 'I have seen to it',
    resumed: 'Done.',
    rates: (days: number) => `The last ${days} days`,
    paused: 'A guardrail has paused marketing.',
    noRate: 'Too little was sent to say anything.',
    where: 'Where',
    measure: 'What',
    measures: { complaints: 'Complaints', unsubscribes: 'Unsubscribed', bounces: 'Not deliverable' },
    rate: 'Rate',
    of: 'Messages',
    ofMany: (count: string, of: string) => `${count} of ${of}`,
    state: 'Judgement',
    states: { silent: 'too few to say', good: 'good', warn: 'close to the limit', pause: 'marketing is paused' },
  },
  {
    channels: SENDING_WORDS.de.channels,
    title: 'Leitplanken',
    introduction:
      'Wenn sich zu viele Kunden beschweren, abmelden oder nicht erreichbar sind, hält Werbung von selbst an. Hier steht, warum, und wie es weitergeht.',
    alarms: 'Offene Alarme',
    noAlarm: 'Alles ist in Ordnung.',
    levels: { warning: 'Warnung', critical: 'kritisch' },
    resumeOf: (kind: string): string =>
      kind === 'trust_pause' || kind === 'circuit' ? 'Weitergehen lassen' : 'Erledigt',
    resumed: 'Erledigt.',
    rates: (days: number) => `Die letzten ${days} Tage`,
    paused: 'Eine Leitplanke hat Werbung angehalten.',
    noRate: 'Es wurde zu wenig verschickt, um etwas zu sagen.',
    where: 'Wo',
    measure: 'Was',
    measures: { complaints: 'Beschwerden', unsubscribes: 'Abgemeldet', bounces: 'Nicht zustellbar' },
    rate: 'Anteil',
    of: 'Nachrichten',
    ofMany: (count: string, of: string) => `${count} von ${of}`,
    state: 'Urteil',
    states: { silent: 'zu wenige', good: 'gut', warn: 'nahe der Grenze', pause: 'Werbung ist angehalten' },
  },
);
