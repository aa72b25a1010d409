import type { Format } from '../parts/format';
import type { Language } from '../parts/words';

/** A name of the code as people read it: `personCalls` as `Person calls`, `customer.logged_in` as `Customer logged in`. */
export function humanName(name: string): string {
  const spaced = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]+/g, ' ')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A length of time in its largest fitting unit: `3 days`, `5 hours`. */
export function lengthOf(seconds: number, language: Language): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each * 1.5) ?? UNITS[2];
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const count = seconds / size;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: count < 10 && unit === 'day' ? 1 : 0,
  }).format(Math.max(1, count));
}

/** So many of so many, with the share: `12 of 40 (30 %)`. */
export function ofMany({ number, percent }: Format, count: number, of: number, word: string): string {
  return of === 0 ? `0 ${word} 0` : `${number(count)} ${word} ${number(of)} (${percent(count / of)})`;
}
