import type { Tx } from '../client';
import { Prisma } from '../generated/client';

/**
 * Makes one conversation of those of customers who turned out to be one; `pairs` is a table `m (gone, stays)`. Everything that was said
 * is said in the one of `stays`, or in the one that there was; it is open when one of them was, and remembers where was written last.
 */
export async function mergeConversations(tx: Tx, pairs: Prisma.Sql): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE conversations c SET customer_id = r.stays FROM (
      SELECT DISTINCT ON (m.stays) c.id, m.stays FROM conversations c JOIN ${pairs} ON c.customer_id = m.gone
      WHERE NOT EXISTS (SELECT 1 FROM conversations k WHERE k.customer_id = m.stays) ORDER BY m.stays, c.opened_at, c.id
    ) AS r WHERE c.id = r.id`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE utterances u SET conversation_id = k.id FROM conversations g JOIN ${pairs} ON g.customer_id = m.gone
      JOIN conversations k ON k.customer_id = m.stays
    WHERE u.conversation_id = g.id`);
  await tx.$executeRaw(
    Prisma.sql`UPDATE utterances u SET customer_id = m.stays FROM ${pairs} WHERE u.customer_id = m.gone`,
  );
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (
      DELETE FROM conversations g USING ${pairs} WHERE g.customer_id = m.gone
      RETURNING m.stays, g.state, g.last_channel, g.last_inbound_at, g.opened_at, g.updated_at
    ), latest AS (SELECT DISTINCT ON (stays) stays, last_channel, last_inbound_at FROM gone ORDER BY stays, last_inbound_at DESC NULLS LAST)
    UPDATE conversations k SET
      state = CASE WHEN k.state = 'open' OR w.open THEN 'open' ELSE k.state END,
      last_channel = CASE WHEN coalesce(l.last_inbound_at > k.last_inbound_at, k.last_inbound_at IS NULL) THEN l.last_channel ELSE k.last_channel END,
      last_inbound_at = greatest(k.last_inbound_at, l.last_inbound_at),
      opened_at = least(k.opened_at, w.opened_at),
      updated_at = greatest(k.updated_at, w.updated_at)
    FROM (SELECT stays, bool_or(state = 'open') AS open, min(opened_at) AS opened_at, max(updated_at) AS updated_at FROM gone GROUP BY stays) AS w
      JOIN latest l ON l.stays = w.stays
    WHERE k.customer_id = w.stays`);
}
