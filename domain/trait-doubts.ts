import { normalizeAddress } from './address';
import type { Fault } from './errors';
import { instantOf } from './instant';
import { jsonPointer } from './json-pointer';
import { e164 } from './phone';
import { canonicalTrait, countryOf, localeOf, zoneOf, type Traits } from './traits';

/**
 * The well-known traits that were said in a form that Perennial cannot use, each with what was not taken and why; pointers start
 * at the traits, by the names that were sent. Null and blank text remove a trait and are never in doubt.
 */
export function doubtsAbout(sent: Traits): Fault[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const doubt = DOUBTS.get(canonicalTrait(name));
    const detail = doubt && isSaid(value) ? doubt(value, sent) : undefined;
    return detail === undefined ? [] : [{ pointer: jsonPointer([name]), detail }];
  });
}

/** What is wrong with a value beside the other traits, or undefined when it can be used. */
type Doubt = (value: unknown, traits: Traits) => string | undefined;

const NO_LANGUAGE = 'is not a language tag, such as en or de-AT: kept as a trait, not taken as the language';

const DOUBTS: ReadonlyMap<string, Doubt> = new Map(
  Object.entries({
    email: usable(
      (text) => normalizeAddress('email', text),
      'is not an email address: kept as a trait, no email can go there',
    ),
    phone: phoneDoubt,
    timezone: usable(
      zoneOf,
      'is not the name of a time zone, such as Europe/Berlin: kept as a trait, the time zone stays unknown',
    ),
    locale: usable(localeOf, NO_LANGUAGE),
    language: (value, traits) => (isSaid(traits['locale']) ? undefined : usable(localeOf, NO_LANGUAGE)(value, traits)),
    owner: usable((text) => text, 'is not text: kept as a trait, the customer has no owner'),
    renewal_date: dateDoubt,
  }),
);

function usable(read: (text: string) => string | null, detail: string): Doubt {
  return (value) => {
    const text = textOf(value);
    return text === undefined || read(text) === null ? detail : undefined;
  };
}

const DIGITS_OF_A_NUMBER = 6;

/** Without its country code a number may still be read by the country of an earlier message, which is not known here. */
function phoneDoubt(value: unknown, traits: Traits): string | undefined {
  const text = textOf(value) ?? '';
  const country = countryOf(traits);
  if (e164(text, country) !== null) return undefined;
  const lacksCountry = country === undefined && !text.startsWith('+') && /^[\d\s()./-]+$/.test(text);
  return lacksCountry && text.replaceAll(/\D/g, '').length >= DIGITS_OF_A_NUMBER
    ? 'has no country code: kept as a trait, and taken as a phone number only if the traits of the customer say a country'
    : 'is not a phone number, such as +4915112345678: kept as a trait, no text message can go there';
}

function dateDoubt(value: unknown): string | undefined {
  const isDate = typeof value === 'number' || (typeof value === 'string' && instantOf(value) !== null);
  return isDate ? undefined : 'is not a date in ISO 8601, such as 2026-12-31: kept as a trait, no journey starts by it';
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === '');
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : undefined;
}
