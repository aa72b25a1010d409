import { newId } from '../../domain/ids';
import { BOUNCED } from '../../domain/policy/after-signals';
import type { Decision } from '../../domain/policy/gate';
import type { DeliverResult, TouchRequest, TouchResult } from '../../domain/touch';
import { touchEntry } from '../../domain/touch-entry';
import type { LedgerAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import type { LedgerTouch } from '../../prisma/ledger';
import { recordTimeline } from '../../prisma/timeline';
import { writeTouch, type DecidedTouch } from '../../prisma/touches';
import type { Picture } from './picture';

/** What a touch came to, or null while it may still change by our doing. One that came back may go on to its next channel. */
export function settledResult(
  touch: Pick<LedgerTouch, 'id' | 'state' | 'channel' | 'reason'> | null,
): TouchResult | null {
  if (touch === null) return null;
  const { id: touchId, state, channel, reason } = touch;
  if (state === 'accepted' || state === 'delivered') return channel && { verdict: 'sent', touchId, channel };
  const isOver = state === 'suppressed' || (state === 'failed' && reason !== BOUNCED) || state === 'unknown';
  return isOver ? { verdict: state, touchId, reason: reason ?? 'unknown' } : null;
}

/** The touch as the gate decided it: on its way on a channel, put off, or at its end. */
export function decidedTouch(
  { request, message, customer, ledger, at }: Picture,
  decision: Decision,
  codeVersion: string,
): DecidedTouch {
  return {
    id: ledger.touch?.id ?? newId(at),
    key: request.key,
    enrollmentId: request.enrollmentId,
    customerId: customer.id,
    journey: request.journey,
    stage: request.stage,
    message: request.message,
    messageClass: message.class,
    topic: message.topic,
    locale: customer.locale,
    subject: message.subject ?? null,
    priority: request.priority ?? 'normal',
    ...standingAfter(decision, ledger.attempts),
    verdicts: decision.verdicts,
    settingsVersion: ledger.ruling.version,
    codeVersion,
    at,
  };
}

function standingAfter(
  decision: Decision,
  attempts: readonly LedgerAttempt[],
): Pick<DecidedTouch, 'state' | 'channel' | 'reason' | 'deferredUntil'> {
  switch (decision.kind) {
    case 'send':
      return { state: 'dispatching', channel: decision.channel, reason: null, deferredUntil: null };
    case 'defer':
      return { state: 'deferred', channel: null, reason: decision.reason, deferredUntil: decision.until };
    case 'refuse':
      return { ...ending(decision, attempts), channel: null, deferredUntil: null };
  }
}

/** How a touch ends when no channel is left: what may have gone out weighs more than what was refused, and that more than what was never allowed. */
function ending(
  { reason, verdicts }: Decision,
  attempts: readonly LedgerAttempt[],
): { state: 'unknown' | 'failed' | 'suppressed'; reason: string } {
  if (attempts.some(({ state }) => state === 'unknown')) return { state: 'unknown', reason: 'no_evidence' };
  const refusal = verdicts.find(({ rule, pass }) => rule === 'attempts' && !pass);
  return refusal ? { state: 'failed', reason: refusal.reason } : { state: 'suppressed', reason };
}

/** Writes a touch that is to come again. Nothing stands on the timeline for it but the journey's wait. */
export async function putOff(
  tx: Tx,
  touch: DecidedTouch,
  { until, reason }: { readonly until: Date; readonly reason: string },
): Promise<DeliverResult> {
  await writeTouch(tx, touch);
  return { verdict: 'later', touchId: touch.id, until: until.getTime(), reason };
}

/** Writes a touch that has come to its end, and its line on the timeline. */
export async function settle(tx: Tx, request: TouchRequest, touch: DecidedTouch): Promise<TouchResult> {
  await writeTouch(tx, touch);
  const result = settledResult(touch);
  if (!result) throw new TypeError(`a touch without a channel cannot be ${touch.state}`);
  await recordTimeline(tx, touch.customerId, touch.enrollmentId, [
    touchEntry(request, touch.messageClass, result, touch.at),
  ]);
  return result;
}
