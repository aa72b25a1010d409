-- What a customer chose of language and zone outlives what backends say later; answers join the thread of the mail that they answer. Processes
-- of the release before go on as they are.
BEGIN;

-- AlterTable
ALTER TABLE "preferences" ADD COLUMN     "locale" TEXT,
ADD COLUMN     "time_zone" TEXT;

-- AlterTable
ALTER TABLE "utterances" ADD COLUMN     "mail" JSONB;

COMMIT;
