import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** How many unfinished tasks somebody has, and the limit that this is beyond. */
export interface Overload {
  readonly load: number;
  readonly limit: number;
}

/** Whether somebody has more than they are given: by what they took themselves, or since their limit was lowered. Null when not. */
export async function overloadOf(db: Db, person: string): Promise<Overload | null> {
  const [row] = await db.$queryRaw<Overload[]>(Prisma.sql`
    SELECT s.load_limit AS "limit", (
      SELECT count(*)::int FROM tasks t WHERE t.assignee = s.id AND t.state IN ('open', 'claimed', 'snoozed')
    ) AS load FROM staff s WHERE s.id = ${person} AND s.load_limit IS NOT NULL`);
  return row && row.load > row.limit ? row : null;
}
