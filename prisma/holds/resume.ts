import { audit } from '../audit';
import type { Tx } from '../client';
import { endPausesAsSeen } from '../guardrails/seen';
import { endHold, type HoldRow } from '../holds';

/** Who resumes, and by which request. */
export interface Resumer {
  readonly by: string;
  readonly requestId: string;
}

/**
 * Ends a hold by somebody's hand and writes that down; that of a guardrail ends with its alarms, in this one step. Repeating it changes
 * nothing. Throws NotFound.
 */
export async function resumeHold(tx: Tx, id: string, { by, requestId }: Resumer, now: Date): Promise<HoldRow> {
  const { hold, ended } = await endHold(tx, id, by, now);
  if (!ended) return hold;
  if (hold.cause === 'guardrail') await endPausesAsSeen(tx, by, now);
  const { scope, target, cause, since } = hold;
  const detail = { scope, target, cause, since: since.toISOString() };
  await audit(tx, { actor: by, action: 'hold.ended', subject: id, detail, requestId }, now);
  return hold;
}
