import { HOUR_MS, MINUTE_MS } from '../../domain/duration';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import { concludeAttempt } from '../../prisma/attempts';
import type { Lost } from '../channels/channel';
import type { Doubt } from './claim';
import type { DeliverDeps } from './deps';
import { recordAccepted, recordUnknown } from './outcome';

/** A provider that cannot be asked now is asked again, this often, until this long after the call. */
const ASK_AGAIN_MS = 5 * MINUTE_MS;
const ASKED_FOR_MS = HOUR_MS;

/**
 * The wait for a webhook about an attempt is over: asks the provider, once, whether it has the message. Found, it counts as accepted. Not
 * found proves nothing: the attempt is unknown, and the next channel or a person takes over. Null: the ledger decides what is next.
 */
export async function reconcile(
  deps: DeliverDeps,
  request: TouchRequest,
  doubt: Doubt,
  at: Date,
): Promise<DeliverResult | null> {
  const traced = await trace(deps, request, doubt, at);
  if (traced === 'not_now') return askAgain(deps, doubt, at);
  if (traced) return recordAccepted(deps, request, doubt, traced.providerId, at);
  await recordUnknown(deps, doubt, at);
  return null;
}

type Traced = { readonly providerId: string } | null | 'not_now';

async function trace(deps: DeliverDeps, { message }: TouchRequest, doubt: Doubt, at: Date): Promise<Traced> {
  const { adapter, attempt, customer, recipient, startedAt, touchId } = doubt;
  if (recipient === null) return null;
  try {
    const content = await deps.compose({ message, channel: adapter.channel, customer, touchId, at: startedAt });
    const lost: Lost = { attemptId: attempt.id, recipient, content, startedAt };
    return (await adapter.trace?.(lost)) ?? null;
  } catch {
    return at.getTime() - startedAt.getTime() < ASKED_FOR_MS ? 'not_now' : null;
  }
}

async function askAgain({ db }: DeliverDeps, { attempt, touchId }: Doubt, at: Date): Promise<DeliverResult | null> {
  const reason = 'ambiguous';
  const until = new Date(at.getTime() + ASK_AGAIN_MS);
  const touch = { state: 'ambiguous', reason, deferredUntil: until } as const;
  const written = await concludeAttempt(db, attempt, { state: 'ambiguous', touch }, at);
  return written ? { verdict: 'later', touchId, until: until.getTime(), reason } : null;
}
