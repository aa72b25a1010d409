import { DAY_MS, HOUR_MS } from './duration';
import { wallOf } from './zone-clock';

/** From this hour of its Monday on a week is worked in. */
const BEGINS_MS = 7 * HOUR_MS;

/**
 * The ISO week that is worked in at an instant, in a zone (an IANA name), as in `2026-W10`: from Monday at seven in the morning on. Not for
 * workflow code: it reads the zone tables of the machine.
 */
export function workingWeek(at: Date, zone: string): string {
  const day = Math.floor((wallOf(zone, at.getTime()) - BEGINS_MS) / DAY_MS);
  // The day 0 of the epoch was a Thursday, and the year of a week is that of its Thursday.
  const thursday = Math.floor((day + 3) / 7) * 7;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
