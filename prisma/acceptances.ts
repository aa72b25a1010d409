import type { TimelineEntry } from '../domain/timeline';
import type { Db } from './client';
import { Prisma } from './generated/client';
import { timelineInsert } from './timeline';

/** A provider's yes to the holder of an attempt's token. */
export interface Acceptance {
  readonly attempt: { readonly id: string; readonly token: string };
  readonly providerId: string | null;
  /** True where taking the message is its delivery. */
  readonly delivered: boolean;
  /** What the recipient is counted under (prisma/trust.ts). */
  readonly domain: string;
  readonly entry: TimelineEntry;
}

/**
 * Writes that an attempt was accepted: touch, timeline and counts of trust and of the message in one statement under the fencing token. True when the token
 * still held. False when somebody else decided the attempt meanwhile; then only the provider's id of the message is kept, for look-ups.
 */
export async function acceptAttempt(
  db: Db,
  { attempt, providerId, delivered, domain, entry }: Acceptance,
  at: Date,
): Promise<boolean> {
  const [written] = await db.$queryRaw<[{ moved: number }]>(Prisma.sql`
    WITH concluded AS (
      UPDATE attempts SET state = 'accepted', finished_at = ${at}::timestamptz, provider_id = ${providerId}
      WHERE id = ${attempt.id}::uuid AND token = ${attempt.token}::uuid AND state IN ('dispatching', 'ambiguous')
      RETURNING touch_id, channel, started_at
    ), named AS (
      UPDATE attempts SET provider_id = ${providerId}
      WHERE id = ${attempt.id}::uuid AND token = ${attempt.token}::uuid AND state NOT IN ('dispatching', 'ambiguous') AND provider_id IS NULL
    ), moved AS (
      UPDATE touches t SET state = ${delivered ? 'delivered' : 'accepted'}, reason = NULL, deferred_until = NULL, updated_at = ${at}::timestamptz,
        channel = c.channel, sent_at = c.started_at,
        delivered_at = coalesce(t.delivered_at, CASE WHEN ${delivered} THEN ${at}::timestamptz END)
      FROM concluded c WHERE t.id = c.touch_id
      RETURNING t.customer_id, t.enrollment_id, t.channel, t.message, t.message_class, t.topic, t.sent_at
    ), told AS (${timelineInsert(Prisma.sql`moved`, entry)}), counted AS (
      INSERT INTO trust_counts AS t (day, channel, message_class, topic, domain, sent, delivered)
      SELECT (sent_at AT TIME ZONE 'UTC')::date, channel, message_class, topic, ${domain}, 1, ${delivered ? 1 : 0} FROM moved
      ON CONFLICT (day, channel, message_class, topic, domain) DO UPDATE SET sent = t.sent + excluded.sent, delivered = t.delivered + excluded.delivered
    ), results AS (
      INSERT INTO message_days AS t (message, day, channel, sent, delivered)
      SELECT message, (sent_at AT TIME ZONE 'UTC')::date, channel, 1, ${delivered ? 1 : 0} FROM moved
      ON CONFLICT (message, day, channel) DO UPDATE SET sent = t.sent + excluded.sent, delivered = t.delivered + excluded.delivered
    )
    SELECT count(*)::int AS moved FROM moved`);
  return (written?.moved ?? 0) > 0;
}
