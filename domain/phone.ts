import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

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
