import type { Tx } from './client';
import { Prisma } from './generated/client';

/** The events that open and close support trouble (M25). */
export const TICKET_EVENTS = ['ticket.opened', 'ticket.closed'] as const;

/**
 * Counts the open tickets of these customers anew from their events: a ticket with an id is open when its latest event
 * opened it, so events in any order and closings told twice come out right; tickets without an id are opened less closed ones.
 */
export async function recountTickets(tx: Tx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    WITH told AS (
      SELECT customer_id, type, properties ->> 'ticketId' AS ticket,
             row_number() OVER (PARTITION BY customer_id, properties ->> 'ticketId' ORDER BY occurred_at DESC, id DESC) AS age
      FROM events WHERE customer_id = ANY(${customerIds}::uuid[]) AND type = ANY(${[...TICKET_EVENTS]}::text[])
    ), counted AS (
      SELECT customer_id,
             count(*) FILTER (WHERE ticket IS NOT NULL AND age = 1 AND type = 'ticket.opened')
             + greatest(0, count(*) FILTER (WHERE ticket IS NULL AND type = 'ticket.opened')
                         - count(*) FILTER (WHERE ticket IS NULL AND type = 'ticket.closed')) AS open
      FROM told GROUP BY customer_id
    )
    UPDATE customers c SET open_tickets = counted.open FROM counted WHERE c.id = counted.customer_id`);
}
