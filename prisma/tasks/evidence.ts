import type { Db } from '../client';
import { Prisma } from '../generated/client';

/**
 * Something that happened to a customer, as evidence for a person. `detail` by kind. touch: `id, message, channel, state, reason`;
 * event: `type, properties` as the backend sent them; task: `id, playbook, because, state, outcome, by`; said: `id, direction, channel,
 * author, body, triage`, abuse left out.
 */
export interface Evidence {
  readonly kind: 'touch' | 'event' | 'task' | 'said';
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The last things that happened to a customer, newest first: every touch with its verdict, every event but page views, what was said on any channel, and other tasks (at their end, if they have ended). */
export async function evidenceOf(
  db: Db,
  customerId: string,
  { exceptTask, limit }: { exceptTask: string; limit: number },
): Promise<Evidence[]> {
  return db.$queryRaw<Evidence[]>(Prisma.sql`
    (SELECT 'touch' AS kind, planned_at AS at,
        jsonb_build_object('id', id, 'message', message, 'channel', channel, 'state', state, 'reason', reason) AS detail
      FROM touches WHERE customer_id = ${customerId}::uuid ORDER BY planned_at DESC LIMIT ${limit})
    UNION ALL
    (SELECT 'event', occurred_at, jsonb_build_object('type', type, 'properties', properties)
      FROM events WHERE customer_id = ${customerId}::uuid AND type NOT IN ('page.viewed', 'screen.viewed')
      ORDER BY occurred_at DESC LIMIT ${limit})
    UNION ALL
    (SELECT 'task', COALESCE(finished_at, opened_at), jsonb_build_object('id', id, 'playbook', playbook, 'because', because,
        'state', state, 'outcome', outcome, 'by', COALESCE(finished_by, assignee))
      FROM tasks WHERE customer_id = ${customerId}::uuid AND id <> ${exceptTask}::uuid
      ORDER BY opened_at DESC LIMIT ${limit})
    UNION ALL
    (SELECT 'said', at, jsonb_build_object('id', id, 'direction', direction, 'channel', channel, 'author', author, 'body', body, 'triage', triage)
      FROM utterances WHERE customer_id = ${customerId}::uuid AND NOT hidden ORDER BY at DESC LIMIT ${limit})
    ORDER BY at DESC LIMIT ${limit}`);
}
