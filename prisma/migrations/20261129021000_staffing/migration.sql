-- What people do about tasks beyond claiming and completing them: attempts to reach the customer, a completion that waits a moment before
-- journeys hear of it, a claim that ends when nothing is done, and tasks that are opened again; and the texts that answers begin with.
BEGIN;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "not_before" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "reopened_at" TIMESTAMPTZ(3),
ADD COLUMN     "return_after" INTEGER;

-- CreateTable
CREATE TABLE "contact_attempts" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "contact_attempts_task_id_at_idx" ON "contact_attempts"("task_id", "at");

-- CreateTable
CREATE TABLE "reply_templates" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "playbook" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reply_templates_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "reply_templates_name_locale_key" ON "reply_templates"("name", "locale");

-- What is written on a task is news of it.
CREATE TRIGGER "tell_staff" AFTER INSERT ON "task_notes" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('task', 'task_id');
CREATE TRIGGER "tell_staff" AFTER INSERT ON "contact_attempts" FOR EACH ROW EXECUTE FUNCTION "tell_staff"('task', 'task_id');

COMMIT;
