-- An erasure looks through webhooks for the addresses of somebody. What belongs to a touch of ours is found by the touch; the rest is read, and
-- is found by this index. Processes of the release before go on as they are.
BEGIN;

UPDATE "provider_events" e SET "touch_id" = NULL
WHERE "touch_id" IS NOT NULL AND NOT EXISTS (SELECT FROM "touches" t WHERE t."id" = e."touch_id");

CREATE INDEX "provider_events_without_touch" ON "provider_events" ("id") WHERE "touch_id" IS NULL OR "processed_at" IS NULL;

COMMIT;
