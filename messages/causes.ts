/** What led to a journey's messages, as its customers are told when they ask (M19): true, in plain words, and no more than they would expect. */
const CAUSES: Readonly<Record<string, { readonly en: string; readonly de: string }>> = {
  onboarding: {
    en: 'You signed up a short while ago. This is one of a few messages that help you get to a first result; they stop when you have one.',
    de: 'Sie haben sich vor Kurzem angemeldet. Dies ist eine von wenigen Nachrichten, die Ihnen zu einem ersten Ergebnis helfen; sie enden, sobald Sie eines haben.',
  },
  'at-risk': {
    en: 'You have used the product less than before. We ask whether something is in your way, twice at most, and then a person may call.',
    de: 'Sie haben das Produkt weniger genutzt als zuvor. Wir fragen höchstens zweimal, ob etwas im Weg ist; danach ruft vielleicht ein Mensch an.',
  },
  renewal: {
    en: 'Your contract comes up for renewal. You get what helps you decide, in good time before that date.',
    de: 'Ihr Vertrag steht zur Verlängerung an. Sie bekommen rechtzeitig vorher, was Ihnen bei der Entscheidung hilft.',
  },
  advocacy: {
    en: 'Something went well for you. We ask once whether you would tell others, and we reward you if you bring somebody along.',
    de: 'Bei Ihnen ist etwas gut gelaufen. Wir fragen einmal, ob Sie anderen davon erzählen möchten, und belohnen Sie, wenn Sie jemanden mitbringen.',
  },
};

/** What led to messages of a journey, or undefined when nobody has put it into words for customers. */
export function causeInWords(journey: string, language: 'en' | 'de'): string | undefined {
  return CAUSES[journey]?.[language];
}
