import type { Channel } from '../domain/channel';
import type { TimelineEntry } from '../domain/timeline';
import type { TouchState } from '../domain/touch';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';
import { timelineInsert } from './timeline';

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

/** What became of an attempt, where its touch stands now, and the line that this leaves on the timeline, if it is the end. */
export interface AttemptOutcome {
  readonly state: Exclude<AttemptState, 'dispatching' | 'bounced'>;
  readonly providerId?: string | null;
  /** Kept as it is when not given. */
  readonly errorCode?: string | null;
  readonly touch: { readonly state: TouchState; readonly reason?: string; readonly deferredUntil?: Date };
  readonly entry?: TimelineEntry;
}

/**
 * Writes the outcome of an attempt, its touch's new state and its line on the timeline, in one statement under the fencing
 * token. True when the token still held. False when somebody else decided the attempt meanwhile: then nothing was written. Evidence
 * may still come to an ambiguous attempt, so that state does not end the fence; any other does.
 */
export async function concludeAttempt(
  db: Db | Tx,
  { id, token }: { readonly id: string; readonly token: string },
  { state, providerId = null, errorCode = null, touch, entry }: AttemptOutcome,
  at: Date,
): Promise<boolean> {
  const finishedAt = state === 'ambiguous' ? null : at;
  const [written] = await db.$queryRaw<[{ moved: number }]>`
    WITH concluded AS (
      UPDATE attempts SET state = ${state}, finished_at = ${finishedAt}, provider_id = ${providerId}, error_code = COALESCE(${errorCode}, error_code)
      WHERE id = ${id}::uuid AND token = ${token}::uuid AND state IN ('dispatching', 'ambiguous')
      RETURNING touch_id, started_at
    ), moved AS (
      UPDATE touches SET state = ${touch.state}, reason = ${touch.reason ?? null}, deferred_until = ${touch.deferredUntil ?? null}, updated_at = ${at},
        sent_at = CASE WHEN ${state} = 'accepted' THEN (SELECT started_at FROM concluded) ELSE sent_at END
      WHERE id = (SELECT touch_id FROM concluded)
      RETURNING customer_id, enrollment_id
    ) ${entry ? Prisma.sql`, told AS (${timelineInsert(Prisma.sql`moved`, entry)})` : Prisma.empty}
    SELECT count(*)::int AS moved FROM moved`;
  return written.moved > 0;
}
