import type { Channel } from '../../domain/channel';
import { toMs, type Duration } from '../../domain/duration';
import { NOT_SEEN_BY } from '../../domain/seen';
import type { TouchRequest, TouchResult } from '../../domain/touch';
import type { MessageName } from '../../messages/names';
import { deliver } from './deliver';
import { oneAtATime, type Enrollment } from './enrollment';
import { waitOn } from './fallback';
import { resumed, shifting } from './hold';
import { JourneyMisuse } from './misuse';

/** On which channels a message may go. */
export interface TouchOptions {
  readonly primary: Channel;
  /** What may stand in: for a channel that is closed to this customer, and for one on which the message came back. */
  readonly fallback?: readonly Channel[];
  /** Go on to the next channel also when nobody answers within this time. The touch then takes as long. */
  readonly unanswered?: Duration;
}

/**
 * Reaches the customer with a message on one channel (M22): of `primary` and `fallback` the one that the customer prefers, else the first that
 * the gate allows; another only when the message came back, or was left unanswered for a time that is declared. Never throws for
 * policy: the result says `sent`, `suppressed`, `failed` or `unknown`, with the reason. A touch that has to come again later does so by
 * itself. One remote activity in Temporal; the ledger keeps it from going out twice.
 */
export function touch(message: MessageName, options: TouchOptions): Promise<TouchResult> {
  return oneAtATime('touch', async (enrollment) => {
    const { primary, fallback = [], unanswered } = options;
    if (fallback.includes(primary)) {
      throw new JourneyMisuse(
        `touch() was given ${primary} as the primary channel of ${message} and as its fallback: name each channel once.`,
      );
    }
    await resumed(enrollment);
    enrollment.inbox.mark();

    const { enrollmentId, customerId, stage, header } = enrollment;
    const request = {
      key: enrollment.nextKey(message),
      enrollmentId,
      customerId,
      journey: header.name,
      stage,
      message,
      primary,
      fallback,
      priority: header.priority,
      onConflict: header.onConflict,
    };
    const first = await reach(enrollment, request);
    return unanswered === undefined ? first : insist(enrollment, request, first, toMs(unanswered));
  });
}

/** Delivers a touch, and remembers its way on in case it comes back. */
async function reach(enrollment: Enrollment, request: TouchRequest): Promise<TouchResult> {
  enrollment.fallback = undefined;
  const result = await deliver(enrollment, request);
  rememberWayOn(enrollment, request, result);
  return result;
}

/** A touch that came back goes on under its own key: the ledger knows what it has tried, and what is left. `past`: the returns it has gone on from. */
function rememberWayOn(
  enrollment: Enrollment,
  request: TouchRequest,
  result: TouchResult,
  past: readonly string[] = [],
): void {
  enrollment.latest = result;
  if (result.verdict !== 'sent') return;
  const cameBack = enrollment.inbox.search(
    ({ type, eventId, data }) =>
      type === 'message.bounced' && data.touchId === result.touchId && !past.includes(eventId),
  );
  enrollment.fallback = {
    isDue: () => cameBack() !== undefined,
    async take(limit) {
      const again = await deliver(enrollment, request, limit);
      if (again) rememberWayOn(enrollment, request, again, [...past, cameBack()!.eventId]);
    },
  };
}

/** Goes on to the next channel for as long as nobody answers; each is a touch of its own, which the gate weighs anew. */
async function insist(
  enrollment: Enrollment,
  request: TouchRequest,
  first: TouchResult,
  patienceMs: number,
): Promise<TouchResult> {
  let [latest, key] = [first, request.key];
  const left = new Set([request.primary, ...request.fallback]);
  const answered = enrollment.inbox.search(({ type }) => !NOT_SEEN_BY.includes(type));
  for (let count = 2; latest.verdict === 'sent'; count += 1) {
    left.delete(latest.channel);
    if (left.size === 0) return latest;
    await waitOn(enrollment, {
      until: shifting(enrollment, Date.now() + patienceMs),
      done: () => answered() !== undefined,
      summary: `${request.message}: waiting for an answer`,
    });
    latest = enrollment.latest ?? latest;
    if (latest.verdict !== 'sent' || answered()) return latest;
    left.delete(latest.channel);
    const [primary, ...fallback] = left;
    if (!primary) return latest;

    const next = { ...request, key: `${request.key}~${count}`, primary, fallback, standsInFor: key };
    const result = await reach(enrollment, next);
    if (result.verdict !== 'sent') return latest;
    [latest, key] = [result, next.key];
  }
  return latest;
}
