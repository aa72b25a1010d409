-- News is numbered by transactions, which say nothing of the hour. A mark says which transactions were over at an hour, so that news from which
-- nobody can go on any more is forgotten. Processes of the release before go on as they are.
BEGIN;

-- CreateTable
CREATE TABLE "staff_news_marks" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "revision" BIGINT NOT NULL,

    CONSTRAINT "staff_news_marks_pkey" PRIMARY KEY ("at")
);

COMMIT;
