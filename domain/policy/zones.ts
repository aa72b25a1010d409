import { allCountries, dialedCountries } from '../phone';
import { countryOf, subdivisionOf, type Traits } from '../traits';
import { canonicalZone } from '../zone-clock';

/** A place where a customer may be: whose clocks, and whose rules. `country` in ISO 3166; `subdivision` as in `US-TX`. */
export interface Place {
  readonly zone: string;
  readonly country: string | null;
  readonly subdivision: string | null;
}

/** What we know of where a customer is. */
export interface Whereabouts {
  readonly timeZone: string | null;
  readonly country: string | null;
  readonly phone: string | null;
  readonly traits: unknown;
}

/** What the places were concluded from. `world`: from nothing. */
type PlaceEvidence = 'zone' | 'country' | 'phone' | 'world';

/** Where a customer may be; with several places, what is done must be right in each. */
export interface Places {
  readonly evidence: PlaceEvidence;
  readonly places: readonly Place[];
}

/**
 * Where a customer may be: in their own zone; else in any zone of their country; else in any of the countries that their telephone number
 * may belong to; else anywhere, which is taken to be from New York over Europe, Africa and India to China: where four in five people
 * live. No hour of the day is decent for more than that. Where zone and country disagree, the rules of both countries hold.
 */
export function placesOf({ timeZone, country: known, phone, traits }: Whereabouts): Places {
  const country = known ?? countryOf(traits as Traits)?.toUpperCase() ?? null;
  const subdivision = country && subdivisionOf(traits as Traits, country);
  if (timeZone !== null) return { evidence: 'zone', places: inZone(timeZone, country, subdivision) };
  if (country !== null) {
    const places = placesIn([country], subdivision);
    if (places.length > 0) return { evidence: 'country', places };
  }
  const dialed = phone === null ? [] : placesIn(dialedCountries(phone), null);
  return dialed.length > 0 ? { evidence: 'phone', places: dialed } : { evidence: 'world', places: WORLD };
}

/** The country that a zone lies in by CLDR, or null. */
export function countryOfZone(zone: string): string | null {
  COUNTRIES ??= new Map(allCountries().flatMap((country) => zonesOf(country).map((each) => [each, country] as const)));
  return COUNTRIES.get(canonicalZone(zone)) ?? null;
}

/** The most peopled first: where hours are set so narrow that none is right in all, the last ones are passed over. */
const WORLD: readonly Place[] = [
  'America/New_York',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Europe/Berlin',
  'Africa/Lagos',
  'America/Sao_Paulo',
].map((zone) => ({ zone, country: null, subdivision: null }));

const PLACES = new Map<string, readonly Place[]>();

/** Places are the same array for the same question, so that conclusions can be kept with them. */
function remembered(name: string, find: () => readonly Place[]): readonly Place[] {
  const places = PLACES.get(name) ?? find();
  PLACES.set(name, places);
  return places;
}

function inZone(zone: string, country: string | null, subdivision: string | null): readonly Place[] {
  return remembered(`${zone} ${subdivision ?? country}`, () => {
    const there = countryOfZone(zone);
    const elsewhere = there !== null && there !== country ? [{ zone, country: there, subdivision: null }] : [];
    return country === null && elsewhere.length > 0 ? elsewhere : [{ zone, country, subdivision }, ...elsewhere];
  });
}

function placesIn(countries: readonly string[], subdivision: string | null): readonly Place[] {
  return remembered(subdivision ?? countries.join(), () =>
    countries.flatMap((country) => zonesOf(country).map((zone) => ({ zone, country, subdivision }))),
  );
}

let COUNTRIES: ReadonlyMap<string, string> | undefined;
const ZONES = new Map<string, readonly string[]>();

/** The zones of a country by CLDR, which is where Intl has them from; none for what is no country. */
function zonesOf(country: string): readonly string[] {
  const known = ZONES.get(country);
  if (known) return known;
  const zones = /^[A-Z]{2}$/.test(country) ? cldrZones(country) : [];
  ZONES.set(country, zones);
  return zones;
}

/** An accessor up to Node 22, a method from there on; TypeScript's own library has neither. */
function cldrZones(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    readonly timeZones?: readonly string[];
    getTimeZones?(): readonly string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
