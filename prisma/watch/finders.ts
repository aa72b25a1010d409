import type { WatchReason } from '../../domain/watch';
import { Prisma } from '../generated/client';

/** What finders go by. `unanswered`: so many touches in a row without a sign of life. */
export interface WatchRules {
  readonly unanswered: number;
  readonly now: Date;
}

/** A stretch of customers, in the order of their ids: behind one (null: from the first), and how many at most. */
export interface Stretch {
  readonly after: string | null;
  readonly look: number;
}

/**
 * The statement that finds, among the next `look` customers that could be concerned, those whom one reason keeps from being reached:
 * `customerId`, `since`, `detail`. Rows of customers looked at who are not concerned have no `since`. Each starts from an index
 * (a partial one where few rows matter), so its cost goes with `look`, not with how many customers there are.
 */
export function watchStatement(reason: WatchReason, rules: WatchRules, stretch: Stretch): Prisma.Sql {
  return FINDERS[reason](rules, stretch);
}

const FINDERS: Readonly<Record<WatchReason, (rules: WatchRules, stretch: Stretch) => Prisma.Sql>> = {
  stuck: (_rules, { after, look }) => Prisma.sql`
    SELECT DISTINCT ON (customer_id) customer_id AS "customerId", stuck_since AS since,
      jsonb_build_object('journey', journey, 'stage', stage, 'enrollmentId', id, 'because', stuck_because) AS detail
    FROM enrollments WHERE stuck_since IS NOT NULL AND state <> 'ended' AND customer_id > ${behind(after)}
    ORDER BY customer_id, stuck_since LIMIT ${look}`,

  escalation_expired: ({ now }, { after, look }) => Prisma.sql`
    SELECT e."customerId", CASE WHEN e.finished_at > ${now}::timestamptz - interval '90 days' AND served.it IS NULL AND acted.it IS NULL
        THEN e.finished_at END AS since,
      jsonb_build_object('taskId', e.id, 'playbook', e.playbook, 'journey', e.journey) AS detail
    FROM (
      SELECT DISTINCT ON (customer_id) customer_id AS "customerId", id, playbook, journey, finished_at FROM tasks
      WHERE state = 'expired' AND customer_id > ${behind(after)} ORDER BY customer_id, finished_at DESC LIMIT ${look}
    ) e
    ${any(`tasks WHERE customer_id = e."customerId" AND state = 'done' AND finished_at > e.finished_at`, 'served')}
    ${any(`customers WHERE id = e."customerId" AND last_seen_at > e.finished_at`, 'acted')}`,

  bounced: (_rules, stretch) => unreached(BOUNCED, stretch),

  no_channel: (_rules, stretch) => unreached(Prisma.sql`NOT ${BOUNCED}`, stretch),

  unanswered: ({ unanswered, now }, { after, look }) => Prisma.sql`
    SELECT c.id AS "customerId", CASE WHEN last.sent_at < ${now}::timestamptz - interval '1 day' AND answered.it IS NULL AND noticed.it IS NULL
        THEN first.sent_at END AS since,
      jsonb_build_object('touches', ${unanswered}::int, 'lastSentAt', last.sent_at, 'channel', last.channel) AS detail
    FROM (SELECT id, last_seen_at FROM customers WHERE id > ${behind(after)} ORDER BY id LIMIT ${look}) c
    LEFT JOIN LATERAL (
      SELECT sent_at FROM touches WHERE customer_id = c.id AND sent_at IS NOT NULL ORDER BY sent_at DESC OFFSET ${unanswered - 1} LIMIT 1
    ) first ON c.last_seen_at IS NULL OR c.last_seen_at < first.sent_at
    LEFT JOIN LATERAL (
      SELECT sent_at, channel FROM touches WHERE customer_id = c.id AND sent_at >= first.sent_at ORDER BY sent_at DESC LIMIT 1
    ) last ON true
    ${any('touches WHERE customer_id = c.id AND sent_at >= first.sent_at AND answered_at IS NOT NULL', 'answered')}
    ${any(
      `touch_signals WHERE customer_id = c.id AND at >= first.sent_at AND human
         AND kind IN ('opened', 'clicked', 'seen', 'dismissed', 'replied')`,
      'noticed',
    )}
    ORDER BY c.id`,

  never_triggered: ({ now }, { after, look }) => Prisma.sql`
    SELECT c.id AS "customerId", CASE WHEN c.created_at < ${now}::timestamptz - interval '14 days'
        AND named.it IS NOT NULL AND entered.it IS NULL AND refused.it IS NULL THEN c.created_at END AS since, '{}'::jsonb AS detail
    FROM (SELECT id, created_at FROM customers WHERE id > ${behind(after)} ORDER BY id LIMIT ${look}) c
    ${any(`identities WHERE customer_id = c.id AND kind = 'user'`, 'named')}
    ${any('enrollments WHERE customer_id = c.id', 'entered')}
    ${any('entry_refusals WHERE customer_id = c.id', 'refused')}
    ORDER BY c.id`,
};

/** Whether there is any such row, as `<name>.it`, looked up once for each customer: an EXISTS may be turned into a scan of the whole table. */
function any(rows: string, name: string): Prisma.Sql {
  return Prisma.raw(`LEFT JOIN LATERAL (SELECT true AS it FROM ${rows} LIMIT 1) ${name} ON true`);
}

/** As in the index `touches_unreached`, word for word, or it is not used. */
const UNREACHED =
  Prisma.raw(`state IN ('suppressed', 'failed') AND (reason LIKE 'suppressed\\_%' OR reason LIKE 'bounced%'
  OR reason IN ('refused_address', 'refused_opted_out', 'no_address', 'malformed_address', 'consent_missing', 'consent_withdrawn', 'no_channel'))`);

/** The address is at fault, not the customer's will. */
const BOUNCED =
  Prisma.raw(`(t.reason LIKE 'bounced%' OR t.reason IN ('refused_address', 'suppressed_hard_bounce', 'suppressed_soft_bounce_limit',
  'suppressed_invalid', 'suppressed_carrier_block'))`);

/** Customers whose last touch reached nobody, and no other has gone out since. */
function unreached(which: Prisma.Sql, { after, look }: Stretch): Prisma.Sql {
  return Prisma.sql`
    SELECT t.customer_id AS "customerId", CASE WHEN ${which} AND reached.it IS NULL THEN t.planned_at END AS since,
      jsonb_build_object('touchId', t.id, 'message', t.message, 'because', t.reason, 'channel', coalesce(t.channel, (
        SELECT v ->> 'channel' FROM jsonb_array_elements(t.verdicts) v WHERE v ->> 'reason' = t.reason LIMIT 1))) AS detail
    FROM (
      SELECT DISTINCT ON (customer_id) customer_id, id, message, reason, channel, verdicts, planned_at FROM touches
      WHERE ${UNREACHED} AND customer_id > ${behind(after)} ORDER BY customer_id, planned_at DESC LIMIT ${look}
    ) t
    ${any(`touches WHERE customer_id = t.customer_id AND sent_at > t.planned_at AND state <> 'failed'`, 'reached')}
    ORDER BY t.customer_id`;
}

function behind(after: string | null): Prisma.Sql {
  return Prisma.sql`${after ?? '00000000-0000-0000-0000-000000000000'}::uuid`;
}
