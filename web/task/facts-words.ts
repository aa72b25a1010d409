import { words } from '../parts/words';

/** What is said of the customer, and of what happens if nobody does anything. */
export const FACTS_WORDS = words(
  {
    customer: 'Customer',
    ifNothing: 'If nothing is done',
    nothingHappens: 'Nothing happens by itself.',
    facts: {
      localTime: 'Local time',
      unknownZone: 'not known',
      stage: 'Stage',
      plan: 'Plan',
      value: 'Worth a year',
      company: 'Company',
      language: 'Language',
      email: 'Email',
      phone: 'Phone',
      there: (time: string, place: string) => `It is ${time} in ${place}`,
      thereAbout: (from: string, to: string) =>
        from === to ? `It is ${from} there` : `It is between ${from} and ${to} there`,
      call: (number: string) => `Call ${number}`,
      noPhone: 'no number',
      owner: 'Owner',
      lastSeen: 'Last seen',
      tickets: 'Open tickets',
      journey: 'Journey',
    },
    channels: 'Ways to reach them now',
    channel: { email: 'Email', sms: 'Text message', push: 'Notification', 'in-app': 'In the product' } as Record<
      string,
      string
    >,
    allowed: 'allowed',
    notAllowed: (reason: string) => reason,
  },
  {
    customer: 'Kundin oder Kunde',
    ifNothing: 'Wenn nichts getan wird',
    nothingHappens: 'Von selbst geschieht nichts.',
    facts: {
      localTime: 'Ortszeit',
      unknownZone: 'nicht bekannt',
      stage: 'Phase',
      plan: 'Tarif',
      value: 'Wert im Jahr',
      company: 'Firma',
      language: 'Sprache',
      email: 'E-Mail',
      phone: 'Telefon',
      there: (time: string, place: string) => `In ${place} ist es ${time} Uhr`,
      thereAbout: (from: string, to: string) =>
        from === to ? `Dort ist es ${from} Uhr` : `Dort ist es zwischen ${from} und ${to} Uhr`,
      call: (number: string) => `${number} anrufen`,
      noPhone: 'keine Nummer',
      owner: 'Betreut von',
      lastSeen: 'Zuletzt gesehen',
      tickets: 'Offene Tickets',
      journey: 'Journey',
    },
    channels: 'Erreichbar zurzeit',
    channel: { email: 'E-Mail', sms: 'SMS', push: 'Benachrichtigung', 'in-app': 'Im Produkt' },
    allowed: 'erlaubt',
    notAllowed: (reason: string) => reason,
  },
);
