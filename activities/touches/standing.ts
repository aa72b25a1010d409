import type { Channel, MessageClass } from '../../domain/channel';
import { MINUTE_MS, SECOND_MS } from '../../domain/duration';
import { againAfter, isNondelivery } from '../../domain/policy/nondelivery';
import type { Candidate } from '../../domain/policy/weighed';
import type { LedgerAttempt } from '../../prisma/attempts';

/** How long an attempt belongs to whoever opened it: longer than the channels' HTTP time-out and than an activity may run. */
export const LEASE_MS = 60 * SECOND_MS;

/** How long after its start an ambiguous attempt waits for evidence before it counts as unknown. */
const EVIDENCE_WINDOW_MS = 15 * MINUTE_MS;

/**
 * Where the open attempt of a touch stands. `in_flight`: somebody may be calling right now. `doubtful`: whoever called is gone, or the
 * answer was lost; evidence may still come. `hopeless`: the window for it has passed.
 */
export function standingOf(attempt: LedgerAttempt, at: Date): 'in_flight' | 'doubtful' | 'hopeless' {
  if (attempt.state === 'dispatching' && at < attempt.leaseUntil) return 'in_flight';
  return at < evidenceUntil(attempt) ? 'doubtful' : 'hopeless';
}

/** When the wait for evidence of an attempt ends. */
export function evidenceUntil({ startedAt }: Pick<LedgerAttempt, 'startedAt'>): Date {
  return new Date(startedAt.getTime() + EVIDENCE_WINDOW_MS);
}

/** The attempt whose fate is not decided yet. The ledger never has two for one touch. */
export function openAttemptOf(attempts: readonly LedgerAttempt[]): LedgerAttempt | undefined {
  return attempts.find(({ state }) => state === 'dispatching' || state === 'ambiguous');
}

/**
 * How earlier attempts used a channel up, or null. A refusal does; so does a message that came back, once it has been tried as often as makes
 * sense for why it did; and so does an attempt of which nobody knows whether it went out: only a `critical` message is then sent once
 * more, as a possible duplicate.
 */
export function spentBy(
  attempts: readonly LedgerAttempt[],
  channel: Channel,
  messageClass: MessageClass,
): Candidate['spent'] {
  const rejected = attempts.find((attempt) => attempt.channel === channel && attempt.state === 'rejected');
  if (rejected) return { reason: `refused_${kindOf(rejected.errorCode)}`, code: rejected.errorCode };

  const back = cameBack(attempts, channel);
  if (back.latest && back.count > againAfter(back.kind).tries)
    return { reason: `bounced_${back.kind}`, code: back.latest.errorCode };

  const unknown = attempts.find((attempt) => attempt.channel === channel && attempt.state === 'unknown');
  if (unknown && !mayRepeat(attempts, messageClass)) return { reason: 'no_evidence', code: null };
  return null;
}

/** Until when a channel rests on which the message came back, before it is tried again; null when it need not. */
export function restsUntil(attempts: readonly LedgerAttempt[], channel: Channel): Date | null {
  const { latest, kind } = cameBack(attempts, channel);
  return latest && new Date((latest.finishedAt ?? latest.startedAt).getTime() + againAfter(kind).restMs);
}

/** The attempts on a channel that came back: how many, and why the latest did. */
function cameBack(attempts: readonly LedgerAttempt[], channel: Channel) {
  const back = attempts
    .filter((attempt) => attempt.channel === channel && attempt.state === 'bounced')
    .toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
  const latest = back[0] ?? null;
  const named = kindOf(latest?.errorCode ?? null);
  return { count: back.length, latest, kind: isNondelivery(named) ? named : ('unknown' as const) };
}

/** True when a new attempt on this channel may bring the message a second time. */
export function mayDuplicate(attempts: readonly LedgerAttempt[], channel: Channel): boolean {
  return attempts.some((attempt) => attempt.channel === channel && attempt.state === 'unknown');
}

function mayRepeat(attempts: readonly LedgerAttempt[], messageClass: MessageClass): boolean {
  return messageClass === 'critical' && attempts.filter(({ state }) => state === 'unknown').length === 1;
}

/** The kind in an error code such as `address:21211`. */
function kindOf(errorCode: string | null): string {
  return errorCode?.split(':', 1)[0] ?? 'unknown';
}
