-- What pages of staff read of a large house, from indexes alone.
BEGIN;

-- The forecast looks up which of the runs that stand somewhere are paused.
DROP INDEX "stage_visits_waiting";
CREATE INDEX "stage_visits_waiting" ON "stage_visits" ("journey", "stage", "waits_until", "entered_at") INCLUDE ("enrollment_id") WHERE "left_at" IS NULL;

-- And counts the tasks of the last months by where they came from.
DROP INDEX "tasks_opened_at_id_idx";
CREATE INDEX "tasks_opened" ON "tasks" ("opened_at", "id") INCLUDE ("journey", "stage", "queue");

-- Who ended how is counted by day as it happens.
DROP INDEX "enrollments_journey_how_idx";

COMMIT;
