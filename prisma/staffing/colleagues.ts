import type { Colleague } from '../../domain/policy/assignment';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';

/**
 * The people who come into question when a task is meant for somebody: they, and who stands in for whom. Whoever has a limit is kept from being
 * given another task until the transaction ends, so that two at once do not go beyond it.
 */
export async function colleaguesFor(tx: Tx, wanted: string | null): Promise<ReadonlyMap<string, Colleague>> {
  if (wanted === null) return new Map();
  const chain = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    WITH RECURSIVE chain AS (
      SELECT id, cover, 1 AS step FROM staff WHERE id = ${wanted}
      UNION ALL SELECT s.id, s.cover, c.step + 1 FROM chain c JOIN staff s ON s.id = c.cover WHERE c.step < 5
    ) SELECT DISTINCT id FROM chain ORDER BY id`);
  return lockColleagues(
    tx,
    chain.map(({ id }) => id),
  );
}

async function lockColleagues(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Colleague>> {
  if (ids.length === 0) return new Map();
  await tx.$queryRaw(Prisma.sql`
    SELECT 1 FROM staff WHERE id = ANY(${[...ids]}::text[]) AND load_limit IS NOT NULL ORDER BY id FOR NO KEY UPDATE`);
  const rows = await tx.$queryRaw<Colleague[]>(colleagues(Prisma.sql`s.id = ANY(${[...ids]}::text[])`));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Everybody who takes tasks, with their load; of a queue, those who serve it (who names no queue serves all). */
export async function colleaguesOf(tx: Tx, queue: string): Promise<readonly Colleague[]> {
  return tx.$queryRaw<Colleague[]>(
    colleagues(Prisma.sql`s.disabled_at IS NULL AND s.joined_at IS NOT NULL AND s.role IN ('agent', 'lead', 'admin')
      AND (s.queues = '{}' OR ${queue} = ANY(s.queues))`),
  );
}

function colleagues(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id, s.load_limit AS "loadLimit", s.absent_from AS "absentFrom", s.absent_until AS "absentUntil", s.cover,
      s.disabled_at AS "disabledAt", CASE WHEN s.load_limit IS NULL THEN 0 ELSE (
        SELECT count(*)::int FROM tasks t WHERE t.assignee = s.id AND t.state IN ('open', 'claimed', 'snoozed')
      ) END AS load
    FROM staff s WHERE ${which}`;
}
