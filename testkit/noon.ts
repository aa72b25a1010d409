import { HOUR_MS } from '../domain/duration';

/**
 * A zone in which it is about noon now, and that lies in no country: whoever lives there may be written to, whatever the hour is.
 */
export function zoneAtNoon(now: Date): string {
  return zoneAt(now, 12);
}

/** A zone, in no country, whose clocks show this hour now. */
export function zoneAt(now: Date, hour: number): string {
  const between = hour - Math.floor((now.getTime() % (24 * HOUR_MS)) / HOUR_MS);
  const ahead = between < -12 ? between + 24 : between;
  // The names count westwards: Etc/GMT-3 is three hours ahead of Greenwich.
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
