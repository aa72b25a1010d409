import { HOUR_MS } from '../domain/duration';
import { WATCH_REASONS, type WatchReason } from '../domain/watch';
import { Prisma } from './generated/client';
import { countSomeOfWatch, countWatch, type WatchCounted, type WatchDeps } from './watch';

/** Counts older than this are not shown: rounds that do not come are another trouble. */
const GOOD_FOR_MS = HOUR_MS;

/** Counts whom the automation does not reach, of everybody, and keeps that for whoever asks until the next round. */
export async function keepWatchCounts(deps: WatchDeps, now: Date): Promise<void> {
  const counts = await countWatch(deps, now);
  await deps.db.$executeRaw(Prisma.sql`
    INSERT INTO watch_counts (reason, count, at)
    SELECT reason, count, ${now}::timestamptz
    FROM unnest(${[...WATCH_REASONS]}::text[], ${WATCH_REASONS.map((reason) => counts[reason])}::int[]) AS n (reason, count)
    ON CONFLICT (reason) DO UPDATE SET count = excluded.count, at = excluded.at WHERE watch_counts.at <= excluded.at`);
}

/**
 * How many are on the watch list by reason, the worst first, and as of when: as the last round counted them, or, when none did lately, counted
 * now as far as one request may (`more`).
 */
export async function readWatchCounts(
  deps: WatchDeps,
  now: Date,
): Promise<{ readonly at: Date; readonly counts: readonly WatchCounted[] }> {
  const rows = await deps.db.watchCount.findMany({ where: { at: { gt: new Date(now.getTime() - GOOD_FOR_MS) } } });
  const kept = new Map(rows.map((row) => [row.reason as WatchReason, row]));
  const counts = WATCH_REASONS.flatMap((reason) => {
    const row = kept.get(reason);
    return row ? [{ reason, count: row.count, more: false }] : [];
  });
  if (counts.length === WATCH_REASONS.length) return { at: rows[0]!.at, counts };
  return { at: now, counts: await countSomeOfWatch(deps, now) };
}
