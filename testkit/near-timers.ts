import type { Db } from '../prisma/client';
import { Prisma } from '../prisma/generated/client';

/** When the next timer of a running journey fires, if that is within `withinMs` of `now`: the end of a wait, or a step of an open task. */
export async function nextTimer(db: Db, now: Date, withinMs: number): Promise<Date | undefined> {
  const until = new Date(now.getTime() + withinMs);
  const [row] = await db.$queryRaw<{ at: Date | null }[]>(Prisma.sql`
    WITH timers AS (
      SELECT (t.detail ->> 'until')::timestamptz AS at FROM enrollments e JOIN timeline t ON t.enrollment_id = e.id
      WHERE e.state <> 'ended' AND t.kind = 'wait'
      UNION ALL
      SELECT unnest(ARRAY[remind_at, due_at, expire_at, snoozed_until,
        greatest(claimed_at, acted_at, snoozed_until) + make_interval(mins => return_after)]) FROM tasks WHERE state IN ('open', 'claimed', 'snoozed')
    )
    SELECT min(at) AS at FROM timers WHERE at > ${now}::timestamptz AND at <= ${until}::timestamptz`);
  return row?.at ?? undefined;
}
