-- What is ticked of a checklist is kept with the task, so that it is seen on every machine and by whoever takes over, at once. Processes of the
-- release before go on as they are.
BEGIN;

ALTER TABLE "tasks" ADD COLUMN     "ticked" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TRIGGER "tell_staff_of_ticks" AFTER UPDATE OF "ticked" ON "tasks" FOR EACH ROW
  WHEN (OLD.ticked IS DISTINCT FROM NEW.ticked) EXECUTE FUNCTION "tell_staff"('task', 'id');

COMMIT;
