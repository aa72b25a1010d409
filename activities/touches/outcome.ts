import { MINUTE_MS } from '../../domain/duration';
import { ProviderUnavailable } from '../../domain/errors';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import { touchEntry } from '../../domain/touch-entry';
import { concludeAttempt } from '../../prisma/attempts';
import type { InHand } from './claim';
import type { DeliverDeps } from './deps';
import { insist } from './insist';
import { evidenceUntil } from './standing';


/** Writes that the provider has the message. Null when somebody else decided the attempt meanwhile: then the ledger is to be read again. */
export async function recordAccepted(
  { db }: DeliverDeps,
  request: TouchRequest,
  { touchId, attempt, adapter, message }: InHand,
  providerId: string | null,
  at: Date,
): Promise<DeliverResult | null> {
  const result = { verdict: 'sent', touchId, channel: adapter.channel } as const;
  const entry = touchEntry(request, message.class, result, at, attempt.id);
  const outcome = { state: 'accepted', providerId, touch: { state: 'accepted' }, entry } as const;
  return (await insist(() => concludeAttempt(db, attempt, outcome, at))) ? result : null;
}

/** Writes that an attempt of somebody who is gone never left, so that it can be taken up again. */
export async function recordAbsent({ db }: DeliverDeps, { attempt }: InHand, at: Date): Promise<void> {
  await concludeAttempt(db, attempt, { state: 'released', touch: { state: 'claimed' } }, at);
}

/** Writes that nobody can tell whether the message went out, and says until when evidence is awaited. Null as in recordAccepted. */
export async function recordAmbiguous(
  { db }: DeliverDeps,
  { touchId, attempt }: InHand,
  at: Date,
): Promise<DeliverResult | null> {
  const reason = 'ambiguous';
  const until = evidenceUntil({ startedAt: at });
  const touch = { state: 'ambiguous', reason, deferredUntil: until } as const;
  const written = await concludeAttempt(db, attempt, { state: 'ambiguous', touch }, at);
  return written ? { verdict: 'later', touchId, until: until.getTime(), reason } : null;
}

/** A wait that a provider asks for is left to the activity's retry up to this length; a longer one goes back to the journey. */
const LONGEST_RETRY_MS = 5 * MINUTE_MS;

/** Writes that nothing went out, so that the attempt can be taken up again. Returns a long wait, and throws the error when a retry is due soon. */
export async function recordUnsent(
  { db }: DeliverDeps,
  { touchId, attempt }: InHand,
  { reason, error }: { readonly reason: string; readonly error: unknown },
  at: Date,
): Promise<DeliverResult> {
  const waitMs = (error instanceof ProviderUnavailable && error.retryAfterMs) || 0;
  const until = new Date(at.getTime() + waitMs);
  const touch = { state: 'deferred', reason, deferredUntil: until } as const;
  await concludeAttempt(db, attempt, { state: 'released', errorCode: reason, touch }, at);
  if (waitMs <= LONGEST_RETRY_MS) throw error;
  return { verdict: 'later', touchId, until: until.getTime(), reason };
}
