-- In-app messages that appear in an open page (how each is shown, what of a checklist is done), and notifications on the captured page.

-- AlterTable
ALTER TABLE "in_app_messages" ADD COLUMN     "done" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "form" TEXT NOT NULL DEFAULT 'card',
ADD COLUMN     "revision" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "steps" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "captured_messages" ADD COLUMN     "link" TEXT;

-- Whoever changes a message tells the pages that show it, by the transaction's id: rows become visible in another order than they are
-- numbered in, so only what is older than every transaction under way can be ticked off as told.
CREATE FUNCTION "tell_live_pages"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := pg_current_xact_id()::text::bigint;
  PERFORM pg_notify('perennial_in_app', NEW.customer_id::text);
  RETURN NEW;
END $$;

CREATE TRIGGER "tell_live_pages" BEFORE INSERT OR UPDATE ON "in_app_messages"
  FOR EACH ROW EXECUTE FUNCTION "tell_live_pages"();
