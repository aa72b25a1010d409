import {
  identitiesOf,
  identityKey,
  planIdentities,
  type Identity,
  type IdentityClaim,
  type IdentityPlan,
  type KnownIdentity,
} from '../domain/identity';
import { newId } from '../domain/ids';
import type { Tx } from './client';
import { createCustomers, lockCustomers, type LockedCustomer } from './customers';
import { Prisma } from './generated/client';
import { mergeCustomers } from './merge';
import { Overtaken } from './transaction';

/** Who the claims are about: a customer id for each, and those customers, locked until the transaction ends. */
export interface Identified {
  readonly customerIds: readonly string[];
  readonly customers: ReadonlyMap<string, LockedCustomer>;
}

/**
 * Finds the customers that claims name, in a handful of statements however many there are; makes those who are new and
 * merges those who turn out to be one (M18). Customers are locked first and names written after, both in order, so that batches at the
 * same time neither deadlock nor make two customers of one user. Throws Overtaken when somebody else was faster: run it by `inTransaction`.
 */
export async function identify(tx: Tx, claims: readonly IdentityClaim[], now: Date): Promise<Identified> {
  const named = [
    ...new Map(claims.flatMap(identitiesOf).map((identity) => [identityKey(identity), identity])).values(),
  ];
  const known = await lockNamed(tx, named);
  if (known.some(({ mergedInto }) => mergedInto !== null)) throw new Overtaken();

  const plan = planIdentities(known, claims, () => newId(now));
  const customers = new Map(
    known.map(({ customerId: id, lifecycle, lastSeenAt, mergedInto }) => [
      id,
      { id, lifecycle, lastSeenAt, mergedInto },
    ]),
  );
  if (plan.added.length + plan.moved.length + plan.merged.length > 0) {
    // Names were read before the locks were had.
    if (!sameNames(known, await lockNamed(tx, named))) throw new Overtaken();
    await writeIdentities(tx, plan, now);
    await createCustomers(tx, plan.created, now);
    await mergeCustomers(tx, plan.merged, now);
    for (const [id, locked] of await lockCustomers(
      tx,
      plan.merged.map(({ into }) => into),
    ))
      customers.set(id, locked);
    for (const id of plan.created) customers.set(id, { id, lifecycle: 'new', lastSeenAt: null, mergedInto: null });
  }
  return { customerIds: plan.customerIds, customers };
}

type Named = KnownIdentity & Omit<LockedCustomer, 'id'>;

/** Reads who has these names and locks them, in the order of their ids as `lockCustomers` does. Somebody erased meanwhile has none. */
async function lockNamed(tx: Tx, named: readonly Identity[]): Promise<Named[]> {
  return tx.$queryRaw<Named[]>(Prisma.sql`
    SELECT i.kind, i.value, i.customer_id AS "customerId",
           i.kind = 'user' OR EXISTS (SELECT 1 FROM identities u WHERE u.customer_id = i.customer_id AND u.kind = 'user') AS identified,
           c.lifecycle, c.last_seen_at AS "lastSeenAt", c.merged_into AS "mergedInto"
    FROM unnest(${named.map(({ kind }) => kind)}::text[], ${named.map(({ value }) => value)}::text[]) AS n (kind, value)
    JOIN identities i ON i.kind = n.kind AND i.value = n.value
    JOIN customers c ON c.id = i.customer_id
    WHERE c.erased_at IS NULL
    ORDER BY c.id FOR NO KEY UPDATE OF c`);
}

function sameNames(before: readonly KnownIdentity[], after: readonly KnownIdentity[]): boolean {
  const line = ({ kind, value, customerId, identified }: KnownIdentity) =>
    JSON.stringify([kind, value, customerId, identified]);
  const lines = new Set(before.map(line));
  return before.length === after.length && after.every((identity) => lines.has(line(identity)));
}

async function writeIdentities(tx: Tx, { added, moved }: IdentityPlan, now: Date): Promise<void> {
  if (added.length > 0) {
    const written = await tx.$executeRaw(Prisma.sql`
      INSERT INTO identities (kind, value, customer_id, created_at)
      SELECT kind, value, customer_id, ${now}::timestamptz FROM ${rowsOf(added)} ORDER BY kind, value
      ON CONFLICT (kind, value) DO NOTHING`);
    if (written < added.length) throw new Overtaken();
  }
  if (moved.length > 0) {
    await tx.$executeRaw(Prisma.sql`
      UPDATE identities i SET customer_id = n.customer_id FROM ${rowsOf(moved)} WHERE i.kind = n.kind AND i.value = n.value`);
  }
}

function rowsOf(identities: readonly (Identity & { readonly customerId: string })[]): Prisma.Sql {
  const [kinds, values, owners] = [
    identities.map(({ kind }) => kind),
    identities.map(({ value }) => value),
    identities.map(({ customerId }) => customerId),
  ];
  return Prisma.sql`unnest(${kinds}::text[], ${values}::text[], ${owners}::uuid[]) AS n (kind, value, customer_id)`;
}
