import type { Db } from './client';
import { Prisma } from './generated/client';

/** Somebody of the same company as a customer. */
export interface Colleague {
  readonly accountId: string;
  readonly groupId: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly lifecycle: string;
  readonly lastSeenAt: Date | null;
}

/** A place among colleagues: a company and one of its members. */
export interface ColleaguePlace {
  readonly accountId: string;
  readonly customerId: string;
}

/** Members of a customer's companies but themselves, company by company, by our ids. Somebody of two companies stands there for each. */
export function colleaguesOf(
  db: Db,
  customerId: string,
  { after, limit }: { readonly after?: ColleaguePlace | undefined; readonly limit: number },
): Promise<Colleague[]> {
  const beyond = after
    ? Prisma.sql`AND (m.account_id, m.customer_id) > (${after.accountId}::uuid, ${after.customerId}::uuid)`
    : Prisma.empty;
  return db.$queryRaw<Colleague[]>(Prisma.sql`
    SELECT m.account_id AS "accountId", a.group_id AS "groupId", c.id AS "customerId", c.name, c.email, c.lifecycle, c.last_seen_at AS "lastSeenAt"
    FROM (SELECT account_id FROM account_members WHERE customer_id = ${customerId}::uuid) AS mine
    CROSS JOIN LATERAL (
      SELECT account_id, customer_id FROM account_members m
      WHERE m.account_id = mine.account_id AND m.customer_id <> ${customerId}::uuid ${beyond}
      ORDER BY m.account_id, m.customer_id LIMIT ${limit}
    ) AS m
    JOIN accounts a ON a.id = m.account_id JOIN customers c ON c.id = m.customer_id
    ORDER BY m.account_id, m.customer_id LIMIT ${limit}`);
}
