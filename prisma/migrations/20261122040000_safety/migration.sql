-- Pauses by several hands at once, customers who were forgotten, and what the watch looks up. Processes of the release before go on as they
-- are: a run that they pause is paused by hand.
BEGIN;

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "enrollments" ADD COLUMN     "paused_by" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Touches that did not reach anybody because of the address or the will of the customer: who the automation does not reach (M03).
CREATE INDEX "touches_unreached" ON "touches" ("customer_id", "planned_at" DESC) WHERE "state" IN ('suppressed', 'failed')
  AND ("reason" LIKE 'suppressed\_%' OR "reason" LIKE 'bounced%' OR "reason" IN ('refused_address', 'refused_opted_out', 'no_address',
    'malformed_address', 'consent_missing', 'consent_withdrawn', 'no_channel'));

-- Escalations that nobody took to an end.
CREATE INDEX "tasks_expired" ON "tasks" ("customer_id", "finished_at" DESC) WHERE "state" = 'expired';

-- What customers asked for and have not been given yet.
CREATE INDEX "privacy_requests_open" ON "privacy_requests" ("due_at", "id") WHERE "done_at" IS NULL;

COMMIT;
