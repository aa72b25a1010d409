import type { Channel } from '../../domain/channel';
import { ProviderUnavailable } from '../../domain/errors';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import { call } from './call';
import { claim, type Doubt, type Held } from './claim';
import type { DeliverDeps } from './deps';
import { LONGEST_RETRY_MS, recordAbsent, recordAccepted, recordAmbiguous, recordUnsent } from './outcome';
import { reconcile } from './reconcile';
import { recordOperatorFault, recordRefused } from './refusal';

export type { DeliverDeps } from './deps';

/**
 * Brings one message to one customer, at most once (`critical`: once more when nobody can tell whether it went out). Safe to call
 * again at any time with the same key: a settled touch answers what it answered before. Each call of a provider is in the ledger before it
 * is made, and is never repeated unless it is certain that nothing went out; else the next allowed channel takes over (docs/decisions/0004).
 * Policy, refusals and long outages are values. Throws ProviderUnavailable (retried) when nothing was sent and a retry is due soon. `via`: the
 * channel on whose task queue this call runs.
 */
export async function deliver(
  deps: DeliverDeps,
  request: TouchRequest,
  at: Date,
  via: Channel | null = null,
): Promise<DeliverResult> {
  for (;;) {
    const claimed = await claim(deps, request, at, via);
    if (claimed.kind === 'answer') return orSoon(claimed.answer, at);
    const answer =
      claimed.kind === 'held'
        ? await dispatch(deps, request, claimed, at)
        : await settleDoubt(deps, request, claimed, at);
    if (answer) return answer;
  }
}

/** Makes the call and writes what came of it. Null: no answer yet, the ledger decides what is next. */
async function dispatch(deps: DeliverDeps, request: TouchRequest, held: Held, at: Date): Promise<DeliverResult | null> {
  const outcome = await call(deps, request.message, held, at);
  switch (outcome.kind) {
    case 'accepted':
      return recordAccepted(deps, request, held, outcome.providerId, at);
    case 'refused':
      await recordRefused(deps, held, outcome.rejection, at);
      return null;
    case 'operator_fault':
      return recordOperatorFault(deps, held, outcome.rejection, at);
    case 'unsent':
      return recordUnsent(deps, held, outcome, at);
    case 'withdrawn':
      await recordAbsent(deps, held, at);
      return null;
    case 'ambiguous':
      return recordAmbiguous(deps, held, outcome.error, at);
  }
}

/** Asks a table of ours, or a provider, what became of an attempt whose caller is gone. */
async function settleDoubt(
  deps: DeliverDeps,
  request: TouchRequest,
  doubt: Doubt,
  at: Date,
): Promise<DeliverResult | null> {
  if (!doubt.adapter.find) return reconcile(deps, request, doubt, at);
  if ((await doubt.adapter.find(doubt.attempt.id)) === 'accepted')
    return recordAccepted(deps, request, doubt, null, at);
  await recordAbsent(deps, doubt, at);
  return null;
}

/** A provider that all wait for is waited for by the activity's retry, when the wait is short: that leaves no trace in the journey's history. */
function orSoon(answer: DeliverResult, at: Date): DeliverResult {
  if (answer.verdict !== 'later' || !BUSY.has(answer.reason)) return answer;
  const waitMs = answer.until - at.getTime();
  if (waitMs > LONGEST_RETRY_MS) return answer;
  throw new ProviderUnavailable(`no call before its time: ${answer.reason}`, 'no', Math.max(0, waitMs));
}

const BUSY: ReadonlySet<string> = new Set(['provider_busy', 'circuit_open']);
