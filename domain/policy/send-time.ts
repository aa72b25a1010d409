import type { MessageClass } from '../channel';
import { DAY_MS, HOUR_MS } from '../duration';
import { passed, waits, type Finding } from './finding';
import type { Settings } from './settings';

/** How often a customer did something, by hour of the day in UTC (0 to 23): UTC, so that it holds wherever they are. */
export type ActsByHour = Readonly<Record<number, number>>;

/**
 * Waits for the hour at which this customer tends to act, once enough is known of it, within the hours in which the channel may be
 * used: a touch whose best hour lies outside of them goes now. At most a day is waited.
 */
export function bestHour(
  messageClass: MessageClass,
  acts: ActsByHour,
  { classes, actions }: Settings['sendTime'],
  { at, isOpen }: { readonly at: Date; readonly isOpen: (instant: Date) => boolean },
): Finding {
  if (!classes.includes(messageClass)) return passed();
  const known = Object.values(acts).reduce((sum, count) => sum + count, 0);
  if (known < actions) return passed({ actions: known, needs: actions });
  const best = peak(acts);
  const inputs = { actions: known, hour_utc: best };
  if (at.getUTCHours() === best) return passed(inputs);
  const today = Math.floor(at.getTime() / DAY_MS) * DAY_MS + best * HOUR_MS;
  const next = new Date(today > at.getTime() ? today : today + DAY_MS);
  return isOpen(next) ? waits('best_hour', next, inputs) : passed({ ...inputs, within_hours: false });
}

/** The hour around which most was done: neighbours count half, so that one busy minute does not outweigh a habit. Of equals the earliest. */
function peak(acts: ActsByHour): number {
  const count = (hour: number) => acts[(hour + 24) % 24] ?? 0;
  const weight = (hour: number) => 2 * count(hour) + count(hour - 1) + count(hour + 1);
  return Array.from({ length: 24 }, (_, hour) => hour).reduce((best, hour) =>
    weight(hour) > weight(best) ? hour : best,
  );
}
