import { useLanguage, type Language } from './words';

type Instant = string | number | Date;

/** Writes times and numbers as the reader's language does, in the reader's zone unless another one is named. */
export interface Format {
  /** `in 3 hours`, `yesterday`, `2 min ago`. */
  readonly relative: (at: Instant, now?: number) => string;
  /** `14:05`, of today or another day. */
  readonly time: (at: Instant, timeZone?: string) => string;
  /** `29 Nov 2026`. */
  readonly date: (at: Instant, timeZone?: string) => string;
  /** `Sun, 29 Nov 2026, 14:05`. */
  readonly dateTime: (at: Instant, timeZone?: string) => string;
  /** `14:05` today, `Fri 14:05` within a week, otherwise the date. */
  readonly short: (at: Instant, now?: number) => string;
  /** A language by its tag: `de-AT` as `Austrian German`. */
  readonly language: (tag: string) => string;
  readonly number: (value: number) => string;
  /** 0.256 as `26 %`. */
  readonly percent: (share: number) => string;
}

/** The format of the language in which pages are shown. */
export function useFormat(): Format {
  return formatIn(useLanguage());
}

const FORMATS = new Map<Language, Format>();

/** The format of a language. There is one: browsers take long to make what it is made from, and every row of a list asks for it. */
function formatIn(language: Language): Format {
  const format = FORMATS.get(language) ?? createFormat(language);
  FORMATS.set(language, format);
  return format;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
/** German shortens hours and minutes with a point, which reads as the end of a sentence. */
const LENGTHS = { en: 'short', de: 'long' } as const;
const UNITS = [
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 14 * 86_400_000],
  ['week', 7 * 86_400_000, 60 * 86_400_000],
  ['month', 30.44 * 86_400_000, 730 * 86_400_000],
  ['year', 365.25 * 86_400_000, Infinity],
] as const;
const WEEK_MS = 7 * 86_400_000;

function createFormat(language: Language): Format {
  const locale = LOCALES[language];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: LENGTHS[language] });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const kept = new Map<string, Intl.DateTimeFormat>();
  const written = (at: Instant, options: Intl.DateTimeFormatOptions): string => {
    const key = JSON.stringify(options);
    const format = kept.get(key) ?? zoned(locale, options);
    kept.set(key, format);
    return format.format(new Date(at));
  };
  const TIME = { hour: '2-digit', minute: '2-digit' } as const;
  const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;

  return {
    relative(at, now = Date.now()) {
      const distance = new Date(at).getTime() - now;
      if (Math.abs(distance) < 45_000) return relative.format(0, 'second');
      const [unit, size] = UNITS.find(([, , below]) => Math.abs(distance) < below) ?? UNITS[5];
      return relative.format(Math.trunc(distance / size) || Math.sign(distance), unit);
    },
    time: (at, timeZone) => written(at, { ...TIME, timeZone }),
    date: (at, timeZone) => written(at, { ...DATE, timeZone }),
    dateTime: (at, timeZone) => written(at, { weekday: 'short', ...DATE, ...TIME, timeZone }),
    short(at, now = Date.now()) {
      const then = new Date(at);
      if (then.toDateString() === new Date(now).toDateString()) return written(at, TIME);
      if (Math.abs(then.getTime() - now) < WEEK_MS) return written(at, { weekday: 'short', ...TIME });
      return written(at, DATE);
    },
    language: (tag) => named(tag, locale),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
  };
}

/** A zone that the browser does not know is met with the reader's own. */
function zoned(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: undefined });
  }
}

/** What is no tag of a language is its own name. */
function named(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag.replaceAll('_', '-')) ?? tag;
  } catch {
    return tag;
  }
}
