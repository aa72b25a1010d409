import { HOUR_MS } from '../../domain/duration';
import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** Where changes that concern staff are announced (triggers of the tables); what exactly stands in `staff_news`. */
export const STAFF_CHANNEL = 'perennial_staff';

/** Something that has changed: which, and of a task its version, of a presence who looks now. */
export interface StaffNewsItem {
  readonly topic: 'task' | 'presence' | 'alarm' | 'conversation';
  /** Of the task, the alarm, or the customer. */
  readonly subject: string;
  /** Which change this is: the id of the transaction that made it. */
  readonly revision: string;
  readonly version: number | null;
  readonly people: readonly string[];
}

/** What is new behind a cursor. `reload`: too much, or too long ago to say: the page reads anew what it shows. */
export interface StaffNews {
  readonly cursor: string;
  readonly reload: boolean;
  readonly items: readonly StaffNewsItem[];
}

const MOST_NEWS = 500;
/** Whoever was away for longer reads anew. */
export const LONGEST_AWAY_MS = HOUR_MS;

/**
 * What has changed since a cursor, some perhaps again; without one nothing, and where to begin. A cursor is the oldest transaction under way at
 * its reading, and the time: what is older had been read, so nothing is ever missed, whatever the order of commits.
 */
export async function readStaffNews(db: Db, cursor: string | null, now: Date): Promise<StaffNews> {
  const [, after, seconds] = /^(\d{1,18})-(\d{1,12})$/.exec(cursor ?? '') ?? [];
  const [row] = await db.$queryRaw<{ xmin: string; items: StaffNewsItem[] | null }[]>(Prisma.sql`
    WITH snapshot AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin)
    SELECT snapshot.xmin::text AS xmin, (
      SELECT jsonb_agg(jsonb_build_object('topic', n.topic, 'subject', n.subject, 'revision', n.revision::text, 'version', t.version,
        'people', (SELECT coalesce(jsonb_agg(p.person ORDER BY p.person), '[]') FROM task_presences p
                   WHERE n.topic = 'presence' AND p.task_id = n.subject AND p.until > ${now}::timestamptz)) ORDER BY n.revision, n.topic, n.subject)
      FROM (SELECT * FROM staff_news WHERE revision >= ${after ?? null}::bigint ORDER BY revision LIMIT ${MOST_NEWS + 1}) n
      LEFT JOIN tasks t ON n.topic = 'task' AND t.id = n.subject
    ) AS items FROM snapshot`);
  const { xmin, items } = row!;
  const next = `${xmin}-${Math.floor(now.getTime() / 1000)}`;
  const known = after !== undefined && Number(after) <= Number(xmin);
  const isLate = known && now.getTime() - Number(seconds) * 1000 > LONGEST_AWAY_MS;
  const isMuch = (items?.length ?? 0) > MOST_NEWS;
  const reload = cursor !== null && (!known || isLate || isMuch);
  return { cursor: next, reload, items: reload || !known ? [] : (items ?? []) };
}
