import type { Channel, MessageClass } from '../../domain/channel';
import { german } from './words-de';
import { english } from './words-en';

/** The languages of the pages. Whoever reads another one gets English. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything that the pages say, in one language. Functions put facts into a sentence; what they get is text, never markup. */
export interface Words {
  readonly channels: Readonly<Record<Channel, string>>;
  /** "by email" */
  readonly by: Readonly<Record<Channel, string>>;
  /** What a class of message is, as customers call it. */
  readonly classes: Readonly<Record<MessageClass, string>>;
  readonly otherLanguage: string;
  readonly necessary: string;
  readonly back: string;
  readonly address: (address: string) => string;
  readonly preferences: {
    readonly title: string;
    readonly lead: (product: string) => string;
    readonly topics: string;
    readonly statement: (product: string) => string;
    readonly onlyIn: (channels: string) => string;
    readonly first: string;
    readonly asItFits: string;
    readonly often: string;
    readonly most: string;
    readonly asItComes: string;
    readonly atMost: (count: number) => string;
    readonly pause: string;
    readonly pauseHint: string;
    readonly pausedUntil: (date: string) => string;
    readonly you: string;
    readonly language: string;
    readonly zone: string;
    readonly zoneUnknown: string;
    readonly save: string;
    readonly saved: string;
    readonly awaits: string;
    readonly nothingChanged: string;
    readonly off: string;
    readonly offLead: string;
    readonly offButton: string;
    readonly isOff: string;
    readonly offDone: string;
    readonly wrongDate: string;
  };
  readonly file: {
    readonly title: string;
    readonly lead: (product: string) => string;
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly none: string;
    readonly fromProduct: (product: string) => string;
    readonly said: string;
    readonly saidNothing: string;
    readonly everyTopic: string;
    readonly everyChannel: string;
    readonly states: Readonly<Record<'granted' | 'withdrawn' | 'pending', string>>;
    readonly methods: Readonly<Record<string, string>>;
    readonly until: (date: string) => string;
  };
  readonly rights: {
    readonly title: string;
    readonly lead: string;
    readonly exportButton: string;
    readonly eraseLead: string;
    readonly eraseConfirm: string;
    readonly eraseButton: string;
    readonly exportAsked: (date: string) => string;
    readonly exportSent: (address: string) => string;
    readonly keepButton: string;
    readonly kept: string;
    readonly eraseAsked: (date: string) => string;
    readonly eraseUnconfirmed: string;
  };
  readonly help: {
    readonly title: string;
    readonly lead: string;
    readonly about: string;
    readonly optional: string;
    readonly button: string;
    readonly link: string;
    readonly done: string;
    readonly doneLead: string;
  };
  readonly unsubscribe: {
    readonly title: string;
    readonly lead: (product: string) => string;
    readonly which: string;
    readonly topic: (topic: string, by: string) => string;
    readonly purpose: (kind: string, by: string) => string;
    readonly channel: (by: string) => string;
    readonly everything: string;
    readonly button: string;
    readonly done: string;
    readonly doneLead: string;
    readonly choose: string;
  };
  readonly why: {
    readonly title: string;
    readonly sent: (date: string, by: string, address: string) => string;
    readonly cause: string;
    readonly causeUnknown: (product: string) => string;
    readonly topic: string;
    readonly allowed: string;
    readonly basis: {
      readonly nothing: string;
      readonly unlessRefused: (product: string) => string;
      readonly consent: (date: string) => string;
      readonly doubleOptIn: (date: string) => string;
      readonly purchase: (date: string) => string;
      readonly inquiry: (date: string) => string;
      readonly question: (date: string) => string;
      readonly softOptIn: (date: string) => string;
      readonly contract: (date: string) => string;
      readonly until: (date: string) => string;
    };
    readonly yourWords: string;
    readonly checked: string;
    readonly rules: Readonly<Record<string, string>>;
    readonly stop: string;
    readonly change: string;
  };
  readonly confirm: {
    readonly title: string;
    readonly lead: (product: string) => string;
    readonly button: string;
    readonly ignore: string;
    readonly done: string;
    readonly doneLead: string;
    readonly used: string;
  };
  readonly copy: {
    readonly title: string;
    readonly lead: (product: string) => string;
    readonly secret: string;
    readonly button: string;
  };
  readonly trouble: {
    readonly forged: string;
    readonly forgedLead: string;
    readonly expired: string;
    readonly expiredLead: string;
    readonly gone: string;
    readonly goneLead: (product: string) => string;
    readonly busy: string;
    readonly busyLead: string;
    readonly large: string;
    readonly largeLead: string;
    readonly broken: string;
    readonly brokenLead: string;
  };
}

const WORDS: Readonly<Record<Language, Words>> = { en: english, de: german };

/** What the pages say in a language. */
export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** The language of the pages for somebody who reads a locale (`de-AT`), or what a browser says it accepts (`fr, de;q=0.8`). */
export function languageOf(locales: string | undefined): Language | undefined {
  const wanted = (locales ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((each) => LANGUAGES.filter((language) => language === each))[0];
}
