BEGIN;


-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "name" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT,
    "owner" TEXT,
    "lifecycle" TEXT NOT NULL DEFAULT 'new',
    "traits" JSONB NOT NULL DEFAULT '{}',
    "open_tickets" INTEGER NOT NULL DEFAULT 0,
    "merged_into" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identities" (
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("kind","value")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "group_id" TEXT NOT NULL,
    "name" TEXT,
    "traits" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_members" (
    "account_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_members_pkey" PRIMARY KEY ("account_id","customer_id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "properties" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_days" (
    "customer_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "event_days_pkey" PRIMARY KEY ("customer_id","type","day")
);

-- CreateTable
CREATE TABLE "last_events" (
    "customer_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "last_events_pkey" PRIMARY KEY ("customer_id","type")
);

-- CreateTable
CREATE TABLE "enrollments" (
    "id" UUID NOT NULL,
    "journey" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "cause" JSONB NOT NULL,
    "cause_key" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "stage_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "how" TEXT,
    "outcome" TEXT,

    CONSTRAINT "enrollments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry_refusals" (
    "id" UUID NOT NULL,
    "journey" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "cause" JSONB NOT NULL,
    "cause_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_refusals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline" (
    "key" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "enrollment_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "timeline_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "enrollment_id" UUID NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "parked_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "touches" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "enrollment_id" UUID,
    "customer_id" UUID NOT NULL,
    "journey" TEXT,
    "stage" TEXT,
    "message" TEXT NOT NULL,
    "message_class" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "locale" TEXT,
    "state" TEXT NOT NULL,
    "channel" TEXT,
    "reason" TEXT,
    "verdicts" JSONB NOT NULL DEFAULT '[]',
    "deferred_until" TIMESTAMPTZ(3),
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "code_version" TEXT NOT NULL,

    CONSTRAINT "touches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" UUID NOT NULL,
    "touch_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "token" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "error_code" TEXT,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "wording" TEXT,
    "method" TEXT NOT NULL,
    "actor" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "in_app_messages" (
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "touch_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "action" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),
    "clicked_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "in_app_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "captured_messages" (
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "touch_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT,
    "html" TEXT,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "captured_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "enrollment_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "journey" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "playbook" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "assignee" TEXT,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "remind_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),
    "escalated_to" TEXT,
    "expire_at" TIMESTAMPTZ(3) NOT NULL,
    "snoozed_until" TIMESTAMPTZ(3),
    "snooze_reason" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "finished_by" TEXT,
    "outcome" TEXT,
    "banner" TEXT,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_waiters" (
    "key" TEXT NOT NULL,
    "task_id" UUID NOT NULL,
    "enrollment_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,

    CONSTRAINT "task_waiters_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "task_notes" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSONB,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope","key")
);

-- CreateIndex
CREATE INDEX "customers_created_at_id_idx" ON "customers"("created_at", "id");

-- CreateIndex
CREATE INDEX "customers_email_idx" ON "customers"("email");

-- CreateIndex
CREATE INDEX "customers_lifecycle_idx" ON "customers"("lifecycle");

-- CreateIndex
CREATE INDEX "identities_customer_id_idx" ON "identities"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_group_id_key" ON "accounts"("group_id");

-- CreateIndex
CREATE INDEX "account_members_customer_id_idx" ON "account_members"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "events_message_id_key" ON "events"("message_id");

-- CreateIndex
CREATE INDEX "events_customer_id_occurred_at_idx" ON "events"("customer_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "last_events_type_customer_id_idx" ON "last_events"("type", "customer_id");

-- CreateIndex
CREATE INDEX "enrollments_customer_id_state_idx" ON "enrollments"("customer_id", "state");

-- CreateIndex
CREATE INDEX "enrollments_journey_state_entered_at_id_idx" ON "enrollments"("journey", "state", "entered_at", "id");

-- CreateIndex
CREATE INDEX "enrollments_entered_at_id_idx" ON "enrollments"("entered_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollments_journey_customer_id_cause_key_key" ON "enrollments"("journey", "customer_id", "cause_key");

-- CreateIndex
CREATE INDEX "entry_refusals_customer_id_at_idx" ON "entry_refusals"("customer_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "entry_refusals_journey_customer_id_cause_key_key" ON "entry_refusals"("journey", "customer_id", "cause_key");

-- CreateIndex
CREATE INDEX "timeline_customer_id_at_seq_idx" ON "timeline"("customer_id", "at", "seq");

-- CreateIndex
CREATE INDEX "timeline_enrollment_id_at_seq_idx" ON "timeline"("enrollment_id", "at", "seq");

-- CreateIndex
CREATE INDEX "outbox_workflow_id_id_idx" ON "outbox"("workflow_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "touches_key_key" ON "touches"("key");

-- CreateIndex
CREATE INDEX "touches_customer_id_planned_at_idx" ON "touches"("customer_id", "planned_at");

-- CreateIndex
CREATE INDEX "touches_enrollment_id_idx" ON "touches"("enrollment_id");

-- CreateIndex
CREATE INDEX "attempts_touch_id_started_at_idx" ON "attempts"("touch_id", "started_at");

-- CreateIndex
CREATE INDEX "consents_customer_id_at_idx" ON "consents"("customer_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "suppressions_channel_address_hash_reason_key" ON "suppressions"("channel", "address_hash", "reason");

-- CreateIndex
CREATE UNIQUE INDEX "in_app_messages_attempt_id_key" ON "in_app_messages"("attempt_id");

-- CreateIndex
CREATE INDEX "in_app_messages_customer_id_created_at_idx" ON "in_app_messages"("customer_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "captured_messages_attempt_id_key" ON "captured_messages"("attempt_id");

-- CreateIndex
CREATE INDEX "captured_messages_at_id_idx" ON "captured_messages"("at", "id");

-- CreateIndex
CREATE INDEX "captured_messages_customer_id_at_idx" ON "captured_messages"("customer_id", "at");

-- CreateIndex
CREATE INDEX "tasks_state_due_at_id_idx" ON "tasks"("state", "due_at", "id");

-- CreateIndex
CREATE INDEX "tasks_assignee_state_idx" ON "tasks"("assignee", "state");

-- CreateIndex
CREATE INDEX "tasks_customer_id_state_idx" ON "tasks"("customer_id", "state");

-- CreateIndex
CREATE INDEX "tasks_enrollment_id_idx" ON "tasks"("enrollment_id");

-- CreateIndex
CREATE INDEX "tasks_opened_at_id_idx" ON "tasks"("opened_at", "id");

-- CreateIndex
CREATE INDEX "task_waiters_task_id_idx" ON "task_waiters"("task_id");

-- CreateIndex
CREATE INDEX "task_waiters_enrollment_id_idx" ON "task_waiters"("enrollment_id");

-- CreateIndex
CREATE INDEX "task_notes_task_id_at_idx" ON "task_notes"("task_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- Entry rule "not while another run is open", decided without a race.
CREATE UNIQUE INDEX "enrollments_one_open" ON "enrollments" ("journey", "customer_id") WHERE "state" <> 'ended';

-- Date triggers read the best-known date without reading everybody.
CREATE INDEX "customers_renewal_date" ON "customers" (left("traits" ->> 'renewal_date', 10) COLLATE "C", "id") WHERE "merged_into" IS NULL;

-- Rows that every event of a customer updates: room on the page keeps the indexes out of it.
ALTER TABLE "customers" SET (fillfactor = 80);
ALTER TABLE "event_days" SET (fillfactor = 80);
ALTER TABLE "last_events" SET (fillfactor = 80);

-- The relay reads only what waits.
CREATE INDEX "outbox_waiting" ON "outbox" ("id") WHERE "parked_at" IS NULL;

COMMIT;
