import type { MessageClass } from '../channel';
import { HOUR_MS, MINUTE_MS } from '../duration';
import type { OnConflict, Priority } from '../journey';
import { asksAgain, passed, refused, waits, type Finding } from './finding';
import type { SentTouch, WaitingTouch } from './recent';
import type { Settings } from './settings';

/** What the rule needs to know of the touch in question. */
export interface Contender {
  readonly journey: string | null;
  readonly messageClass: MessageClass;
  readonly priority: Priority;
  readonly onConflict: OnConflict;
}

/** The one that goes first is given this long to go. */
const START_MS = 5 * MINUTE_MS;

/**
 * Of two journeys that want the same customer within the hours of the settings, the one of the higher priority goes first (M24): a
 * touch gives way to what a higher one has just sent, and to what a higher one is about to send. What becomes of it then is its
 * journey's own rule: it waits, or is dropped.
 */
export function firstInLine(
  touch: Contender,
  { sent, waiting }: { readonly sent: readonly SentTouch[]; readonly waiting: readonly WaitingTouch[] },
  { classes, hours }: Settings['priority'],
  at: Date,
): Finding {
  const span = hours * HOUR_MS;
  const outranks = (other: SentTouch | WaitingTouch): boolean =>
    other.journey !== touch.journey &&
    classes.includes(other.messageClass) &&
    RANK[other.priority] > RANK[touch.priority];

  const inputs = { priority: touch.priority, hours };
  const went = latest(sent.filter((other) => outranks(other) && other.at.getTime() + span > at.getTime()));
  if (went) {
    return lost(touch, waits(REASON, new Date(went.at.getTime() + span), { ...inputs, ...named(went), did: 'sent' }));
  }
  const due = waiting.find(
    (other) =>
      outranks(other) &&
      other.until.getTime() <= at.getTime() + span &&
      other.until.getTime() + START_MS > at.getTime(),
  );
  if (!due) return passed(inputs);
  const after = new Date(Math.max(due.until.getTime(), at.getTime()) + START_MS);
  return lost(touch, asksAgain(REASON, after, { ...inputs, ...named(due), did: 'waits' }));
}

const REASON = 'outranked';
const RANK: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2 };

function latest(touches: readonly SentTouch[]): SentTouch | undefined {
  return touches.toSorted((one, other) => other.at.getTime() - one.at.getTime())[0];
}

function named({ journey, priority }: SentTouch | WaitingTouch) {
  return { other_journey: journey, other_priority: priority };
}

function lost({ onConflict }: Contender, wait: Finding): Finding {
  return onConflict === 'drop' ? refused(REASON, { ...wait.inputs, on_conflict: 'drop' }) : wait;
}
