import type { Channel } from '../channel';
import type { TouchSignal } from '../signal';
import type { TouchState } from '../touch';
import { foldDelivery, isUndelivered, type Delivery } from './delivery';

/** A call of a provider as signals may change it. `bounced`: accepted, and it did not arrive. */
export interface SignalledAttempt {
  readonly id: string;
  readonly channel: Channel;
  readonly state: 'dispatching' | 'accepted' | 'rejected' | 'released' | 'ambiguous' | 'unknown' | 'bounced';
  readonly startedAt: Date;
  /** `<kind>:<provider's code>` of a refusal or bounce. */
  readonly errorCode: string | null;
}

/** A touch as signals may change it. */
export interface SignalledTouch {
  readonly state: TouchState;
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly deliveredAt: Date | null;
  readonly answeredAt: Date | null;
}

/** The reason of a touch that was sent and came back. The next channel may take over when the journey asks again. */
export const BOUNCED = 'bounced';

/**
 * Where a touch and its attempts stand, given all that is known of them. A provider's word about an attempt proves that it was
 * accepted, whatever was believed: doubt ends, and what was given up as unknown is found again. That cancels a fallback that has not
 * gone out; one that has stands beside it. The result depends on the set of signals only, not on their order.
 */
export function afterSignals(
  touch: SignalledTouch,
  attempts: readonly SignalledAttempt[],
  signals: readonly TouchSignal[],
): { readonly touch: SignalledTouch; readonly attempts: readonly SignalledAttempt[] } {
  const known = new Map(attempts.map((attempt) => [attempt.id, signalsOf(attempt, attempts, signals)]));
  const folded = (attempt: SignalledAttempt): Delivery => foldDelivery(known.get(attempt.id) ?? []);
  const after = attempts.map((attempt) => (known.get(attempt.id)?.length ? proven(attempt, folded(attempt)) : attempt));
  const { deliveredAt, answeredAt } = foldDelivery(signals);
  const times = { deliveredAt: deliveredAt ?? touch.deliveredAt, answeredAt: answeredAt ?? touch.answeredAt };
  return { touch: { ...standing(touch, after, folded), ...times }, attempts: after };
}

/** Those that name the attempt; and those that name none (a click, a reply) when only one attempt can have brought the message. */
function signalsOf(
  attempt: SignalledAttempt,
  attempts: readonly SignalledAttempt[],
  signals: readonly TouchSignal[],
): TouchSignal[] {
  const possible = attempts.filter(({ state }) => state !== 'rejected' && state !== 'released');
  const alone = possible.length === 1 && possible[0] === attempt;
  return signals.filter(({ detail: { attemptId } }) => (attemptId ? attemptId === attempt.id : alone));
}

function proven(attempt: SignalledAttempt, delivery: Delivery): SignalledAttempt {
  if (attempt.state === 'rejected') return attempt;
  if (!isUndelivered(delivery, attempt.channel)) {
    return attempt.state === 'bounced'
      ? { ...attempt, state: 'accepted', errorCode: null }
      : { ...attempt, state: 'accepted' };
  }
  const { kind, code } = delivery.failure!;
  return { ...attempt, state: 'bounced', errorCode: code === null ? kind : `${kind}:${code}` };
}

function standing(
  touch: SignalledTouch,
  attempts: readonly SignalledAttempt[],
  folded: (attempt: SignalledAttempt) => Delivery,
): SignalledTouch {
  // Somebody is calling, or evidence is still awaited: theirs to say.
  if (attempts.some(({ state }) => state === 'dispatching' || state === 'ambiguous')) return touch;

  const sent = attempts
    .filter(({ state }) => state === 'accepted')
    .toSorted(
      (a, b) =>
        Number(b.channel === touch.channel) - Number(a.channel === touch.channel) ||
        b.startedAt.getTime() - a.startedAt.getTime(),
    );
  const [best] = sent;
  if (best) {
    const { reached } = folded(best);
    const arrived =
      reached === 'delivered' ||
      reached === 'received' ||
      (touch.state === 'delivered' && best.channel === touch.channel);
    return { ...touch, state: arrived ? 'delivered' : 'accepted', channel: best.channel, reason: null };
  }
  const wasOut = OUT.has(touch.state);
  const cameBack = attempts.some(({ state }) => state === 'bounced');
  return wasOut && cameBack ? { ...touch, state: 'failed', reason: BOUNCED } : touch;
}

/** States in which a message may be out there. One that waits for its fallback goes on to it. */
const OUT: ReadonlySet<TouchState> = new Set(['accepted', 'delivered', 'ambiguous', 'dispatching', 'unknown']);
