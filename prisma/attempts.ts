import type { Channel } from '../domain/channel';
import type { TouchState } from '../domain/touch';
import type { Db, Tx } from './client';

/**
 * States of one call of a provider. `released`: it is certain that nothing went out, so it may be taken up again;
 * `ambiguous`: it may have gone out, evidence is awaited; `unknown`: no evidence came; `bounced`: it was accepted and came back. The rest say what they
 * mean.
 */
type AttemptState = 'dispatching' | 'accepted' | 'rejected' | 'released' | 'ambiguous' | 'unknown' | 'bounced';

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
  readonly finishedAt: Date | null;
  readonly errorCode: string | null;
}

/** What became of an attempt that was not accepted (that is prisma/acceptances.ts), and where its touch stands now. */
interface AttemptOutcome {
  readonly state: 'rejected' | 'released' | 'ambiguous' | 'unknown';
  /** Kept as it is when not given. */
  readonly errorCode?: string | null;
  readonly touch: { readonly state: TouchState; readonly reason?: string; readonly deferredUntil?: Date };
}

/**
 * Writes the outcome of an attempt and its touch's new state, in one statement under the fencing token. True when the token still held. False when somebody else decided the attempt meanwhile: then nothing was written. Evidence
 * may still come to an ambiguous attempt, so that state does not end the fence; any other does.
 */
export async function concludeAttempt(
  db: Db | Tx,
  { id, token }: { readonly id: string; readonly token: string },
  { state, errorCode = null, touch }: AttemptOutcome,
  at: Date,
): Promise<boolean> {
  const finishedAt = state === 'ambiguous' ? null : at;
  const [written] = await db.$queryRaw<[{ moved: number }]>`
    WITH concluded AS (
      UPDATE attempts SET state = ${state}, finished_at = ${finishedAt}, error_code = COALESCE(${errorCode}, error_code)
      WHERE id = ${id}::uuid AND token = ${token}::uuid AND state IN ('dispatching', 'ambiguous')
      RETURNING touch_id
    ), moved AS (
      UPDATE touches SET state = ${touch.state}, reason = ${touch.reason ?? null}, deferred_until = ${touch.deferredUntil ?? null}, updated_at = ${at}
      WHERE id = (SELECT touch_id FROM concluded)
      RETURNING id
    )
    SELECT count(*)::int AS moved FROM moved`;
  return written.moved > 0;
}
