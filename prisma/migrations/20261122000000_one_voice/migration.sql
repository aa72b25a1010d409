-- One voice: what the gate weighs beside consent (preferences, settings, holds), what providers and customers say back, conversations, trust,
-- and proof. Only additions: processes of the release before go on as they are.
BEGIN;

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "country" TEXT;

-- AlterTable
ALTER TABLE "touches" ADD COLUMN     "answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "delivered_at" TIMESTAMPTZ(3),
ADD COLUMN     "priority" TEXT NOT NULL DEFAULT 'normal',
ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "settings_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "subject" TEXT;

-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "chain" UUID,
ADD COLUMN     "evidence" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "hash" TEXT,
ADD COLUMN     "locale" TEXT,
ADD COLUMN     "previous" TEXT,
ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT '*',
ADD COLUMN     "seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "wording_version" TEXT;

-- AlterTable
ALTER TABLE "suppressions" ADD COLUMN     "scope" TEXT NOT NULL DEFAULT '*',
ADD COLUMN     "source" TEXT;

-- CreateTable
CREATE TABLE "preferences" (
    "customer_id" UUID NOT NULL,
    "channels" TEXT[],
    "most_per_week" INTEGER,
    "paused_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preferences_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "settings_versions" (
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_versions_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "consent_requests" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "wording_version" TEXT,
    "locale" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holds" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "timers" TEXT NOT NULL DEFAULT 'keep',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "by" TEXT NOT NULL,
    "ended_by" TEXT,

    CONSTRAINT "holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_states" (
    "provider" TEXT NOT NULL,
    "circuit" TEXT NOT NULL DEFAULT 'closed',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_states_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "id" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "touch_id" UUID,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "touch_signals" (
    "id" UUID NOT NULL,
    "touch_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "human" BOOLEAN NOT NULL DEFAULT true,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "touch_signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push_subscriptions" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "keys" JSONB NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "last_channel" TEXT,
    "last_inbound_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "utterances" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "touch_id" UUID,
    "dedupe_key" TEXT NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "triage" TEXT,
    "confidence" DOUBLE PRECISION,
    "triage_reasons" JSONB NOT NULL DEFAULT '[]',
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "utterances_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "triage_corrections" (
    "id" UUID NOT NULL,
    "utterance_id" UUID NOT NULL,
    "was" TEXT NOT NULL,
    "is" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "triage_corrections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust_counts" (
    "day" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "message_class" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "bounced" INTEGER NOT NULL DEFAULT 0,
    "complained" INTEGER NOT NULL DEFAULT 0,
    "unsubscribed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "trust_counts_pkey" PRIMARY KEY ("day","channel","message_class","topic","domain")
);

-- CreateTable
CREATE TABLE "alarms" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "alarms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "seq" BIGINT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT NOT NULL,
    "previous" TEXT,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "outcome" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_keys" (
    "customer_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "master_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_keys_pkey" PRIMARY KEY ("customer_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "consent_requests_token_hash_key" ON "consent_requests"("token_hash");

-- CreateIndex
CREATE INDEX "consent_requests_customer_id_idx" ON "consent_requests"("customer_id");

-- CreateIndex
CREATE INDEX "holds_scope_target_idx" ON "holds"("scope", "target");

-- CreateIndex
CREATE INDEX "provider_events_touch_id_idx" ON "provider_events"("touch_id");

-- CreateIndex
CREATE UNIQUE INDEX "provider_events_provider_dedupe_key_key" ON "provider_events"("provider", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "touch_signals_key_key" ON "touch_signals"("key");

-- CreateIndex
CREATE INDEX "touch_signals_touch_id_at_idx" ON "touch_signals"("touch_id", "at");

-- CreateIndex
CREATE INDEX "touch_signals_customer_id_at_idx" ON "touch_signals"("customer_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "push_subscriptions_endpoint_key" ON "push_subscriptions"("endpoint");

-- CreateIndex
CREATE INDEX "push_subscriptions_customer_id_idx" ON "push_subscriptions"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "conversations_customer_id_key" ON "conversations"("customer_id");

-- CreateIndex
CREATE INDEX "conversations_state_updated_at_idx" ON "conversations"("state", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "utterances_dedupe_key_key" ON "utterances"("dedupe_key");

-- CreateIndex
CREATE INDEX "utterances_conversation_id_at_idx" ON "utterances"("conversation_id", "at");

-- CreateIndex
CREATE INDEX "utterances_customer_id_at_idx" ON "utterances"("customer_id", "at");

-- CreateIndex
CREATE INDEX "triage_corrections_utterance_id_idx" ON "triage_corrections"("utterance_id");

-- CreateIndex
CREATE INDEX "alarms_raised_at_idx" ON "alarms"("raised_at");

-- CreateIndex
CREATE INDEX "audit_log_subject_seq_idx" ON "audit_log"("subject", "seq");

-- CreateIndex
CREATE INDEX "privacy_requests_customer_id_idx" ON "privacy_requests"("customer_id");

-- CreateIndex
CREATE INDEX "touches_customer_id_sent_at_idx" ON "touches"("customer_id", "sent_at");

-- What went out before this release counts towards caps too.
UPDATE "touches" SET "sent_at" = "updated_at" WHERE "state" IN ('accepted', 'delivered');

-- The gate reads the holds that are on, and those are few.
CREATE INDEX "holds_open" ON "holds" ("scope", "target") WHERE "ended_at" IS NULL;

-- A place in a chain is taken once.
CREATE UNIQUE INDEX "consents_chain" ON "consents" ("chain", "seq") WHERE "seq" > 0;

-- What providers said and nobody has understood yet.
CREATE INDEX "provider_events_waiting" ON "provider_events" ("id") WHERE "processed_at" IS NULL;

-- An alarm that is on is not raised again.
CREATE UNIQUE INDEX "alarms_open" ON "alarms" ("kind", "subject") WHERE "ended_at" IS NULL;

-- Touches that are to come again, which touches of a lower priority give way to.
CREATE INDEX "touches_deferred" ON "touches" ("customer_id", "deferred_until") WHERE "state" = 'deferred';

COMMIT;
