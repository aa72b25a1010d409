import type { Channel } from '../channel';
import { DAY_MS, HOUR_MS } from '../duration';
import { stretchAt, wallOf } from '../zone-clock';
import { isHoliday } from './holidays';
import type { Settings, Week } from './settings';
import type { Place } from './zones';

type Hours = Settings['hours'];

/** When a channel may be used next, and until when it may be from then on. `places`: those in which it is within hours. */
export interface Opening {
  readonly opens: Date;
  readonly closes: Date;
  readonly places: readonly Place[];
}

/** The hours of a channel at a place, and the region whose rule they are; null: no rule, so it is always open. */
export function ruleFor(
  hours: Hours,
  channel: Channel,
  place: Place,
): { readonly week: Week; readonly rule: string } | null {
  for (const region of [place.subdivision, place.country]) {
    const week = region === null ? undefined : hours.regions[region]?.[channel];
    if (region !== null && week) return { week, rule: region };
  }
  const week = hours.everywhere[channel];
  return week ? { week, rule: 'everywhere' } : null;
}

/**
 * The first instant from `from` on at which a channel is within hours in all of the places at once, which is `from` itself when it is
 * open now. Where the hours of all never meet within days, the places named last are passed over, as few as need be. `always` where no
 * rule holds, `never` where the channel is closed on every day. Rules are those of local clocks: a time that they skip or show twice counts
 * as they show it.
 */
export function openingOf(
  hours: Hours,
  channel: Channel,
  places: readonly Place[],
  from: Date,
): Opening | 'always' | 'never' {
  const ruled = distinct(hours, channel, places, from.getTime());
  if (ruled.length === 0) return 'always';
  let [together, at] = [ruled, meet(ruled, from.getTime())];
  if (at === null) {
    together = [];
    for (const place of ruled) {
      const met = meet([...together, place], from.getTime());
      if (met === null) continue;
      [together, at] = [[...together, place], met];
    }
  }
  if (at === null) return 'never';
  const opens = at;
  const closes = Math.min(...together.map((place) => closing(place, opens)));
  return { opens: new Date(opens), closes: new Date(closes), places: together };
}

/** A place with the hours that hold there. */
interface RuledPlace extends Place {
  readonly week: Week;
}

/** How far ahead an opening is looked for: further than any row of holidays. */
const HORIZON_MS = 9 * DAY_MS;

/** One of the places that go alike for as long as we look, for most zones of a country do. */
function distinct(hours: Hours, channel: Channel, places: readonly Place[], from: number): RuledPlace[] {
  const alike = new Map<string, RuledPlace>();
  const weeks = new Map<Week, number>();
  for (const place of places) {
    const rule = ruleFor(hours, channel, place);
    if (!rule) continue;
    if (!weeks.has(rule.week)) weeks.set(rule.week, weeks.size);
    const [now, then] = [stretchAt(place.zone, from), stretchAt(place.zone, from + HORIZON_MS)];
    const name = [
      weeks.get(rule.week),
      place.country,
      now.offset,
      then.offset,
      now.offset === then.offset ? '' : now.until,
    ];
    if (!alike.has(name.join())) alike.set(name.join(), { ...place, week: rule.week });
  }
  return [...alike.values()];
}

/** The first instant at which all places are open, or null when there is none ahead. Never skips one: a place that is closed stays so until it opens. */
function meet(places: readonly RuledPlace[], from: number): number | null {
  let at = from;
  while (at <= from + HORIZON_MS) {
    let latest = at;
    for (const place of places) {
      const opens = opening(place, at);
      if (opens === null) return null;
      latest = Math.max(latest, opens);
    }
    if (latest === at) return at;
    at = latest;
  }
  return null;
}

/** The first instant from `from` on at which one place is open. Goes from one change of hours or of clocks to the next. */
function opening(place: RuledPlace, from: number): number | null {
  for (let at = from; at <= from + HORIZON_MS;) {
    const { offset, until } = stretchAt(place.zone, at);
    const wall = at + offset;
    const span = spanOn(place, wall);
    const time = wall - midnightOf(wall);
    if (span && time >= span.opens && time < span.closes) return at;
    const next = span && time < span.opens ? midnightOf(wall) + span.opens : midnightOf(wall) + DAY_MS;
    at = Math.min(until, next - offset);
  }
  return null;
}

/** The first instant after `from`, at which the place is open, at which it is not. Hours that reach midnight go on if the next day opens at once. */
function closing(place: RuledPlace, from: number): number {
  let at = from;
  while (at < from + HORIZON_MS) {
    const { offset, until } = stretchAt(place.zone, at);
    const wall = at + offset;
    const span = spanOn(place, wall);
    const time = wall - midnightOf(wall);
    if (!span || time < span.opens || time >= span.closes) return at;
    at = Math.min(until, midnightOf(wall) + span.closes - offset);
  }
  return at;
}

/** The hours of a day, in milliseconds of local time. A public holiday is never laxer than the day of the week that it falls on. */
function spanOn({ week, ...place }: RuledPlace, wall: number): { opens: number; closes: number } | null {
  const day = new Date(wall).getUTCDay();
  const usual = week[day === 0 ? 'sunday' : day === 6 ? 'saturday' : 'weekdays'];
  const span = isHoliday(place, wall) ? overlap(usual, week.holidays) : usual;
  return span && { opens: span[0] * HOUR_MS, closes: span[1] * HOUR_MS };
}

function overlap(one: Week['holidays'], other: Week['holidays']): Week['holidays'] {
  if (!one || !other) return null;
  const [opens, closes] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return opens < closes ? [opens, closes] : null;
}

function midnightOf(wall: number): number {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** Local time of day at a place, as in `03:12`. */
export function localTime(zone: string, at: Date): string {
  return new Date(wallOf(zone, at.getTime())).toISOString().slice(11, 16);
}
