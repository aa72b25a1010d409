import { HOUR_MS } from '../domain/duration';

/**
 * A zone in which it is about noon now, and that lies in no country: whoever lives there may be written to, whenever the bench runs.
 */
export function zoneAtNoon(now: Date): string {
  const ahead = 12 - Math.floor((now.getTime() % (24 * HOUR_MS)) / HOUR_MS);
  // The names count westwards: Etc/GMT-3 is three hours ahead of Greenwich.
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
