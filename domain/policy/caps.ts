import type { Channel, MessageClass } from '../channel';
import { DAY_MS } from '../duration';
import { passed, refused, waits, type Finding } from './finding';
import type { SentTouch } from './recent';
import type { Settings } from './settings';

/** A frequency cap: at most `most` touches of these classes on these channels, all together, in any stretch of so many days. */
export type Cap = Settings['caps'][number];

/** A week, in days: the stretch that a customer's own choice of frequency is about. */
const WEEK_DAYS = 7;

/** The cap that a customer chose: at most so many a week of what is not necessary, whatever the channel. */
export function ownCap(mostPerWeek: number, optional: readonly MessageClass[], channels: readonly Channel[]): Cap {
  return { name: 'own-choice', classes: [...optional], channels: [...channels], most: mostPerWeek, days: WEEK_DAYS };
}

/** True when a cap counts touches of this class on all of these channels. */
export function covers(cap: Cap, messageClass: MessageClass, channels: readonly Channel[]): boolean {
  return cap.classes.includes(messageClass) && channels.every((channel) => cap.channels.includes(channel));
}

/**
 * Whether one more touch keeps within a cap over its rolling window; if not, when it will. What went out after `at` counts too: of two
 * workers the one that decides last may have been asked first. A cap of none refuses.
 */
export function withinCap(cap: Cap, sent: readonly SentTouch[], at: Date): Finding {
  const span = cap.days * DAY_MS;
  const counted = sent
    .filter(({ messageClass, channel }) => covers(cap, messageClass, [channel]))
    .map((touch) => touch.at.getTime())
    .filter((time) => time > at.getTime() - span)
    .sort((one, other) => one - other);
  const inputs = { cap: cap.name, most: cap.most, days: cap.days, sent: counted.length };
  if (counted.length < cap.most) return passed(inputs);
  if (cap.most === 0) return refused(`cap_${cap.name}`, inputs);
  const makesRoom = counted[counted.length - cap.most]!;
  return waits(`cap_${cap.name}`, new Date(makesRoom + span), inputs);
}
