import { INBOX_VIEWS, type InboxView } from '../../domain/inbox';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { inView, namedIn, passing, WANTED, type InboxFilters, type Looking } from './where';

/** More than this is not counted: a page then says "20,000 or more". */
export const MOST_COUNTED = 20_000;

/** Written into the statement: of one that has been prepared the planner would not know it, and begin to read the whole table. */
export const AT_MOST = Prisma.raw(String(MOST_COUNTED));

/** How many tasks each view shows, under the same filters, in one statement that reads at most so many rows. */
export async function countInbox(
  db: Db,
  filters: InboxFilters,
  looking: Looking,
): Promise<Readonly<Record<InboxView, number>>> {
  const unfinished = INBOX_VIEWS.filter((view) => view !== 'done');
  const columns = unfinished.map(
    (view) => Prisma.sql`count(*) FILTER (WHERE ${inView(view, looking)})::int AS ${Prisma.raw(`"${view}"`)}`,
  );
  const named = await namedIn(db, filters);
  const [row] = await db.$queryRaw<[Record<InboxView, number>]>(Prisma.sql`
    SELECT ${Prisma.join(columns)}, (
      SELECT count(*)::int FROM (
        SELECT t.* FROM tasks t WHERE ${inView('done', looking)} ORDER BY t.finished_at DESC, t.id DESC LIMIT ${AT_MOST}
      ) AS t WHERE ${passing(filters, looking, named)}
    ) AS done
    FROM (SELECT t.* FROM tasks t WHERE ${WANTED} AND ${passing(filters, looking, named)} LIMIT ${AT_MOST}) AS t`);
  return row;
}
