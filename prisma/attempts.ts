import type { Channel } from '../domain/channel';
import type { TouchState } from '../domain/touch';
import type { Tx } from './client';

/**
 * States of one call of a provider. `released`: it is certain that nothing went out, so it may be taken up again;
 * `ambiguous`: it may have gone out, evidence is awaited; `unknown`: no evidence came. The rest say what they mean.
 */
export type AttemptState = 'dispatching' | 'accepted' | 'rejected' | 'released' | 'ambiguous' | 'unknown';

/** An attempt as the ledger decides on it. `errorCode`: `<kind>:<provider's code>` of a refusal, or `possible_duplicate`. */
export interface LedgerAttempt {
  readonly id: string;
  readonly touchId: string;
  readonly channel: Channel;
  readonly provider: string;
  readonly token: string;
  readonly state: AttemptState;
  readonly startedAt: Date;
  readonly leaseUntil: Date;
  readonly errorCode: string | null;
}

/** What became of an attempt, and where its touch stands now. */
export interface AttemptOutcome {
  readonly state: Exclude<AttemptState, 'dispatching'>;
  readonly providerId?: string | null;
  /** Kept as it is when not given. */
  readonly errorCode?: string;
  readonly touch: { readonly state: TouchState; readonly reason?: string; readonly deferredUntil?: Date };
}

/**
 * Writes the outcome of an attempt, and its touch's new state, under the fencing token. True when the token still held.
 * False when the attempt was decided by somebody else meanwhile: then nothing was written. Evidence may still come to
 * an ambiguous attempt, so that state does not end the fence; any other does.
 */
export async function concludeAttempt(
  tx: Tx,
  { id, token }: { readonly id: string; readonly token: string },
  outcome: AttemptOutcome,
  at: Date,
): Promise<boolean> {
  const { state, providerId = null, errorCode = null, touch } = outcome;
  const finishedAt = state === 'ambiguous' ? null : at;
  const moved = await tx.$executeRaw`
    WITH concluded AS (
      UPDATE attempts SET state = ${state}, finished_at = ${finishedAt}, provider_id = ${providerId}, error_code = COALESCE(${errorCode}, error_code)
      WHERE id = ${id}::uuid AND token = ${token}::uuid AND state IN ('dispatching', 'ambiguous')
      RETURNING touch_id
    )
    UPDATE touches SET state = ${touch.state}, reason = ${touch.reason ?? null}, deferred_until = ${touch.deferredUntil ?? null}, updated_at = ${at}
    WHERE id = (SELECT touch_id FROM concluded)`;
  return moved > 0;
}
