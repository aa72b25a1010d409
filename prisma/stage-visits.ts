import { Prisma } from './generated/client';

/* Stays in stages and their counts by day, as parts of the statements that move an enrollment: a number is never away from its people. */

/**
 * CTEs for the statement in which an enrollment enters a stage. `entered` is a CTE with `enrollment_id` and `journey`: the one that does, or none.
 * Closes the stay that it was in and opens one, unless it is in this stage already; counts the move.
 */
export function visitStage(entered: Prisma.Sql, stage: string, at: Date): Prisma.Sql {
  const to = `next:${stage}`;
  return Prisma.sql`
    closed AS (
      UPDATE stage_visits v SET left_at = ${at}::timestamptz, left_to = ${to}, waits_until = NULL FROM ${entered} e
      WHERE v.enrollment_id = e.enrollment_id AND v.left_at IS NULL AND v.stage <> ${stage} RETURNING v.stage, v.entered_at
    ), visited AS (
      INSERT INTO stage_visits (enrollment_id, journey, stage, entered_at)
      SELECT e.enrollment_id, e.journey, ${stage}, ${at}::timestamptz FROM ${entered} e
      WHERE NOT EXISTS (SELECT FROM stage_visits v WHERE v.enrollment_id = e.enrollment_id AND v.left_at IS NULL AND v.stage = ${stage})
      ON CONFLICT DO NOTHING RETURNING journey
    ), moved AS (${countMove(Prisma.sql`visited`, to, at)})`;
}

/** CTEs for the statement in which an enrollment ends: closes its stay, and counts the move out of it. `ended` is as `entered` above. */
export function leaveStage(ended: Prisma.Sql, how: string, at: Date): Prisma.Sql {
  return Prisma.sql`
    closed AS (
      UPDATE stage_visits v SET left_at = ${at}::timestamptz, left_to = ${how}, waits_until = NULL FROM ${ended} e
      WHERE v.enrollment_id = e.enrollment_id AND v.left_at IS NULL RETURNING v.stage, v.entered_at
    ), moved AS (${countMove(ended, how, at)})`;
}

function countMove(who: Prisma.Sql, to: string, at: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO stage_moves AS m (journey, day, stage, left_to, bucket, count)
    SELECT w.journey, (${at}::timestamptz AT TIME ZONE 'UTC')::date, coalesce(c.stage, ''), ${to},
      floor(4 * ln(greatest(1, coalesce(extract(epoch FROM ${at}::timestamptz - c.entered_at)::float8 / 60, 1))) / ln(2::float8))::int, 1
    FROM ${who} w LEFT JOIN (SELECT * FROM closed LIMIT 1) c ON true
    ON CONFLICT (journey, day, stage, left_to, bucket) DO UPDATE SET count = m.count + excluded.count`;
}

/** The statement that notes until when stays wait, from the lines of the timeline that `written` is a CTE of: a task ends the wait before it. */
export function noteWaits(written: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE stage_visits v SET waits_until = w.until FROM (
      SELECT DISTINCT ON (enrollment_id) enrollment_id, at, CASE kind WHEN 'wait' THEN (detail ->> 'until')::timestamptz END AS until
      FROM ${written} WHERE kind IN ('wait', 'task') AND enrollment_id IS NOT NULL ORDER BY enrollment_id, at DESC, seq DESC
    ) w
    WHERE v.enrollment_id = w.enrollment_id AND v.left_at IS NULL AND v.entered_at <= w.at`;
}
