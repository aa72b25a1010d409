-- What others are told of as it happens: endpoints, and one row for each fact on its way to each of them, written with the fact. Ids only.
BEGIN;

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "form" TEXT NOT NULL DEFAULT 'standard',
    "events" TEXT[],
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_because" TEXT,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "customer_id" UUID,
    "about" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),
    "status" INTEGER,
    "error" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_notifications" (
    "staff_id" TEXT NOT NULL,
    "digest" BOOLEAN NOT NULL,
    "hour" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "told_on" DATE,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_notifications_pkey" PRIMARY KEY ("staff_id")
);

-- CreateIndex
CREATE INDEX "webhook_deliveries_occurred_at_id_idx" ON "webhook_deliveries"("occurred_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_occurred_at_id_idx" ON "webhook_deliveries"("endpoint_id", "occurred_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_customer_id_idx" ON "webhook_deliveries"("customer_id");

-- What is on its way: the rest is a record.
CREATE INDEX "webhook_deliveries_waiting" ON "webhook_deliveries" ("next_at", "id") WHERE "state" = 'waiting';

-- One row for each endpoint that wants to hear of this, in the transaction of the fact.
CREATE FUNCTION "announce"(what TEXT, customer UUID, happened TIMESTAMPTZ, about JSONB) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webhook_deliveries (id, endpoint_id, type, customer_id, about, occurred_at, next_at)
  SELECT gen_random_uuid(), e.id, what, customer, jsonb_strip_nulls(about), happened, happened
  FROM webhook_endpoints e WHERE e.disabled_at IS NULL AND what = ANY(e.events);
  IF FOUND THEN PERFORM pg_notify('perennial_webhooks', ''); END IF;
END $$;

CREATE FUNCTION "announce_task"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about JSONB := jsonb_build_object('task_id', NEW.id, 'enrollment_id', NEW.enrollment_id, 'journey', NEW.journey, 'playbook', NEW.playbook,
    'queue', NEW.queue, 'priority', NEW.priority, 'state', NEW.state, 'assignee', NEW.assignee, 'due_at', NEW.due_at,
    'outcome', NEW.outcome, 'finished_by', NEW.finished_by);
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM announce('task.opened', NEW.customer_id, NEW.opened_at, about);
    RETURN NULL;
  END IF;
  IF NEW.state = 'claimed' AND (OLD.state <> 'claimed' OR OLD.assignee IS DISTINCT FROM NEW.assignee) THEN
    PERFORM announce('task.claimed', NEW.customer_id, coalesce(NEW.acted_at, NEW.claimed_at, NEW.opened_at), about);
  END IF;
  IF OLD.breached_at IS NULL AND NEW.breached_at IS NOT NULL THEN
    PERFORM announce('task.breached', NEW.customer_id, NEW.breached_at, about);
  END IF;
  IF OLD.state <> NEW.state AND NEW.state IN ('done', 'expired', 'cancelled') THEN
    PERFORM announce(CASE NEW.state WHEN 'done' THEN 'task.completed' WHEN 'expired' THEN 'task.expired' ELSE 'task.cancelled' END,
      NEW.customer_id, coalesce(NEW.finished_at, NEW.opened_at), about);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_new" AFTER INSERT ON "tasks" FOR EACH ROW EXECUTE FUNCTION "announce_task"();
CREATE TRIGGER "announce" AFTER UPDATE ON "tasks" FOR EACH ROW
  WHEN ((OLD.state, OLD.assignee, OLD.breached_at) IS DISTINCT FROM (NEW.state, NEW.assignee, NEW.breached_at))
  EXECUTE FUNCTION "announce_task"();

CREATE FUNCTION "announce_enrollment"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about JSONB := jsonb_build_object('enrollment_id', NEW.id, 'journey', NEW.journey, 'stage', NEW.stage, 'how', NEW.how, 'outcome', NEW.outcome);
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM announce('enrollment.started', NEW.customer_id, NEW.entered_at, about);
  ELSE PERFORM announce('enrollment.ended', NEW.customer_id, NEW.ended_at, about);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_new" AFTER INSERT ON "enrollments" FOR EACH ROW EXECUTE FUNCTION "announce_enrollment"();
CREATE TRIGGER "announce" AFTER UPDATE ON "enrollments" FOR EACH ROW
  WHEN (OLD.state <> 'ended' AND NEW.state = 'ended') EXECUTE FUNCTION "announce_enrollment"();

CREATE FUNCTION "announce_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM announce('consent.changed', NEW.customer_id, NEW.at, jsonb_build_object('consent_id', NEW.id, 'channel', NEW.channel,
    'topic', NEW.topic, 'purpose', NEW.purpose, 'state', NEW.state, 'basis', NEW.basis));
  RETURN NULL;
END $$;

CREATE TRIGGER "announce" AFTER INSERT ON "consents" FOR EACH ROW EXECUTE FUNCTION "announce_consent"();

CREATE FUNCTION "announce_utterance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM announce('conversation.message_received', NEW.customer_id, NEW.at, jsonb_build_object('conversation_id', NEW.conversation_id,
    'utterance_id', NEW.id, 'channel', NEW.channel, 'triage', NEW.triage));
  RETURN NULL;
END $$;

CREATE TRIGGER "announce" AFTER INSERT ON "utterances" FOR EACH ROW
  WHEN (NEW.direction = 'in' AND NOT NEW.hidden) EXECUTE FUNCTION "announce_utterance"();

CREATE FUNCTION "announce_alarm"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about JSONB := jsonb_build_object('alarm_id', NEW.id, 'kind', NEW.kind, 'subject', NEW.subject, 'level', NEW.level, 'text', NEW.text,
    'ended_by', NEW.ended_by);
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM announce('alarm.raised', NULL, NEW.raised_at, about);
  ELSE PERFORM announce('alarm.ended', NULL, NEW.ended_at, about);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_new" AFTER INSERT ON "alarms" FOR EACH ROW EXECUTE FUNCTION "announce_alarm"();
CREATE TRIGGER "announce" AFTER UPDATE ON "alarms" FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION "announce_alarm"();

COMMIT;
