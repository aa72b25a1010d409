import { NotFound } from '../domain/errors';
import type { Lifecycle } from '../domain/journey';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** A customer who is kept from changing until the transaction ends. */
export interface LockedCustomer {
  readonly id: string;
  readonly lifecycle: Lifecycle;
  readonly lastSeenAt: Date | null;
  /** Set when this customer has become part of another. */
  readonly mergedInto: string | null;
}

/**
 * Our id of a customer who is named by our id or by the backend's own user id; follows merges. Throws NotFound when neither fits, and
 * for one who was erased, unless `erased` lets it pass: what is kept as proof can still be asked for.
 */
export async function resolveCustomerId(
  db: Db | Tx,
  idOrUserId: string,
  { erased = false }: { readonly erased?: boolean } = {},
): Promise<string> {
  const ours = UUID.test(idOrUserId) ? Prisma.sql`c.id = ${idOrUserId}::uuid OR` : Prisma.empty;
  const [found] = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT coalesce(c.merged_into, c.id) AS id FROM customers c
    WHERE (${ours} c.id = (SELECT customer_id FROM identities WHERE kind = 'user' AND value = ${idOrUserId}))
      AND (${erased} OR c.erased_at IS NULL)`);
  if (!found) throw new NotFound('There is no such customer.');
  return found.id;
}

/** Who these customers are now, by the ids under which they were known: merges followed. Throws NotFound when one does not exist or was erased. */
export async function survivorsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const rows = await db.$queryRaw<{ id: string; survivor: string }[]>(Prisma.sql`
    SELECT id, coalesce(merged_into, id) AS survivor FROM customers WHERE id = ANY(${wanted}::uuid[]) AND erased_at IS NULL`);
  if (rows.length < wanted.length) throw new NotFound('There is no such customer.');
  return new Map(rows.map(({ id, survivor }) => [id, survivor]));
}

/**
 * Who a customer is now, as the query of a CTE with the column `id` for a statement that writes a row of theirs: a merge is followed, and one
 * that is under way is waited for, as is an erasure. The id itself when there is no such customer; no row when all about them was erased.
 */
export function presentCustomer(customerId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT id FROM (SELECT coalesce(merged_into, id) AS id FROM customers WHERE id = ${customerId}::uuid AND erased_at IS NULL FOR SHARE) AS known
    UNION ALL SELECT ${customerId}::uuid WHERE NOT EXISTS (SELECT FROM customers WHERE id = ${customerId}::uuid)`;
}

/** Whether everything about a customer was erased at their wish. */
export async function isErased(db: Db | Tx, id: string): Promise<boolean> {
  return (await db.customer.count({ where: { id, erasedAt: { not: null } } })) > 0;
}

/** Writes customers of whom only the id is known. */
export async function createCustomers(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO customers (id, created_at, updated_at) SELECT id, ${now}::timestamptz, ${now}::timestamptz FROM unnest(${ids}::uuid[]) AS id`);
}

/**
 * Keeps customers from changing until the transaction ends, always in the order of their ids, so that two who lock many never
 * wait for each other in a circle. Whoever writes about many customers takes these locks first. Unknown ids are left out, and those erased.
 */
export async function lockCustomers(tx: Tx, ids: Iterable<string>): Promise<Map<string, LockedCustomer>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.$queryRaw<LockedCustomer[]>(Prisma.sql`
    SELECT id, lifecycle, last_seen_at AS "lastSeenAt", merged_into AS "mergedInto"
    FROM customers WHERE id = ANY(${wanted}::uuid[]) AND erased_at IS NULL ORDER BY id FOR NO KEY UPDATE`);
  return new Map(rows.map((row) => [row.id, row]));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
