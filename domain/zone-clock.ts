import { DAY_MS } from './duration';

/** A stretch of time in which a zone's clocks run evenly: up to `until`, local time is UTC plus `offset` milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/**
 * The stretch around an instant (epoch ms), at least up to the next change of the clocks within a week. Throws a RangeError for an unknown
 * zone. Not for workflow code: it reads the zone tables of the machine. Remembers what it found, because asking them is slow.
 */
export function stretchAt(zone: string, instant: number): Stretch {
  const known = KNOWN.get(zone) ?? [];
  const found = known.find(({ from, until }) => from <= instant && instant < until);
  if (found) return found;
  const stretch = measure(zone, instant);
  KNOWN.set(zone, [stretch, ...known.slice(0, KEPT_PER_ZONE - 1)]);
  return stretch;
}

/** Local time as the UTC instant that reads the same. */
export function wallOf(zone: string, instant: number): number {
  return instant + stretchAt(zone, instant).offset;
}

/**
 * The instant at which a zone's clocks first show this local time, or a later one where they skip it (in spring). A time that they show
 * twice (in autumn) is its first. `wall` is the UTC instant that reads the same.
 */
export function instantOfWall(zone: string, wall: number): number {
  // Whatever the offset, the instant lies within a day of what the clocks read in UTC.
  let instant = wall - DAY_MS;
  for (;;) {
    const { until, offset } = stretchAt(zone, instant);
    const found = Math.max(instant, wall - offset);
    if (found < until) return found;
    instant = until;
  }
}

/** The one name, of several that a zone may have, by which this machine lists it. Throws a RangeError for an unknown zone. */
export function canonicalZone(zone: string): string {
  return (FORMATS.get(zone) ?? formatOf(zone)).resolvedOptions().timeZone;
}

const KNOWN = new Map<string, readonly Stretch[]>();
const KEPT_PER_ZONE = 8;
const STEP_MS = 7 * DAY_MS;

/** Looks a week ahead, so that a change of the clocks is not missed that is taken back after a month (Morocco, in Ramadan). */
function measure(zone: string, instant: number): Stretch {
  const from = Math.floor(instant / 1_000) * 1_000;
  const offset = offsetOf(zone, from);
  let [same, other] = [from, from + STEP_MS];
  if (offsetOf(zone, other) === offset) return { from, until: other, offset };
  while (other - same > 1_000) {
    const middle = Math.floor((same + other) / 2_000) * 1_000;
    if (offsetOf(zone, middle) === offset) same = middle;
    else other = middle;
  }
  return { from, until: other, offset };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function offsetOf(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const format = FORMATS.get(zone) ?? formatOf(zone);
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
  return wall - instant;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  FORMATS.set(zone, format);
  return format;
}
