-- A run that cannot go on is marked with since when and why. Processes of the release before leave both columns alone.
BEGIN;

ALTER TABLE "enrollments" ADD COLUMN "stuck_since" TIMESTAMPTZ(3), ADD COLUMN "stuck_because" TEXT;

-- Runs that cannot go on are few, and looked for every few seconds.
CREATE INDEX "enrollments_stuck" ON "enrollments" ("stuck_since", "id") WHERE "stuck_since" IS NOT NULL;

COMMIT;
