import { headStart, headStartMinutes } from '../../domain/policy/task-rank';
import { UNSURE_BELOW, type TriageGroup } from '../../domain/triage/triage';
import type { Traits } from '../../domain/traits';
import { valueOf } from '../../domain/value';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';

interface Facts {
  readonly id: string;
  readonly priority: string;
  readonly traits: Traits;
  readonly companyTraits: Traits | null;
  readonly openTickets: number;
  readonly unanswered: TriageGroup | null;
}

/** Reckons anew whose turn the unfinished tasks of a customer are, because something about the customer has changed. Writes no version: nobody's act is refused for it. */
export async function rankTasksOf(tx: Db | Tx, customerId: string, now: Date): Promise<void> {
  await rank(tx, Prisma.sql`t.customer_id = ${customerId}::uuid`, 100, now);
}

/** The same for the tasks whose customers have changed since it was reckoned, or for which it never was, up to `limit`. Returns how many. */
export async function rankStaleTasks(db: Db, limit: number, now: Date): Promise<number> {
  return rank(db, Prisma.sql`(t.ranked_at IS NULL OR t.ranked_at < c.updated_at)`, limit, now);
}

async function rank(tx: Db | Tx, which: Prisma.Sql, limit: number, now: Date): Promise<number> {
  const facts = await tx.$queryRaw<Facts[]>(Prisma.sql`
    SELECT t.id, t.priority, c.traits, c.open_tickets AS "openTickets", a.traits AS "companyTraits",
      CASE WHEN v.state = 'open' THEN coalesce(CASE WHEN l.confidence >= ${UNSURE_BELOW} THEN l.triage END, 'reply') END AS unanswered
    FROM tasks t JOIN customers c ON c.id = t.customer_id
    LEFT JOIN conversations v ON v.customer_id = c.id
    LEFT JOIN LATERAL (
      SELECT u.triage, u.confidence FROM utterances u
      WHERE u.conversation_id = v.id AND u.direction = 'in' AND NOT u.automatic ORDER BY u.at DESC, u.id DESC LIMIT 1
    ) l ON true
    LEFT JOIN LATERAL (
      SELECT a.traits FROM account_members m JOIN accounts a ON a.id = m.account_id WHERE m.customer_id = c.id ORDER BY m.joined_at LIMIT 1
    ) a ON true
    WHERE t.state IN ('open', 'claimed', 'snoozed') AND ${which} LIMIT ${limit}`);
  if (facts.length === 0) return 0;
  const ranks = facts.map((fact) => {
    const parts = headStart({ ...fact, value: valueOf(fact.traits, fact.companyTraits) });
    return { id: fact.id, minutes: headStartMinutes(parts), parts };
  });
  await tx.$executeRaw(Prisma.sql`
    UPDATE tasks t SET head_start = n.minutes, head_start_parts = n.parts, ranked_at = ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(ranks)}::json) AS n (id uuid, minutes int, parts jsonb) WHERE t.id = n.id`);
  return facts.length;
}
