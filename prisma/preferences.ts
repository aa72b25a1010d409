import type { Channel } from '../domain/channel';
import type { Preferences } from '../domain/policy/weighed';
import { audit } from './audit';
import type { Db, Tx } from './client';

/** What a customer chose on the preference page; whoever chose nothing leaves everything to the settings. */
export async function readPreferences(db: Db | Tx, customerId: string): Promise<Preferences> {
  const row = await db.preference.findUnique({ where: { customerId } });
  if (!row) return { channels: [], mostPerWeek: null, pausedUntil: null };
  return { channels: row.channels as Channel[], mostPerWeek: row.mostPerWeek, pausedUntil: row.pausedUntil };
}

/** Writes what a customer chose, and who did that into the audit log. False when nothing is different, and nothing was written. */
export async function writePreferences(
  tx: Tx,
  customerId: string,
  chosen: Preferences,
  { actor, requestId }: { readonly actor: string; readonly requestId: string },
  now: Date,
): Promise<boolean> {
  const was = await readPreferences(tx, customerId);
  if (JSON.stringify(was) === JSON.stringify(chosen)) return false;
  const columns = { ...chosen, channels: [...chosen.channels], updatedAt: now };
  await tx.preference.upsert({ where: { customerId }, create: { customerId, ...columns }, update: columns });
  const detail = { was, is: chosen };
  await audit(tx, { actor, action: 'preferences.changed', subject: customerId, detail, requestId }, now);
  return true;
}
