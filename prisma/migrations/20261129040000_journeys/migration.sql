-- Stays in stages, what came of them and of messages by day, so that every number on a journey's map is read without reading all of its runs, and
-- opens the people behind it. What is there already is counted. A worker of the release before counts nothing until it is gone.
BEGIN;

-- CreateTable
CREATE TABLE "stage_visits" (
    "enrollment_id" UUID NOT NULL,
    "journey" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "left_to" TEXT,
    "waits_until" TIMESTAMPTZ(3),

    CONSTRAINT "stage_visits_pkey" PRIMARY KEY ("enrollment_id","entered_at","stage")
);

-- CreateTable
CREATE TABLE "stage_moves" (
    "journey" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "stage" TEXT NOT NULL,
    "left_to" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "stage_moves_pkey" PRIMARY KEY ("journey","day","stage","left_to","bucket")
);

-- CreateTable
CREATE TABLE "message_days" (
    "message" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "bounced" INTEGER NOT NULL DEFAULT 0,
    "clicked" INTEGER NOT NULL DEFAULT 0,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "complained" INTEGER NOT NULL DEFAULT 0,
    "unsubscribed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_days_pkey" PRIMARY KEY ("message","day","channel")
);

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
ON CONFLICT DO NOTHING;

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
) moves GROUP BY journey, day, stage, left_to, bucket;

INSERT INTO message_days (message, day, channel, sent, delivered, bounced, clicked, answered, complained, unsubscribed)
SELECT t.message, (t.sent_at AT TIME ZONE 'UTC')::date, t.channel, count(*), count(t.delivered_at), count(*) FILTER (WHERE s.bounced),
  count(*) FILTER (WHERE s.clicked), count(t.answered_at), count(*) FILTER (WHERE s.complained), count(*) FILTER (WHERE s.unsubscribed)
FROM touches t LEFT JOIN (
  SELECT touch_id, bool_or(kind = 'bounced') AS bounced, bool_or(kind = 'clicked' AND human) AS clicked,
    bool_or(kind = 'complained') AS complained, bool_or(kind = 'unsubscribed') AS unsubscribed
  FROM touch_signals WHERE kind IN ('bounced', 'clicked', 'complained', 'unsubscribed') GROUP BY touch_id
) s ON s.touch_id = t.id
WHERE t.sent_at IS NOT NULL AND t.channel IS NOT NULL GROUP BY 1, 2, 3;

-- CreateIndex
CREATE INDEX "stage_visits_journey_stage_entered_at_enrollment_id_idx" ON "stage_visits"("journey", "stage", "entered_at", "enrollment_id");

-- CreateIndex
CREATE INDEX "stage_visits_journey_left_to_stage_left_at_enrollment_id_idx" ON "stage_visits"("journey", "left_to", "stage", "left_at", "enrollment_id");

-- CreateIndex
CREATE INDEX "entry_refusals_journey_reason_at_id_idx" ON "entry_refusals"("journey", "reason", "at", "id");

-- CreateIndex
CREATE INDEX "enrollments_journey_how_idx" ON "enrollments"("journey", "how");

-- What stays wait for, counted by day.
CREATE INDEX "stage_visits_waiting" ON "stage_visits" ("journey", "stage", "waits_until", "entered_at") WHERE "left_at" IS NULL;

-- Who stands where.
CREATE INDEX "enrollments_standing" ON "enrollments" ("journey", "stage", "stage_at", "id") INCLUDE ("state", "stuck_since") WHERE "state" <> 'ended';

-- Those who are paused are few.
CREATE INDEX "enrollments_paused" ON "enrollments" ("id") WHERE "state" = 'paused';

-- What a journey has open with people.
CREATE INDEX "tasks_unfinished" ON "tasks" ("journey", "playbook") WHERE "state" IN ('open', 'claimed', 'snoozed');

-- To whom a message was sent.
CREATE INDEX "touches_by_message" ON "touches" ("message", "sent_at", "id") WHERE "sent_at" IS NOT NULL;

COMMIT;
