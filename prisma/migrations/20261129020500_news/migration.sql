-- What the people's pages are told of as it happens: tasks, who looks at them, alarms and conversations. Ids only.
BEGIN;

-- CreateTable
CREATE TABLE "task_presences" (
    "task_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_presences_pkey" PRIMARY KEY ("task_id","person")
);

-- CreateIndex
CREATE INDEX "task_presences_until_idx" ON "task_presences"("until");

-- CreateTable
CREATE TABLE "staff_news" (
    "topic" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "revision" BIGINT NOT NULL,

    CONSTRAINT "staff_news_pkey" PRIMARY KEY ("topic","subject")
);

-- CreateIndex
CREATE INDEX "staff_news_revision_idx" ON "staff_news"("revision");

-- One row for each thing that ever changed, with the transaction that changed it last: rows become visible in another order than they are
-- numbered in, so only what is older than every transaction under way can be ticked off as told. One notice for a transaction.
CREATE FUNCTION "tell_staff"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO staff_news AS n (topic, subject, revision)
  VALUES (TG_ARGV[0], (to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END) ->> TG_ARGV[1])::uuid, pg_current_xact_id()::text::bigint)
  ON CONFLICT (topic, subject) DO UPDATE SET revision = excluded.revision;
  PERFORM pg_notify('perennial_staff', '');
  RETURN NULL;
END $$;

CREATE TRIGGER "tell_staff_of_new" AFTER INSERT ON "tasks" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('task', 'id');
-- What only reckons a rank anew, and finds the same, is no news.
CREATE TRIGGER "tell_staff" AFTER UPDATE ON "tasks" FOR EACH ROW
  WHEN ((OLD.version, OLD.state, OLD.due_at, OLD.head_start, OLD.banner, OLD.reminded_at, OLD.breached_at, OLD.customer_id)
    IS DISTINCT FROM (NEW.version, NEW.state, NEW.due_at, NEW.head_start, NEW.banner, NEW.reminded_at, NEW.breached_at, NEW.customer_id))
  EXECUTE FUNCTION "tell_staff"('task', 'id');
CREATE TRIGGER "tell_staff" AFTER INSERT OR UPDATE ON "alarms" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('alarm', 'id');
CREATE TRIGGER "tell_staff" AFTER INSERT OR UPDATE ON "conversations" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('conversation', 'customer_id');
-- A sign of life that only comes again is no news.
CREATE TRIGGER "tell_staff" AFTER INSERT OR DELETE ON "task_presences" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('presence', 'task_id');

COMMIT;
