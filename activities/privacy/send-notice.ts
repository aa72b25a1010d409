import type { DeliverResult } from '../../domain/touch';
import { readNotice } from '../../prisma/privacy/notices';
import { deliver, type DeliverDeps } from '../touches/deliver';

/**
 * Answers a customer's wish for their data, or to be erased, at the address on file, through the gate and the ledger like any message. Where
 * there is no way to them, the wish stays open, and staff are alarmed before it is due.
 */
export async function sendNotice(
  deps: DeliverDeps,
  { touchId }: { readonly touchId: string },
  at: Date,
): Promise<DeliverResult> {
  const { key, message, customerId } = await readNotice(deps.db, touchId);
  const place = { enrollmentId: null, journey: null, stage: null } as const;
  return deliver(deps, { ...place, key, customerId, message, primary: 'email', fallback: ['sms'] }, at);
}
