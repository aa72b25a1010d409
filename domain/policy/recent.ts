import type { Channel, MessageClass } from '../channel';
import { DAY_MS, HOUR_MS } from '../duration';
import type { Priority } from '../journey';
import type { Settings } from './settings';

/** A touch of a customer, other than the one in question, that went out, or may have, or is just going out. */
export interface SentTouch {
  readonly journey: string | null;
  readonly messageClass: MessageClass;
  readonly channel: Channel;
  readonly subject: string | null;
  readonly priority: Priority;
  readonly at: Date;
}

/** A touch of a customer, other than the one in question, that is to come again, and when. */
export interface WaitingTouch {
  readonly journey: string | null;
  readonly messageClass: MessageClass;
  readonly priority: Priority;
  readonly until: Date;
}

const WEEK_DAYS = 7;

/** How far back the rules look, in milliseconds: the longest window of a cap, of subjects or of priority. */
export function lookBackMs({ caps, subjects, priority }: Settings): number {
  const days = Math.max(WEEK_DAYS, subjects.days, ...caps.map((cap) => cap.days));
  return Math.max(days * DAY_MS, priority.hours * HOUR_MS);
}

/** How long a touch may stand in the ledger before it goes out, in milliseconds, holds by staff apart. */
export function longestWaitMs({ patience, trouble }: Settings): number {
  return Math.max(patience.days, trouble.giveUpDays) * DAY_MS;
}
