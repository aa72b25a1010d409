import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './duration';

const UNIT_MS: Readonly<Record<string, number>> = { w: 7 * DAY_MS, d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS };
const OFFSET = /^(?:\d+(?:\.\d+)?[wdhms])+$/;
const PART = /(\d+(?:\.\d+)?)([wdhms])/g;

/**
 * How far from the start something lies, in milliseconds, as people type it: `5d`, `36h`, `30m`, `2w`, `1d12h`, and `0`.
 * Undefined when the text is none of these.
 */
export function offsetMs(text: string): number | undefined {
  if (text === '0') return 0;
  if (!OFFSET.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!, 0);
}
