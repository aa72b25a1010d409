type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';

/** A span of time as authors write it: a count and a unit, singular or plural, as in `'4 days'` or `'1 hour'`. Days are 24 hours. */
export type Duration = `${number} ${Unit | `${Unit}s`}`;

/** A due date as authors write it: a plain duration, or whole business days (Monday to Friday) of the customer's owner. */
export type Due = Duration | `${number} business ${'day' | 'days'}`;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Record<Unit, number> = {
  second: SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
};

/**
 * Length of a duration in milliseconds. Throws a RangeError that quotes the text when it is not a duration, so that a
 * value which slipped past the compiler (from JSON, say) is caught where it is used.
 */
export function toMs(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?$/.exec(duration);
  if (!match) throw new RangeError(`"${String(duration)}" is not a duration such as "4 days"`);
  return Number(match[1]) * UNIT_MS[match[2] as Unit];
}
