import { words } from '../parts/words';

/** What the watch page says. */
export const WORDS = words(
  {
    title: 'Watch',
    lead: 'Customers whom the automation does not reach, and what to do about it.',
    all: 'All reasons',
    reasonsLabel: 'Reasons',
    counted: (when: string) => `Counted ${when}.`,
    atLeast: (count: string) => `${count}+`,
    reasons: {
      stuck: 'Journey cannot go on',
      escalation_expired: 'Nobody called in time',
      bounced: 'Address does not work',
      no_channel: 'No channel is open',
      unanswered: 'Nothing gets noticed',
      never_triggered: 'No journey ever began',
    } as Record<string, string>,
    says: {
      stuck: (d: Detail) => `${d.journey} cannot go on in the stage “${d.stage}”.`,
      escalation_expired: () => 'A person should have called, and nobody took it.',
      bounced: (d: Detail) => `The last message, “${d.message}”, came back: ${d.because}.`,
      no_channel: (d: Detail) => `No channel was open for “${d.message}”: ${d.because}.`,
      unanswered: (d: Detail) => `Nothing opened, clicked or answered in the last ${d.touches} messages.`,
      never_triggered: () => 'Known for two weeks, and no journey has begun for them.',
    } as Record<string, (detail: Detail) => string>,
    actions: {
      mend_journey: 'A corrected journey has to be deployed, or the customer moved to another stage.',
      call: 'Call: messages do not get through.',
      use_other_channel: 'There is another way that they gave us: use it.',
      get_address: 'Ask for an address that works, in the product or when you next speak.',
      ask_consent: 'Ask for their consent where they are: in the product, or when you next speak.',
      leave_alone: 'They do not want to be written to: be there when they come by themselves.',
      check_events: 'See whether the backend sends the events that journeys start on, or let them enter one.',
    } as Record<string, string>,
    because: {
      'save-call': 'messages do not get through to them, and nobody has called yet',
      'reach-out': 'the automation does not reach them',
    } as Record<string, string>,
    askPerson: 'Ask a person to call',
    reachOut: 'Ask a person',
    startJourney: 'Start a journey',
    seeRun: 'See to it',
    inHand: 'A person has it in hand',
    nothing: 'Leave them be',
    since: (when: string) => `since ${when}`,
    owner: (name: string) => `looked after by ${name}`,
    nameless: 'A customer without a name',
    asked: 'A task is open.',
    started: (journey: string) => `They have entered ${journey}.`,
    refused: (why: string) => `They were not let in: ${why}.`,
    more: 'Show more',
    searching: 'Looking further…',
    none: 'Everybody is reached',
    noneText: 'When the automation does not get through to somebody, they stand here with what to do.',
    noneReason: 'Nobody is here for this reason.',
    next: 'Next person',
    previous: 'Previous person',
    group: 'Watch',
  },
  {
    title: 'Wache',
    lead: 'Kunden, die die Automatik nicht erreicht, und was zu tun ist.',
    all: 'Alle Gründe',
    reasonsLabel: 'Gründe',
    counted: (when) => `Gezählt ${when}.`,
    atLeast: (count) => `${count}+`,
    reasons: {
      stuck: 'Journey kommt nicht weiter',
      escalation_expired: 'Niemand rief rechtzeitig an',
      bounced: 'Adresse funktioniert nicht',
      no_channel: 'Kein Kanal ist offen',
      unanswered: 'Nichts wird bemerkt',
      never_triggered: 'Nie begann eine Journey',
    },
    says: {
      stuck: (d) => `${d.journey} kommt im Abschnitt „${d.stage}“ nicht weiter.`,
      escalation_expired: () => 'Jemand hätte anrufen sollen, und niemand tat es.',
      bounced: (d) => `Die letzte Nachricht, „${d.message}“, kam zurück: ${d.because}.`,
      no_channel: (d) => `Für „${d.message}“ war kein Kanal offen: ${d.because}.`,
      unanswered: (d) => `In den letzten ${d.touches} Nachrichten wurde nichts geöffnet, angeklickt oder beantwortet.`,
      never_triggered: () => 'Seit zwei Wochen bekannt, und keine Journey hat begonnen.',
    },
    actions: {
      mend_journey:
        'Eine berichtigte Journey muss ausgeliefert oder der Kunde in einen anderen Abschnitt versetzt werden.',
      call: 'Rufen Sie an: Nachrichten kommen nicht durch.',
      use_other_channel: 'Es gibt einen anderen Weg, den sie uns gaben: Nutzen Sie ihn.',
      get_address: 'Fragen Sie nach einer Adresse, im Produkt oder beim nächsten Gespräch.',
      ask_consent: 'Bitten Sie um Einwilligung, wo sie sind: im Produkt oder beim nächsten Gespräch.',
      leave_alone: 'Sie wollen nicht angeschrieben werden: Seien Sie da, wenn sie von selbst kommen.',
      check_events: 'Sehen Sie nach, ob das Backend die Ereignisse sendet, oder lassen Sie eine Journey beginnen.',
    },
    because: {
      'save-call': 'Nachrichten kommen nicht durch, und niemand hat bisher angerufen',
      'reach-out': 'die Automatik erreicht sie nicht',
    },
    askPerson: 'Um einen Anruf bitten',
    reachOut: 'Jemanden bitten',
    startJourney: 'Journey beginnen',
    seeRun: 'Ansehen',
    inHand: 'Jemand kümmert sich',
    nothing: 'In Ruhe lassen',
    since: (when) => `seit ${when}`,
    owner: (name) => `betreut von ${name}`,
    nameless: 'Ein Kunde ohne Namen',
    asked: 'Eine Aufgabe ist offen.',
    started: (journey) => `${journey} hat begonnen.`,
    refused: (why) => `Nicht aufgenommen: ${why}.`,
    more: 'Mehr zeigen',
    searching: 'Sucht weiter…',
    none: 'Alle werden erreicht',
    noneText: 'Wenn die Automatik zu jemandem nicht durchkommt, steht es hier, und was zu tun ist.',
    noneReason: 'Aus diesem Grund ist niemand hier.',
    next: 'Nächste Person',
    previous: 'Vorige Person',
    group: 'Wache',
  },
);

/** What a reason rests on, in words. */
export interface Detail {
  readonly journey: string;
  readonly stage: string;
  readonly message: string;
  readonly because: string;
  readonly touches: string;
}
