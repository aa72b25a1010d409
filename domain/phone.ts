import { getCountries, getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A telephone number in E.164 (`+4915112345678`), or null when it cannot be one. A number without its country code is read as
 * one of `country` (ISO 3166 letters, either case), when that is given. Whether anybody answers there is not known.
 */
export function e164(raw: string, country?: string): string | null {
  const region = country?.trim().toUpperCase();
  const number = parsePhoneNumberFromString(
    raw.slice(0, LONGEST),
    region && isSupportedCountry(region) ? region : undefined,
  );
  return number?.isPossible() ? number.number : null;
}

/** More than any number with its decoration; longer text is not worth parsing. */
const LONGEST = 64;

/**
 * The countries (ISO 3166) that a number in E.164 may belong to: one where its digits tell, all that share the prefix where they do not,
 * none for numbers of no country.
 */
export function dialedCountries(number: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return [];
  if (parsed.country) return [parsed.country];
  return getCountries().filter((country) => getCountryCallingCode(country) === parsed.countryCallingCode);
}

/** True for the two capital letters of a country (ISO 3166) that has telephone numbers. */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/** Every country (ISO 3166) that has telephone numbers. */
export function allCountries(): readonly string[] {
  return getCountries();
}
