import type { Tx } from '../client';
import type { Utterance } from '../generated/client';
import { recordSignals } from '../touch-signals';

/** The touch that something answers; one of somebody else is none. */
export async function ownTouch(tx: Tx, touchId: string | null, customerId: string): Promise<string | null> {
  if (touchId === null) return null;
  return (await tx.touch.count({ where: { id: touchId, customerId } })) > 0 ? touchId : null;
}

/** What was said tells of the touch that it answers: that it was answered, or that no more of its kind is wanted, or both. */
export async function signalTouch(
  tx: Tx,
  { id, touchId, at }: Utterance,
  { answers, stops }: { readonly answers: boolean; readonly stops: boolean },
  now: Date,
): Promise<void> {
  if (touchId === null) return;
  const kinds = [answers && ('replied' as const), stops && ('unsubscribed' as const)].filter((kind) => kind !== false);
  const signals = kinds.map((kind) => ({ touchId, kind, human: true, detail: {}, at, key: `${kind}:${id}` }));
  await recordSignals(tx, signals, now);
}
