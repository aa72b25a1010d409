/** What stands below every message, in its language: a person to ask, why it came, and how to change or stop it. */
interface FooterWords {
  readonly help: string;
  readonly why: string;
  readonly unsubscribe: string;
  readonly preferences: string;
  /** Ends the first text messages of a kind that can be stopped. In the SMS alphabet. */
  readonly stop: string;
  /** Before the address of the page, in a text message. */
  readonly helpAt: string;
}

const WORDS: Readonly<Record<string, FooterWords>> = {
  en: {
    help: 'Get help from a person',
    why: 'Why did I get this?',
    unsubscribe: 'Unsubscribe',
    preferences: 'Your choices',
    stop: 'Reply STOP to opt out.',
    helpAt: 'A person helps:',
  },
  de: {
    help: 'Hilfe von einem Menschen',
    why: 'Warum bekomme ich das?',
    unsubscribe: 'Abmelden',
    preferences: 'Ihre Einstellungen',
    stop: 'Abmelden: STOP antworten.',
    helpAt: 'Ein Mensch hilft:',
  },
};

/** The footer's words in the language of a text; English where there are none. */
export function footerWords(locale: string): FooterWords {
  return WORDS[locale.slice(0, 2)] ?? WORDS['en']!;
}
