import type { Db } from '../prisma/client';

/** One change of an attempt's state, by the database's clock. `was`: null when it was opened. */
export interface Move {
  readonly attemptId: string;
  readonly touchId: string;
  readonly was: string | null;
  readonly became: string;
  readonly at: Date;
}

/** Where attempts that are opened are announced: `<touch id>`. */
export const OPENED_CHANNEL = 'chaos_opened';

/** Lets the database remember how attempts moved, and announce those that were opened: the product only keeps where they stand. */
export async function observeAttempts(db: Db): Promise<void> {
  for (const statement of STATEMENTS) await db.$executeRawUnsafe(statement);
}

/** How attempts moved, oldest first. */
export async function readMoves(db: Db): Promise<Move[]> {
  return db.$queryRaw<Move[]>`
    SELECT attempt_id AS "attemptId", touch_id AS "touchId", was, became, at FROM chaos.moves ORDER BY id`;
}

const STATEMENTS = [
  'CREATE SCHEMA chaos',
  `CREATE TABLE chaos.moves (id bigserial PRIMARY KEY, attempt_id uuid, touch_id uuid, was text, became text, at timestamptz DEFAULT clock_timestamp())`,
  `CREATE FUNCTION chaos.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO chaos.moves (attempt_id, touch_id, was, became)
    VALUES (NEW.id, NEW.touch_id, CASE TG_OP WHEN 'UPDATE' THEN OLD.state END, NEW.state);
    IF NEW.state = 'dispatching' THEN PERFORM pg_notify('${OPENED_CHANNEL}', NEW.touch_id::text); END IF;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER chaos_note AFTER INSERT OR UPDATE OF state ON attempts FOR EACH ROW EXECUTE FUNCTION chaos.note()`,
];
