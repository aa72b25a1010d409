import { DAY_MS, HOUR_MS } from '../domain/duration';
import type { Db } from './client';
import { Prisma } from './generated/client';

/** Much longer than a live run waits for evidence: whoever was to come again would have. */
const ABANDONED_MS = HOUR_MS;
const ORPHANED_MS = DAY_MS;

/**
 * Gives up attempts of which nobody will ask any more what became of them, because their run ended while they were out: they are unknown,
 * and never sent again. A live run decides for itself when the wait for evidence is over. Evidence that comes later still counts. Returns how many.
 */
export async function giveUpAttempts(db: Db, at: Date): Promise<number> {
  const abandoned = new Date(at.getTime() - ABANDONED_MS);
  const orphaned = new Date(at.getTime() - ORPHANED_MS);
  const [row] = await db.$queryRaw<{ given: number }[]>(Prisma.sql`
    WITH given AS (
      UPDATE attempts a SET state = 'unknown', finished_at = ${at}::timestamptz
      FROM touches t LEFT JOIN enrollments e ON e.id = t.enrollment_id
      WHERE a.touch_id = t.id AND a.state IN ('dispatching', 'ambiguous') AND a.started_at < ${abandoned}::timestamptz
        AND (e.state = 'ended' OR (e.id IS NULL AND a.started_at < ${orphaned}::timestamptz))
      RETURNING a.touch_id
    ), moved AS (
      UPDATE touches SET state = 'unknown', reason = 'no_evidence', deferred_until = NULL, updated_at = ${at}::timestamptz
      WHERE id IN (SELECT touch_id FROM given) AND state IN ('dispatching', 'ambiguous')
      RETURNING id, key, customer_id, enrollment_id, message, message_class
    ), told AS (
      INSERT INTO timeline (key, customer_id, enrollment_id, at, kind, detail)
      SELECT key || ':unknown', customer_id, enrollment_id, ${at}::timestamptz, 'touch', jsonb_build_object('message', message,
        'class', message_class, 'verdict', 'unknown', 'touchId', id, 'channel', NULL, 'reason', 'no_evidence')
      FROM moved ON CONFLICT (key) DO NOTHING
    )
    SELECT count(*)::int AS given FROM given`);
  return row?.given ?? 0;
}
