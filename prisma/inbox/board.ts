import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { listStaff, type StaffMember } from '../staff';
import { AT_MOST } from './counts';
import { isAwake, WANTED } from './where';

/** What one person has on their hands: offered or claimed and not put off, of that claimed, past due, and put off. */
export interface PersonLoad {
  readonly person: string;
  readonly open: number;
  readonly claimed: number;
  readonly breached: number;
  readonly snoozed: number;
}

/** What waits in a queue for somebody to take it. */
export interface QueueLoad {
  readonly queue: string;
  readonly unassigned: number;
  readonly unclaimed: number;
  readonly breached: number;
  readonly nextDueAt: Date | null;
}

/** More members of staff are not on one board. */
const MOST_PEOPLE = 500;

/** The load of each person who has something to do, and of each queue, in one statement each that reads at most so many rows; and who works here. */
export async function readLoads(
  db: Db,
  now: Date,
): Promise<{
  readonly people: readonly PersonLoad[];
  readonly queues: readonly QueueLoad[];
  readonly staff: readonly StaffMember[];
}> {
  const awake = isAwake(now);
  const late = Prisma.sql`t.due_at < ${now}::timestamptz`;
  const unfinished = Prisma.sql`(SELECT t.* FROM tasks t WHERE ${WANTED} LIMIT ${AT_MOST}) AS t`;
  const [people, queues, staff] = await Promise.all([
    db.$queryRaw<PersonLoad[]>(Prisma.sql`
      SELECT t.assignee AS person, count(*) FILTER (WHERE ${awake})::int AS open,
        count(*) FILTER (WHERE ${awake} AND t.claimed_at IS NOT NULL)::int AS claimed,
        count(*) FILTER (WHERE ${late})::int AS breached, count(*) FILTER (WHERE NOT ${awake})::int AS snoozed
      FROM ${unfinished} WHERE t.assignee IS NOT NULL GROUP BY t.assignee ORDER BY t.assignee`),
    db.$queryRaw<QueueLoad[]>(Prisma.sql`
      SELECT t.queue, count(*) FILTER (WHERE t.assignee IS NULL)::int AS unassigned,
        count(*) FILTER (WHERE t.claimed_at IS NULL AND ${awake})::int AS unclaimed, count(*) FILTER (WHERE ${late})::int AS breached,
        min(t.due_at) FILTER (WHERE t.claimed_at IS NULL) AS "nextDueAt"
      FROM ${unfinished} GROUP BY t.queue ORDER BY t.queue`),
    listStaff(db, { limit: MOST_PEOPLE, disabled: false }),
  ]);
  return { people, queues, staff };
}
