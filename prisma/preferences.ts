import type { Channel } from '../domain/channel';
import type { Preferences } from '../domain/policy/weighed';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** Language and zone in the customer's own words. What is not given stays as it was. */
export interface OwnWords {
  readonly locale?: string;
  readonly timeZone?: string;
}

/** What a customer chose on the preference page; whoever chose nothing leaves everything to the settings. */
export async function readPreferences(db: Db | Tx, customerId: string): Promise<Preferences> {
  const row = await db.preference.findUnique({ where: { customerId } });
  if (!row) return { channels: [], mostPerWeek: null, pausedUntil: null };
  return { channels: row.channels as Channel[], mostPerWeek: row.mostPerWeek, pausedUntil: row.pausedUntil };
}

/**
 * Writes what a customer chose, and who did that into the audit log. Language and zone also fill the profile, and stay whatever a backend
 * says of them later. False when nothing is different, and nothing was written.
 */
export async function writePreferences(
  tx: Tx,
  customerId: string,
  { locale, timeZone, ...chosen }: Preferences & OwnWords,
  { actor, requestId }: { readonly actor: string; readonly requestId: string },
  now: Date,
): Promise<boolean> {
  const was = await readPreferences(tx, customerId);
  const own = { ...(locale !== undefined && { locale }), ...(timeZone !== undefined && { timeZone }) };
  const isOwn = Object.keys(own).length > 0;
  if (!isOwn && JSON.stringify(was) === JSON.stringify(chosen)) return false;
  const columns = { ...chosen, ...own, channels: [...chosen.channels], updatedAt: now };
  await tx.preference.upsert({ where: { customerId }, create: { customerId, ...columns }, update: columns });
  if (isOwn) await tx.customer.update({ where: { id: customerId }, data: { ...own, updatedAt: now } });
  const detail = { was, is: { ...chosen, ...own } };
  await audit(tx, { actor, action: 'preferences.changed', subject: customerId, detail, requestId }, now);
  return true;
}

/** Puts language and zone of these customers back to what they chose themselves. */
export async function keepOwnWords(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c SET locale = coalesce(p.locale, c.locale), time_zone = coalesce(p.time_zone, c.time_zone)
    FROM preferences p WHERE p.customer_id = c.id AND c.id = ANY(${[...customerIds]}::uuid[])`);
}
