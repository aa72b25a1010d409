-- What the people's inbox asks of tasks: an order of help that an index keeps, when their holder last did something about them, a snooze that
-- an answer ends, and a completion that can be taken back for a moment. Processes of the release before go on as they are.
BEGIN;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "acted_at" TIMESTAMPTZ(3),
ADD COLUMN     "head_start" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "head_start_parts" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "ranked_at" TIMESTAMPTZ(3),
ADD COLUMN     "undo" JSONB,
ADD COLUMN     "undo_until" TIMESTAMPTZ(3),
ADD COLUMN     "wake_on_reply" BOOLEAN NOT NULL DEFAULT false;

-- Whose turn it is: the due date, moved forward by the head start. It stands still while time passes, so an index can keep the order.
ALTER TABLE "tasks" ADD COLUMN     "rank_at" TIMESTAMP(3)
  GENERATED ALWAYS AS (("due_at" AT TIME ZONE 'UTC') - make_interval(mins => "head_start")) STORED;

-- What is not finished, by rank: of everybody, and of each person; and what came to an end, the latest first.
CREATE INDEX "tasks_ranked" ON "tasks" ("rank_at", "id") WHERE "state" IN ('open', 'claimed', 'snoozed');
CREATE INDEX "tasks_ranked_by_person" ON "tasks" ("assignee", "rank_at", "id") WHERE "state" IN ('open', 'claimed', 'snoozed');
CREATE INDEX "tasks_finished" ON "tasks" ("finished_at" DESC, "id" DESC) WHERE "state" IN ('done', 'expired', 'cancelled');

COMMIT;
