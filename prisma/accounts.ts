import { newId } from '../domain/ids';
import { beginningOf } from '../domain/storable';
import { mergeTraits, type Traits } from '../domain/traits';
import type { Tx } from './client';
import { Prisma } from './generated/client';

/** That a customer belongs to a company, and what was said of the company. */
export interface Membership {
  readonly customerId: string;
  readonly groupId: string;
  readonly traits: Traits;
}

/** Writes companies and who belongs to them, in a few statements for all. Traits are merged shallowly; a null removes one. */
export async function joinAccounts(tx: Tx, memberships: readonly Membership[], now: Date): Promise<void> {
  if (memberships.length === 0) return;
  const said = new Map<string, Traits>();
  for (const { groupId, traits } of memberships) said.set(groupId, { ...said.get(groupId), ...traits });

  const known = await lockAccounts(tx, [...said.keys()], now);
  const accounts = known.map(({ id, groupId, traits }) => {
    const merged = mergeTraits(traits, said.get(groupId)!);
    return { id, traits: merged, name: typeof merged['name'] === 'string' ? beginningOf(merged['name'], 255) : null };
  });
  await tx.$executeRaw(Prisma.sql`
    UPDATE accounts a SET traits = n.traits, name = n.name, updated_at = ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(accounts)}::json) AS n (id uuid, traits jsonb, name text) WHERE a.id = n.id`);

  const ids = new Map(known.map(({ id, groupId }) => [groupId, id]));
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO account_members (account_id, customer_id, joined_at)
    SELECT DISTINCT account_id, customer_id, ${now}::timestamptz
    FROM unnest(${memberships.map(({ groupId }) => ids.get(groupId)!)}::uuid[], ${memberships.map(({ customerId }) => customerId)}::uuid[])
      AS n (account_id, customer_id)
    ON CONFLICT (account_id, customer_id) DO NOTHING`);
}

/** Makes the companies that are new and keeps all from changing, in the order of their ids, so that batches do not wait in a circle. */
async function lockAccounts(
  tx: Tx,
  groupIds: readonly string[],
  now: Date,
): Promise<{ id: string; groupId: string; traits: Traits }[]> {
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO accounts (id, group_id, created_at, updated_at)
    SELECT id, group_id, ${now}::timestamptz, ${now}::timestamptz
    FROM unnest(${groupIds.map(() => newId(now))}::uuid[], ${groupIds}::text[]) AS n (id, group_id) ORDER BY group_id
    ON CONFLICT (group_id) DO NOTHING`);
  return tx.$queryRaw(Prisma.sql`
    SELECT id, group_id AS "groupId", traits FROM accounts WHERE group_id = ANY(${groupIds}::text[]) ORDER BY group_id FOR NO KEY UPDATE`);
}
