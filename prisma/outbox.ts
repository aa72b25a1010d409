import type { HeardEvent, Steering } from '../domain/journey';
import type { Tx } from './client';
import { Prisma } from './generated/client';

interface Addressed {
  readonly enrollmentId: string;
  readonly workflowId: string;
}

/** A fact on its way to Temporal: a run to start, an event to tell it, or a hand laid on it. Ids only, no personal data. */
export type OutboxItem =
  | (Addressed & { readonly kind: 'start'; readonly payload: { readonly journey: string; readonly customerId: string } })
  | (Addressed & { readonly kind: 'event'; readonly payload: HeardEvent })
  | (Addressed & { readonly kind: 'steer'; readonly payload: Steering });

/** The channel on which a commit tells the relays that rows wait. */
export const OUTBOX_CHANNEL = 'perennial_outbox';

/**
 * Puts facts on their way, in the transaction that writes them: one statement for all, in the order given, which is the
 * order in which each workflow will hear them. Notifies the relays on commit (PostgreSQL merges repeated notices of one transaction).
 */
export async function enqueue(tx: Tx, items: readonly OutboxItem[], now: Date): Promise<void> {
  if (items.length === 0) return;
  await tx.$queryRaw(Prisma.sql`
    WITH added AS (
      INSERT INTO outbox (kind, enrollment_id, workflow_id, payload, created_at)
      SELECT kind, "enrollmentId", "workflowId", payload, ${now}::timestamptz
      FROM ROWS FROM (json_to_recordset(${JSON.stringify(items)}::json)
        AS (kind text, "enrollmentId" uuid, "workflowId" text, payload jsonb)) WITH ORDINALITY
      ORDER BY ordinality
    )
    SELECT pg_notify(${OUTBOX_CHANNEL}, '')::text`);
}
