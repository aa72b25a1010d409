import { MINUTE_MS } from '../../domain/duration';
import { ProviderUnavailable } from '../../domain/errors';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import { touchEntry } from '../../domain/touch-entry';
import { acceptAttempt } from '../../prisma/acceptances';
import { concludeAttempt } from '../../prisma/attempts';
import { recordSignals } from '../../prisma/touch-signals';
import { inTransaction } from '../../prisma/transaction';
import { trustDomain } from '../../prisma/trust';
import type { Held, InHand } from './claim';
import type { DeliverDeps } from './deps';
import { insist } from './insist';
import { shareSuccess, shareTrouble } from './provider';
import { evidenceUntil } from './standing';

/**
 * Writes that the provider has the message. Null when somebody else decided the attempt meanwhile: then this is evidence like any other, which
 * ends a doubt and cancels a fallback that has not gone out, and the ledger is to be read again.
 */
export async function recordAccepted(
  deps: DeliverDeps,
  request: TouchRequest,
  { touchId, attempt, adapter, message, recipient, troubled }: InHand,
  providerId: string | null,
  at: Date,
): Promise<DeliverResult | null> {
  const { channel, delivers: delivered = false } = adapter;
  const result = { verdict: 'sent', touchId, channel } as const;
  const entry = touchEntry(request, message.class, result, at, attempt.id);
  const domain = trustDomain(channel, recipient);
  const accepted = { attempt, providerId, delivered, domain, entry };
  const written = await insist(() => acceptAttempt(deps.db, accepted, at));
  if (troubled) await shareSuccess(deps, adapter, at);
  if (written) return result;

  const detail = { attemptId: attempt.id, channel, provider: adapter.provider };
  const signal = { touchId, kind: 'queued', human: true, detail, at, key: `accepted:${attempt.id}` } as const;
  await insist(() => inTransaction(deps.db, (tx) => recordSignals(tx, [signal], at)));
  return null;
}

/** Writes that an attempt of somebody who is gone never left, so that it can be taken up again. */
export async function recordAbsent({ db }: DeliverDeps, { attempt }: InHand, at: Date): Promise<void> {
  await concludeAttempt(db, attempt, { state: 'released', touch: { state: 'claimed' } }, at);
}

/** Writes that nobody can tell whether the message went out, and says until when evidence is awaited. Null as in recordAccepted. */
export async function recordAmbiguous(
  deps: DeliverDeps,
  { touchId, attempt, adapter }: InHand,
  error: unknown,
  at: Date,
): Promise<DeliverResult | null> {
  const reason = 'ambiguous';
  const until = evidenceUntil({ startedAt: at });
  const touch = { state: 'ambiguous', reason, deferredUntil: until } as const;
  const written = await concludeAttempt(deps.db, attempt, { state: 'ambiguous', touch }, at);
  await shareTrouble(deps, adapter, error, at);
  return written ? { verdict: 'later', touchId, until: until.getTime(), reason } : null;
}

/** Writes that nobody could say what became of an attempt, not even the provider: the touch goes on without it. */
export async function recordUnknown({ db }: DeliverDeps, { attempt }: InHand, at: Date): Promise<void> {
  await concludeAttempt(db, attempt, { state: 'unknown', touch: { state: 'claimed' } }, at);
}

/** A wait that a provider asks for is left to the activity's retry up to this length, which costs Temporal nothing; a longer one goes back to the journey. */
export const LONGEST_RETRY_MS = 5 * MINUTE_MS;

/** Writes that nothing went out, so that the attempt can be taken up again. Returns a long wait, and throws the error when a retry is due soon. */
export async function recordUnsent(
  deps: DeliverDeps,
  { touchId, attempt, adapter }: Held,
  { reason, error }: { readonly reason: string; readonly error: unknown },
  at: Date,
): Promise<DeliverResult> {
  const waitMs = (error instanceof ProviderUnavailable && error.retryAfterMs) || 0;
  const until = new Date(at.getTime() + waitMs);
  const touch = { state: 'deferred', reason, deferredUntil: until } as const;
  await concludeAttempt(deps.db, attempt, { state: 'released', errorCode: reason, touch }, at);
  if (reason === 'provider_unavailable') await shareTrouble(deps, adapter, error, at);
  if (waitMs <= LONGEST_RETRY_MS) throw error;
  return { verdict: 'later', touchId, until: until.getTime(), reason };
}
