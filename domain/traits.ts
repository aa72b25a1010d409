import { normalizeAddress } from './address';
import { instantOf } from './instant';
import { dialedCountries, e164, isCountry } from './phone';
import { beginningOf } from './storable';

/** What backends say of a customer, by name. Kept as it was sent; well-known traits also fill columns. */
export type Traits = Readonly<Record<string, unknown>>;

/** The columns that traits fill. Null: not known, or not usable (a text that is no email address). */
export interface TraitColumns {
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly locale: string;
  readonly timeZone: string | null;
  readonly owner: string | null;
  /** ISO 3166: as the traits say, else as the phone number tells. */
  readonly country: string | null;
}

/** The language of customers who did not say theirs. */
export const DEFAULT_LOCALE = 'en';

/** Other spellings of well-known traits, and the name under which journeys find them. Segment writes camel case. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['renewalDate', 'renewal_date'],
  ['timeZone', 'timezone'],
  ['time_zone', 'timezone'],
]);

/** The name by which a trait is kept. */
export function canonicalTrait(name: string): string {
  return ALIASES.get(name) ?? name;
}

/** Traits under the names by which they are kept; a date of renewal is written in ISO 8601 whichever way it came. */
export function canonicalTraits(sent: Traits): Traits {
  const named = Object.entries(sent).map(([name, value]) => [canonicalTrait(name), value] as const);
  return Object.fromEntries(named.map(([name, value]) => [name, name === 'renewal_date' ? isoDate(value) : value]));
}

/** Lays newer traits over older ones, shallowly: a null removes a trait, an object replaces an object. */
export function mergeTraits(older: Traits, newer: Traits): Traits {
  return Object.fromEntries(
    Object.entries({ ...older, ...newer }).filter(([, value]) => value !== null && value !== undefined),
  );
}

/**
 * The columns that follow from `traits`, for those whose source is among the `touched` names; the others are left out, so
 * that a change of plan does not rewrite an address. A phone number without country code is read by the address's country.
 */
export function columnsOf(traits: Traits, touched: Traits): Partial<TraitColumns> {
  const phone = textOf(traits['phone'], (text) => e164(text, countryOf(traits)));
  const columns: TraitColumns = {
    email: textOf(traits['email'], (text) => normalizeAddress('email', text)),
    phone,
    name: nameOf(traits),
    locale: textOf(traits['locale'] ?? traits['language'], localeOf) ?? DEFAULT_LOCALE,
    timeZone: textOf(traits['timezone'], zoneOf),
    owner: textOf(traits['owner'], (text) => beginningOf(text, LONGEST_NAME)),
    country: countryCodeOf(traits) ?? (phone === null ? null : onlyOne(dialedCountries(phone))),
  };
  const isTouched = (column: string) =>
    SOURCES[column as keyof TraitColumns].some((source) => Object.hasOwn(touched, source));
  return Object.fromEntries(Object.entries(columns).filter(([column]) => isTouched(column)));
}

/** Which traits each column is read from. */
const SOURCES: Readonly<Record<keyof TraitColumns, readonly string[]>> = {
  email: ['email'],
  phone: ['phone', 'address', 'country'],
  name: ['name', 'firstName', 'first_name', 'lastName', 'last_name'],
  locale: ['locale', 'language'],
  timeZone: ['timezone'],
  owner: ['owner'],
  country: ['country', 'address', 'phone'],
};

const LONGEST_NAME = 255;

/** Segment gives dates in ISO 8601 or as Unix seconds; JavaScript writes milliseconds. Anything else stays as it is. */
function isoDate(value: unknown): unknown {
  if (typeof value === 'string') return instantOf(value) ? value.trim() : value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return value;
  const at = new Date(Math.abs(value) < 1e11 ? value * 1_000 : value);
  return Number.isNaN(at.getTime()) ? value : at.toISOString();
}

function textOf(value: unknown, read: (text: string) => string | null): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? read(text.trim()) : null;
}

function nameOf(traits: Traits): string | null {
  const whole = textOf(traits['name'], (text) => text);
  const first = textOf(traits['firstName'] ?? traits['first_name'], (text) => text);
  const last = textOf(traits['lastName'] ?? traits['last_name'], (text) => text);
  const name = whole ?? [first, last].filter((part) => part !== null).join(' ');
  return name === '' ? null : beginningOf(name, LONGEST_NAME);
}

/** The country that traits name, as it was sent. Undefined when they name none. */
export function countryOf(traits: Traits): string | undefined {
  const address = traits['address'];
  const country =
    traits['country'] ??
    (typeof address === 'object' && address !== null && 'country' in address ? address.country : undefined);
  return typeof country === 'string' ? country : undefined;
}

/** A part of a country with rules of its own, as in `US-TX`, when the traits give its letters (`state`, `region`, or those of the address). */
export function subdivisionOf(traits: Traits, country: string): string | null {
  const address = (typeof traits['address'] === 'object' ? traits['address'] : null) as Traits | null;
  const named = traits['state'] ?? traits['region'] ?? address?.['state'] ?? address?.['region'];
  const letters = typeof named === 'string' ? /^(?:[A-Z]{2}-)?([A-Z]{2,3})$/.exec(named.trim().toUpperCase()) : null;
  return letters && `${country}-${letters[1]}`;
}

function countryCodeOf(traits: Traits): string | null {
  const country = countryOf(traits)?.trim().toUpperCase();
  return country !== undefined && isCountry(country) ? country : null;
}

function onlyOne(found: readonly string[]): string | null {
  return found.length === 1 ? found[0]! : null;
}

/** A language tag in its canonical form (`de-AT`), or null. Languages have two or three letters: "German" is a word, though BCP 47 would let it pass. */
export function localeOf(text: string): string | null {
  if (!/^[a-z]{2,3}([-_]|$)/i.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** A time zone by its name in the IANA database, or null. */
export function zoneOf(text: string): string | null {
  if (ZONES.has(text)) return text;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Names that are canonical already: looking here costs a thousandth of asking for another spelling. */
const ZONES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));
