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
 * merges those who turn out to be one (M18). Locks come first and names after, both in order, so that batches at the same time neither
 * deadlock nor make two customers of one user. Throws Overtaken when somebody else was faster: run it by `inTransaction`.
 */
export async function identify(tx: Tx, claims: readonly IdentityClaim[], now: Date): Promise<Identified> {
  const named = [
    ...new Map(claims.flatMap(identitiesOf).map((identity) => [identityKey(identity), identity])).values(),
  ];
  const known = await readIdentities(tx, named);
  const plan = planIdentities(known, claims, () => newId(now));

  const created = new Set(plan.created);
  const existing = [...plan.customerIds, ...plan.merged.map(({ from }) => from), ...plan.moved.map(({ from }) => from)];
  let customers = await lockCustomers(
    tx,
    existing.filter((id) => !created.has(id)),
  );
  if ([...customers.values()].some(({ mergedInto }) => mergedInto !== null)) throw new Overtaken();

  const { added, moved, merged } = plan;
  if (added.length + moved.length > 0 || merged.length > 0) {
    await assertUnchanged(tx, named, known);
    await writeIdentities(tx, plan, now);
    await createCustomers(tx, plan.created, now);
    if (merged.length > 0) {
      await mergeCustomers(tx, merged, now);
      customers = await lockCustomers(tx, customers.keys());
    }
  }
  const newcomers = plan.created.map(
    (id) => [id, { id, lifecycle: 'new', lastSeenAt: null, mergedInto: null }] as const,
  );
  return { customerIds: plan.customerIds, customers: new Map([...customers, ...newcomers]) };
}

async function readIdentities(tx: Tx, named: readonly Identity[]): Promise<KnownIdentity[]> {
  return tx.$queryRaw<KnownIdentity[]>(Prisma.sql`
    SELECT i.kind, i.value, i.customer_id AS "customerId",
           i.kind = 'user' OR EXISTS (SELECT 1 FROM identities u WHERE u.customer_id = i.customer_id AND u.kind = 'user') AS identified
    FROM unnest(${named.map(({ kind }) => kind)}::text[], ${named.map(({ value }) => value)}::text[]) AS n (kind, value)
    JOIN identities i ON i.kind = n.kind AND i.value = n.value`);
}

/** What was read before the locks must still hold under them. */
async function assertUnchanged(tx: Tx, named: readonly Identity[], before: readonly KnownIdentity[]): Promise<void> {
  const text = (known: readonly KnownIdentity[]) =>
    known
      .map(({ kind, value, customerId, identified }) => JSON.stringify([kind, value, customerId, identified]))
      .sort();
  const now = text(await readIdentities(tx, named));
  const then = text(before);
  if (now.length !== then.length || now.some((line, index) => line !== then[index])) throw new Overtaken();
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
