import { CONFIRM_MESSAGE } from '../../domain/confirmation';
import type { DeliverResult } from '../../domain/touch';
import { readConfirmation } from '../../prisma/confirmations';
import { deliver, type DeliverDeps } from '../touches/deliver';

/** Asks a customer, at the address in question and nowhere else, to confirm a double opt-in: at most once, safe to call again. */
export async function sendConfirmation(
  deps: DeliverDeps,
  { touchId }: { readonly touchId: string },
  at: Date,
): Promise<DeliverResult> {
  const { key, customerId, channel } = await readConfirmation(deps.db, touchId);
  const place = { enrollmentId: null, journey: null, stage: null } as const;
  return deliver(deps, { ...place, key, customerId, message: CONFIRM_MESSAGE, primary: channel, fallback: [] }, at);
}
