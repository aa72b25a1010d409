BEGIN;


-- Entry rule "not while another run is open", decided without a race.
CREATE UNIQUE INDEX "enrollments_one_open" ON "enrollments" ("journey", "customer_id") WHERE "state" <> 'ended';

-- The relay reads only what waits.
CREATE INDEX "outbox_waiting" ON "outbox" ("id") WHERE "parked_at" IS NULL;

COMMIT;
