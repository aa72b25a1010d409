import type { InboxView } from '../../domain/inbox';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import type { ListedTask } from '../tasks';
import type { TaskRow } from '../tasks/row';
import { namedIn, partsOf, passingParts, type InboxFilters, type Looking } from './where';

/** A place in a view: the instant that it is ordered by, and the task's id. */
export interface InboxPlace {
  readonly at: Date;
  readonly id: string;
}

/** A task in the inbox, with the company of its customer, and its place. */
export interface InboxRow extends ListedTask {
  readonly company: { readonly id: string; readonly name: string | null; readonly traits: unknown } | null;
  readonly place: InboxPlace;
}

/** A page of a view: by rank, whose turn it is first; what is put off by the end of the snooze; what is done, the latest first. */
export async function listInbox(
  db: Db,
  view: InboxView,
  filters: InboxFilters,
  looking: Looking,
  { after, limit }: { readonly after?: InboxPlace | undefined; readonly limit: number },
): Promise<InboxRow[]> {
  const { key, direction, beyond } = ORDERS[view] ?? BY_RANK;
  const named = await namedIn(db, filters);
  const passed = passingParts(filters, looking, named);
  const wanted = partsOf(view, looking).flatMap((part) => passed.map((each) => Prisma.sql`${part} AND ${each}`));
  const parts = wanted.map(
    (each) => Prisma.sql`
      (SELECT t.id, ${key} AS at FROM tasks t
       WHERE ${each} ${after ? Prisma.sql`AND ${beyond(after)}` : Prisma.empty}
       ORDER BY ${key} ${direction}, t.id ${direction} LIMIT ${limit})`,
  );
  const places = await db.$queryRaw<InboxPlace[]>(Prisma.sql`
    SELECT id, at FROM (${Prisma.join(parts, ' UNION ALL ')}) AS t
    ORDER BY at ${direction}, id ${direction} LIMIT ${limit}`);
  return withPeople(db, places);
}

interface Order {
  readonly key: Prisma.Sql;
  readonly direction: Prisma.Sql;
  readonly beyond: (place: InboxPlace) => Prisma.Sql;
}

const BY_RANK: Order = {
  key: Prisma.sql`t.rank_at`,
  direction: Prisma.sql`ASC`,
  beyond: ({ at, id }) => Prisma.sql`(t.rank_at, t.id) > (${at}::timestamptz AT TIME ZONE 'UTC', ${id}::uuid)`,
};

const ORDERS: Partial<Record<InboxView, Order>> = {
  snoozed: {
    key: Prisma.sql`t.snoozed_until`,
    direction: Prisma.sql`ASC`,
    beyond: ({ at, id }) => Prisma.sql`(t.snoozed_until, t.id) > (${at}::timestamptz, ${id}::uuid)`,
  },
  done: {
    key: Prisma.sql`t.finished_at`,
    direction: Prisma.sql`DESC`,
    beyond: ({ at, id }) => Prisma.sql`(t.finished_at, t.id) < (${at}::timestamptz, ${id}::uuid)`,
  },
};

async function withPeople(db: Db, places: readonly InboxPlace[]): Promise<InboxRow[]> {
  const tasks = await db.task.findMany({ where: { id: { in: places.map(({ id }) => id) } } });
  const ids = [...new Set(tasks.map(({ customerId }) => customerId))];
  const [customers, companies] = await Promise.all([
    db.customer.findMany({ where: { id: { in: ids } } }),
    companiesOf(db, ids),
  ]);
  const [taskById, customerById] = [byId(tasks), byId(customers)];
  return places.flatMap((place) => {
    const task = taskById.get(place.id) as TaskRow | undefined;
    if (!task) return [];
    const { customerId } = task;
    return [
      { task, customer: customerById.get(customerId) ?? null, company: companies.get(customerId) ?? null, place },
    ];
  });
}

/** The company of each of these customers, the one that they joined first. */
export async function companiesOf(
  db: Db,
  customerIds: readonly string[],
): Promise<Map<string, NonNullable<InboxRow['company']>>> {
  const rows = await db.$queryRaw<(NonNullable<InboxRow['company']> & { customerId: string })[]>(Prisma.sql`
    SELECT DISTINCT ON (m.customer_id) m.customer_id AS "customerId", a.id, a.name, a.traits
    FROM account_members m JOIN accounts a ON a.id = m.account_id
    WHERE m.customer_id = ANY(${[...customerIds]}::uuid[]) ORDER BY m.customer_id, m.joined_at, a.id`);
  return new Map(rows.map(({ customerId, ...company }) => [customerId, company]));
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
