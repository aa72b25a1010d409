-- A customer can ask for a person outside of any journey (M10): tasks, who waits for them, and the facts about them that go to Temporal.

-- AlterTable
ALTER TABLE "outbox" ALTER COLUMN "enrollment_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "task_waiters" ALTER COLUMN "enrollment_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "tasks" ALTER COLUMN "enrollment_id" DROP NOT NULL,
ALTER COLUMN "journey" DROP NOT NULL,
ALTER COLUMN "stage" DROP NOT NULL;

-- Whoever sends a text message is found by their number.

-- CreateIndex
CREATE INDEX "customers_phone_idx" ON "customers"("phone");
