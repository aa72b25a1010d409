import { normalizeAddress } from '../domain/address';
import { DAY_MS } from '../domain/duration';
import type { Lifecycle } from '../domain/journey';
import type { LifecycleMove } from '../domain/lifecycle';
import type { Traits } from '../domain/traits';
import type { Db } from './client';
import { correctionsOf } from './corrections';
import type { EnrollmentRow } from './enrollment-reads';
import { Prisma, type Customer, type Preference, type TraitCorrection } from './generated/client';

/** A customer as lists show them: the row, and the ids by which backends know them. */
export type ListedCustomer = Omit<Customer, 'lifecycle' | 'traits'> & {
  readonly lifecycle: Lifecycle;
  readonly traits: Traits;
  readonly userIds: readonly string[];
};

/** Which customers to list; what is not given does not restrict. */
export interface CustomerFilters {
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
}

/** Customers, the newest first, without those who were merged into others. `after` is creation and id of the last one seen. */
export async function listCustomers(
  db: Db,
  { userId, email, lifecycle }: CustomerFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly createdAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<ListedCustomer[]> {
  const named = userId === undefined ? undefined : await customersNamed(db, userId);
  const rows = await db.customer.findMany({
    where: {
      mergedInto: null,
      ...(named && { id: { in: named } }),
      ...(email !== undefined && { email: normalizeAddress('email', email) ?? '' }),
      ...(lifecycle && { lifecycle }),
      ...(after && {
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  const ids = await userIdsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => listed(row, ids.get(row.id)));
}

/** Customers by our ids; whoever does not exist is absent. */
export async function customersByIds(db: Db, ids: readonly string[]): Promise<Map<string, ListedCustomer>> {
  const [rows, names] = await Promise.all([
    db.customer.findMany({ where: { id: { in: [...ids] } } }),
    userIdsOf(db, ids),
  ]);
  return new Map(rows.map((row) => [row.id, listed(row, names.get(row.id))]));
}

/** Where a customer stands on a channel, topic and purpose, by the last thing they said of exactly these. */
interface ConsentSummary {
  readonly channel: string;
  readonly topic: string;
  readonly purpose: string;
  readonly state: string;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** All that is known of one customer at a glance (M18). */
export interface CustomerProfile extends ListedCustomer {
  /** How often each event came in the last 30 days. */
  readonly recentCounts: Readonly<Record<string, number>>;
  readonly accounts: readonly { readonly groupId: string; readonly name: string | null; readonly traits: Traits }[];
  readonly enrollments: readonly EnrollmentRow[];
  readonly consents: readonly ConsentSummary[];
  /** The last moves through the lifecycle, the latest first, with what caused them. */
  readonly lifecycleMoves: readonly LifecycleMove[];
  /** What staff corrected and still counts. */
  readonly corrections: readonly TraitCorrection[];
  /** What they chose themselves; null: nothing yet. */
  readonly preferences: Preference | null;
  /** What was said with them; null: nothing yet. */
  readonly conversationId: string | null;
}

const COUNTED_DAYS = 30;
const MOST_MOVES = 20;

/** Reads the profile of a customer, by our id (see resolveCustomerId). */
export async function readProfile(db: Db, id: string, now: Date): Promise<CustomerProfile> {
  const [row, ids, recentCounts, accounts, enrollments, consents, moves, corrections, preferences, conversation] =
    await Promise.all([
      db.customer.findUniqueOrThrow({ where: { id } }),
      userIdsOf(db, [id]),
      countsSince(db, id, new Date(now.getTime() - COUNTED_DAYS * DAY_MS)),
      db.$queryRaw<CustomerProfile['accounts']>(Prisma.sql`
      SELECT a.group_id AS "groupId", a.name, a.traits FROM account_members m JOIN accounts a ON a.id = m.account_id
      WHERE m.customer_id = ${id}::uuid ORDER BY m.joined_at, a.id`),
      db.enrollment.findMany({ where: { customerId: id, state: { not: 'ended' } }, orderBy: { enteredAt: 'desc' } }),
      db.$queryRaw<ConsentSummary[]>(Prisma.sql`
      SELECT DISTINCT ON (channel, topic, purpose) channel, topic, purpose, state, at, expires_at AS "expiresAt" FROM consents
      WHERE customer_id = ${id}::uuid ORDER BY channel, topic, purpose, at DESC, id DESC`),
      db.$queryRaw<{ at: Date; detail: Omit<LifecycleMove, 'at'> }[]>(Prisma.sql`
      SELECT at, detail FROM timeline WHERE customer_id = ${id}::uuid AND kind = 'lifecycle' ORDER BY at DESC, seq DESC LIMIT ${MOST_MOVES}`),
      correctionsOf(db, id),
      db.preference.findUnique({ where: { customerId: id } }),
      db.conversation.findUnique({ where: { customerId: id }, select: { id: true } }),
    ]);
  return {
    ...listed(row, ids.get(id)),
    recentCounts,
    accounts,
    enrollments: enrollments as unknown as EnrollmentRow[],
    consents,
    lifecycleMoves: moves.map(({ at, detail }) => ({ at, ...detail })),
    corrections,
    preferences,
    conversationId: conversation?.id ?? null,
  };
}

function listed(row: Customer, userIds: readonly string[] = []): ListedCustomer {
  return { ...row, lifecycle: row.lifecycle as Lifecycle, traits: row.traits as Traits, userIds };
}

async function customersNamed(db: Db, userId: string): Promise<string[]> {
  const rows = await db.identity.findMany({ where: { kind: 'user', value: userId } });
  return rows.map(({ customerId }) => customerId);
}

async function userIdsOf(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.identity.findMany({
    where: { kind: 'user', customerId: { in: [...ids] } },
    orderBy: [{ createdAt: 'asc' }, { value: 'asc' }],
  });
  const byCustomer = new Map<string, string[]>();
  for (const { customerId, value } of rows) byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), value]);
  return byCustomer;
}

async function countsSince(db: Db, customerId: string, since: Date): Promise<Record<string, number>> {
  const rows = await db.eventDay.groupBy({
    by: ['type'],
    where: { customerId, day: { gt: since } },
    _sum: { count: true },
    orderBy: { type: 'asc' },
  });
  return Object.fromEntries(rows.map(({ type, _sum }) => [type, _sum.count ?? 0]));
}
