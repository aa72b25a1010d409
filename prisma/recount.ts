import type { Db } from './client';

/**
 * Counts stays, moves and results of messages anew from timelines and the ledger, in one transaction: after rows were written past the
 * product, as by a seed. Reads whole tables. What belonged to customers who were erased is no longer among it.
 */
export async function recount(db: Db): Promise<void> {
  await db.$transaction(recountStatements().map((statement) => db.$executeRawUnsafe(statement)));
}

/** The same as statements without parameters, for a transaction of whoever has a connection of their own. */
export function recountStatements(): readonly string[] {
  return ['TRUNCATE stage_visits, stage_moves, message_days', VISITS, MOVES, RESULTS];
}

/* The three statements stand word for word in the migration that brought the tables; a test compares what they count with what is written live. */

const VISITS = `
  INSERT INTO stage_visits (enrollment_id, journey, stage, entered_at, left_at, left_to, waits_until)
  WITH steps AS (
    SELECT enrollment_id, detail ->> 'stage' AS stage, at, seq, lag(detail ->> 'stage') OVER w AS before FROM timeline
    WHERE kind = 'stage' AND enrollment_id IS NOT NULL WINDOW w AS (PARTITION BY enrollment_id ORDER BY at, seq)
  ), begun AS (
    SELECT enrollment_id, stage, at, lead(at) OVER w AS next_at, lead(stage) OVER w AS next_stage FROM steps
    WHERE stage IS DISTINCT FROM before WINDOW w AS (PARTITION BY enrollment_id ORDER BY at, seq)
  )
  SELECT b.enrollment_id, e.journey, b.stage, b.at, coalesce(b.next_at, e.ended_at), coalesce('next:' || b.next_stage, e.how), w.until
  FROM begun b JOIN enrollments e ON e.id = b.enrollment_id
  LEFT JOIN LATERAL (
    SELECT (t.detail ->> 'until')::timestamptz AS until FROM timeline t
    WHERE t.enrollment_id = b.enrollment_id AND t.kind IN ('wait', 'task') AND t.at >= b.at ORDER BY t.at DESC, t.seq DESC LIMIT 1
  ) w ON b.next_at IS NULL AND e.state <> 'ended'
  ON CONFLICT DO NOTHING`;

const MOVES = `
  INSERT INTO stage_moves (journey, day, stage, left_to, bucket, count)
  SELECT journey, day, stage, left_to, bucket, count(*) FROM (
    SELECT journey, (left_at AT TIME ZONE 'UTC')::date AS day, stage, left_to,
      floor(4 * ln(greatest(1, extract(epoch FROM left_at - entered_at)::float8 / 60)) / ln(2::float8))::int AS bucket
    FROM stage_visits WHERE left_at IS NOT NULL
    UNION ALL
    SELECT journey, (entered_at AT TIME ZONE 'UTC')::date, '', 'next:' || stage, 0
    FROM (SELECT DISTINCT ON (enrollment_id) * FROM stage_visits ORDER BY enrollment_id, entered_at, left_at NULLS LAST) first
    UNION ALL
    SELECT journey, (ended_at AT TIME ZONE 'UTC')::date, '', how, 0 FROM enrollments e
    WHERE state = 'ended' AND NOT EXISTS (SELECT FROM stage_visits v WHERE v.enrollment_id = e.id)
  ) moves GROUP BY journey, day, stage, left_to, bucket`;

const RESULTS = `
  INSERT INTO message_days (message, day, channel, sent, delivered, bounced, clicked, answered, complained, unsubscribed)
  SELECT t.message, (t.sent_at AT TIME ZONE 'UTC')::date, t.channel, count(*), count(t.delivered_at), count(*) FILTER (WHERE s.bounced),
    count(*) FILTER (WHERE s.clicked), count(t.answered_at), count(*) FILTER (WHERE s.complained), count(*) FILTER (WHERE s.unsubscribed)
  FROM touches t LEFT JOIN (
    SELECT touch_id, bool_or(kind = 'bounced') AS bounced, bool_or(kind = 'clicked' AND human) AS clicked,
      bool_or(kind = 'complained') AS complained, bool_or(kind = 'unsubscribed') AS unsubscribed
    FROM touch_signals WHERE kind IN ('bounced', 'clicked', 'complained', 'unsubscribed') GROUP BY touch_id
  ) s ON s.touch_id = t.id
  WHERE t.sent_at IS NOT NULL AND t.channel IS NOT NULL GROUP BY 1, 2, 3`;
