import { DAY_MS } from './duration';
import { isBusinessDay } from './policy/holidays';
import { countryOfZone } from './policy/zones';
import { instantOfWall, wallOf } from './zone-clock';

/**
 * The instant `count` business days (Monday to Friday, public holidays of the zone's country apart where they are known) later, at the
 * same time of day in `zone` (an IANA name): Friday 15:00 plus one is Monday 15:00, and so is Saturday 15:00 plus one. A time that the
 * clocks skip in spring moves on to where they jump to. Throws a RangeError for a count that is not a whole number above zero, or an unknown
 * zone. Not for workflow code: it reads the zone tables of the machine.
 */
export function addBusinessDays(from: Date, count: number, zone = 'UTC'): Date {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} is not a whole number of business days`);
  const place = { country: countryOfZone(zone), subdivision: null };
  let wall = wallOf(zone, from.getTime());
  for (let left = count; left > 0;) {
    wall += DAY_MS;
    if (isBusinessDay(place, wall)) left -= 1;
  }
  return new Date(instantOfWall(zone, wall));
}
