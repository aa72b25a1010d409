import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { LONGEST_AWAY_MS } from './news';

/** Twice as long as a page may be away: clocks of machines differ, and a mark is noted a moment after its hour was read. */
const KEPT_MS = 2 * LONGEST_AWAY_MS;

/**
 * Forgets news from which no page can go on any more, up to `limit`: what every cursor that is still good has behind it. The oldest transaction under way
 * is marked with the hour at each call, and the latest mark of two hours ago draws the line, so there is a mark for each call since and one more. News and marks of a database that this one was restored from, whose transactions are numbered beyond ours, go too. Returns how much it forgot.
 */
export async function forgetOldNews(db: Db, limit: number, now: Date): Promise<number> {
  const line = new Date(now.getTime() - KEPT_MS);
  await db.$executeRaw(Prisma.sql`
    INSERT INTO staff_news_marks (at, revision) VALUES (${now}::timestamptz, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
    ON CONFLICT (at) DO NOTHING`);
  // What has changed since it was looked at has another revision, and stays.
  const forgotten = await db.$executeRaw(Prisma.sql`
    WITH old AS MATERIALIZED (
      SELECT topic, subject, revision FROM staff_news
      WHERE revision < (SELECT revision FROM staff_news_marks WHERE at <= ${line}::timestamptz ORDER BY at DESC LIMIT 1)
        OR revision >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      LIMIT ${limit}
    )
    DELETE FROM staff_news n USING old WHERE (n.topic, n.subject, n.revision) = (old.topic, old.subject, old.revision)`);
  await db.$executeRaw(Prisma.sql`
    DELETE FROM staff_news_marks WHERE at < (SELECT max(at) FROM staff_news_marks WHERE at <= ${line}::timestamptz)
      OR revision >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint`);
  return forgotten;
}
