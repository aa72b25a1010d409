import type { Db } from '../prisma/client';
import { Prisma } from '../prisma/generated/client';
import type { Trace } from './evidence';
import type { RunRecord } from './record';

/** Where customers who were erased are still named, by their user id or address: looks through every row of every table, whatever it is for. */
export async function tracesOf(db: Db, erasures: RunRecord['erasures']): Promise<Trace[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const users = [...new Set(erasures.map(({ userId }) => userId))];
  const found = new Map<string, string[]>(users.map((userId) => [userId, []]));
  for (const { name } of tables) {
    // An id may begin another: no digit may follow.
    const named = await db.$queryRaw<{ userId: string }[]>(Prisma.sql`
      SELECT u AS "userId" FROM unnest(${users}::text[]) AS u
      WHERE EXISTS (SELECT FROM ${Prisma.raw(`"${name}"`)} t WHERE position(u IN t::text) > 0 AND t::text ~ (u || '([^0-9]|$)'))`);
    for (const { userId } of named) found.get(userId)!.push(name);
  }
  return [...found].map(([userId, where]) => ({ userId, tables: where }));
}
