/** Locales in which every message exists; the first is what a customer reads whose language we do not write. */
export const REQUIRED_LOCALES = ['en', 'de'] as const;

/**
 * The best of the locales in which a message exists: the exact one (de-AT), then its language (de), then English.
 * A wanted locale may come from anywhere (`de_at`, `DE`, rubbish): what cannot be understood counts as English.
 */
export function chooseLocale(wanted: string, available: readonly string[]): string {
  const [language, region] = languageAndRegion(wanted);
  const has = (tag: string): string | undefined => available.find((each) => each.toLowerCase() === tag.toLowerCase());
  const chosen = (region && has(`${language}-${region}`)) || has(language) || has('en') || available[0];
  if (!chosen) throw new Error('A message without locales cannot be rendered');
  return chosen;
}

/** Locale for dates and numbers inside a text: the customer's own region where the language is the same, else the locale of the text. */
export function formattingLocale(wanted: string, chosen: string): string {
  const [language, region] = languageAndRegion(wanted);
  return region && language === languageAndRegion(chosen)[0] ? `${language}-${region}` : chosen;
}

function languageAndRegion(tag: string): [language: string, region: string | undefined] {
  try {
    const locale = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    return [locale.language, locale.region];
  } catch {
    return ['en', undefined];
  }
}
