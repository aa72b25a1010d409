import { REPLY_MESSAGE } from '../../domain/conversation';
import type { DeliverResult } from '../../domain/touch';
import { readOutgoing, reopenFor } from '../../prisma/conversations/outgoing';
import { deliver, type DeliverDeps } from '../touches/deliver';

/**
 * Brings what a person wrote to the customer, on the channel that they used and no other (M05), through the gate and the ledger like
 * any message: at most once, safe to call again. Where it may not or cannot go out, the verdict says why, and the conversation is open again.
 */
export async function sendReply(
  deps: DeliverDeps,
  { touchId }: { readonly touchId: string },
  at: Date,
): Promise<DeliverResult> {
  const { key, customerId, channel } = await readOutgoing(deps.db, touchId);
  const place = { enrollmentId: null, journey: null, stage: null } as const;
  const request = { ...place, key, customerId, message: REPLY_MESSAGE, primary: channel, fallback: [], inReply: true };
  const result = await deliver(deps, request, at);
  if (result.verdict !== 'later' && result.verdict !== 'sent') await reopenFor(deps.db, [touchId], at);
  return result;
}
