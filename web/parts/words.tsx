import { createContext, use, type ReactNode } from 'react';

/** The languages of the pages. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a page says, in every language alike. */
export type Words<W> = Readonly<Record<Language, W>>;

/** The shape of what is said, whatever the words are. */
type Said<W> = W extends string
  ? string
  : W extends (...parts: infer P) => string
    ? (...parts: P) => string
    : { readonly [K in keyof W]: Said<W[K]> };

/** Declares what a page says: texts, and functions of what stands in them. The second language must say all that the first one says. */
export function words<W>(en: W, de: NoInfer<Said<W>>): Words<Said<W>> {
  return { en: en as Said<W>, de };
}

const LanguageContext = createContext<Language>('en');

/** Shows what is in it in one language. */
export function LanguageProvider({
  language,
  children,
}: {
  readonly language: Language;
  readonly children: ReactNode;
}) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The language in which pages are shown. */
export function useLanguage(): Language {
  return use(LanguageContext);
}

/** The words of a page in the language in which it is shown. */
export function useWords<W>(all: Words<W>): W {
  return all[useLanguage()];
}
