import type { Channel } from '../domain/channel';
import { newId } from '../domain/ids';
import type { SuppressionReason } from '../domain/policy/suppression';
import type { Db, Tx } from './client';

/** Bars an address, given as its keyed hash, from being used again on a channel. Doing it again renews it. */
export async function suppressAddress(
  db: Db | Tx,
  {
    channel,
    addressHash,
    reason,
    at,
  }: { readonly channel: Channel; readonly addressHash: string; readonly reason: SuppressionReason; readonly at: Date },
): Promise<void> {
  await db.suppression.upsert({
    where: { channel_addressHash_reason: { channel, addressHash, reason } },
    create: { id: newId(at), channel, addressHash, reason, at },
    update: { at, expiresAt: null },
  });
}
