import type { Db } from './client';
import { Prisma, type CustomerKey } from './generated/client';

/** A customer's key as it is kept: encrypted under the master key of that name. */
export type WrappedKey = Pick<CustomerKey, 'customerId' | 'wrapped' | 'masterKey'>;

/** The key of a customer, or null. */
export function findCustomerKey(db: Db, customerId: string): Promise<WrappedKey | null> {
  return db.customerKey.findUnique({ where: { customerId } });
}

/**
 * Gives a customer a key, unless they have one: returns the one that holds. Null when there is no such customer, or all about them was erased:
 * nobody gets a second key.
 */
export async function addCustomerKey(
  db: Db,
  { customerId, wrapped, masterKey }: WrappedKey,
  now: Date,
): Promise<WrappedKey | null> {
  await db.$executeRaw(Prisma.sql`
    INSERT INTO customer_keys (customer_id, wrapped, master_key, created_at)
    SELECT id, ${wrapped}, ${masterKey}, ${now}::timestamptz FROM customers
    WHERE id = ${customerId}::uuid AND erased_at IS NULL FOR KEY SHARE
    ON CONFLICT (customer_id) DO NOTHING`);
  return findCustomerKey(db, customerId);
}

/** Keys that are wrapped by another master key than this one, by customer, beyond `after`. */
export function keysNotUnder(db: Db, masterKey: string, after: string, limit: number): Promise<WrappedKey[]> {
  return db.customerKey.findMany({
    where: { masterKey: { not: masterKey }, customerId: { gt: after } },
    orderBy: { customerId: 'asc' },
    take: limit,
  });
}

/** Keeps a key under another master key, if it is still there under the one before. */
export async function replaceWrapping(db: Db, before: WrappedKey, after: WrappedKey): Promise<void> {
  const { customerId, masterKey } = before;
  const { wrapped, masterKey: under } = after;
  await db.customerKey.updateMany({ where: { customerId, masterKey }, data: { wrapped, masterKey: under } });
}
