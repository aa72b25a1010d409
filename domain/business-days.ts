import { DAY_MS } from './duration';

/**
 * The instant `count` business days (Monday to Friday) later, at the same time of day in `zone` (an IANA name): Friday 15:00 plus
 * one is Monday 15:00, and so is Saturday 15:00 plus one. A time that the clocks skip in spring moves on by the skipped hour. Public holidays are
 * not known. Throws a RangeError for a count that is not a whole number above zero, or an unknown zone. Not for workflow
 * code: it reads the zone tables of the machine.
 */
export function addBusinessDays(from: Date, count: number, zone = 'UTC'): Date {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} is not a whole number of business days`);
  const offset = offsetIn(zone);
  let wall = from.getTime() + offset(from.getTime());
  for (let left = count; left > 0;) {
    wall += DAY_MS;
    if (isWeekday(wall)) left -= 1;
  }
  return new Date(instantOf(wall, offset));
}

/** Milliseconds by which local time is ahead of UTC at an instant. */
type Offset = (instant: number) => number;

function offsetIn(zone: string): Offset {
  if (zone === 'UTC') return () => 0;
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
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
    return wall - Math.floor(instant / 1_000) * 1_000;
  };
}

/** A wall-clock time is kept as the UTC instant that reads the same. */
function isWeekday(wall: number): boolean {
  const day = new Date(wall).getUTCDay();
  return day !== 0 && day !== 6;
}

/** The offset is asked twice because the first guess may lie on the other side of a clock change. */
function instantOf(wall: number, offset: Offset): number {
  return wall - offset(wall - offset(wall));
}
