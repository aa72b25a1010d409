import type { HolidaysTypes } from 'date-holidays';
import { DAY_MS, HOUR_MS } from '../duration';

/** Where a public holiday is kept: a country (ISO 3166) and, when known, its part (`US-TX`). */
export interface HolidayPlace {
  readonly country: string | null;
  readonly subdivision: string | null;
}

/**
 * True on a public holiday at a place, substitute days included. `wall`: local time, as the UTC instant that reads the same. Without a
 * part of the country only what all of it keeps. False where the country is not known. Calendars: npm date-holidays.
 */
export function isHoliday(place: HolidayPlace, wall: number): boolean {
  if (place.country === null) return false;
  return holidaysOf(place.country, place.subdivision, new Date(wall).getUTCFullYear()).has(Math.floor(wall / DAY_MS));
}

/** True from Monday to Friday, public holidays apart. `wall` as for isHoliday. */
export function isBusinessDay(place: HolidayPlace, wall: number): boolean {
  const day = new Date(wall).getUTCDay();
  return day !== 0 && day !== 6 && !isHoliday(place, wall);
}

const YEARS = new Map<string, ReadonlySet<number>>();

/** The holidays of a year, in days since 1970. */
function holidaysOf(country: string, subdivision: string | null, year: number): ReadonlySet<number> {
  const name = `${subdivision ?? country} ${year}`;
  const known = YEARS.get(name);
  if (known) return known;
  const days = new Set(read(country, subdivision, year).flatMap(daysOf));
  YEARS.set(name, days);
  return days;
}

function read(country: string, subdivision: string | null, year: number): HolidaysTypes.Holiday[] {
  // Its calendars of the world take a third of a second to load, and most processes never ask.
  const Calendar = require('date-holidays') as typeof import('date-holidays').default;
  const part = subdivision?.slice(country.length + 1);
  const calendar = part ? new Calendar(country, part) : new Calendar(country);
  return calendar.getHolidays(year).filter(({ type }) => type === 'public');
}

/** Some last for days; one of 23 or 25 hours is a day on which the clocks change. */
function daysOf({ date, start, end }: HolidaysTypes.Holiday): number[] {
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS;
  const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / HOUR_MS / 24));
  return Array.from({ length }, (_, index) => first + index);
}
