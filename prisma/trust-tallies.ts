import { DAY_MS } from '../domain/duration';
import type { TrustGroup, TrustTally } from '../domain/policy/trust';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** A group and what is counted for it. */
export interface TalliedGroup {
  readonly group: TrustGroup;
  readonly tally: TrustTally;
}

/** Domains beyond these, by what was sent to them, are not told apart. */
const MOST_DOMAINS = 500;

/** The first of the last so many UTC days, today included. */
export function firstDay(days: number, now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - (days - 1) * DAY_MS);
}

/**
 * Adds up what was sent since a day and what came of it: by channel, by channel and topic, and by channel and recipients' domain, of which
 * only those that were sent at least `least` messages. All classes of messages together, as mailbox providers see them.
 */
export async function readTallies(
  db: Db | Tx,
  { since, least }: { readonly since: Date; readonly least: number },
): Promise<TalliedGroup[]> {
  const rows = await db.$queryRaw<(TrustGroup & TrustTally)[]>(Prisma.sql`
    SELECT channel, CASE WHEN grouping(topic) = 0 THEN 'topic' WHEN grouping(domain) = 0 THEN 'domain' ELSE 'channel' END AS by,
      coalesce(topic, domain, '*') AS value, ${SUMS}
    FROM trust_counts WHERE day >= ${dateOf(since)}::date
    GROUP BY GROUPING SETS ((channel), (channel, topic), (channel, domain))
    HAVING grouping(domain) = 1 OR (domain <> '*' AND sum(sent) >= ${least})
    ORDER BY by, sent DESC, channel, value LIMIT ${MOST_DOMAINS}`);
  return rows.map(({ channel, by, value, ...tally }) => ({ group: { channel, by, value }, tally }));
}

/** What is counted for one group since a day, by day (`2026-03-02`). */
export async function readDays(
  db: Db | Tx,
  { channel, by, value }: TrustGroup,
  since: Date,
): Promise<Readonly<Record<string, TrustTally>>> {
  const only = {
    channel: Prisma.empty,
    topic: Prisma.sql`AND topic = ${value}`,
    domain: Prisma.sql`AND domain = ${value}`,
  }[by];
  const rows = await db.$queryRaw<({ day: string } & TrustTally)[]>(Prisma.sql`
    SELECT day::text AS day, ${SUMS} FROM trust_counts
    WHERE day >= ${dateOf(since)}::date AND channel = ${channel} ${only} GROUP BY day`);
  return Object.fromEntries(rows.map(({ day, ...tally }) => [day, tally]));
}

const SUMS = Prisma.sql`sum(sent)::int AS sent, sum(delivered)::int AS delivered, sum(bounced)::int AS bounced,
  sum(complained)::int AS complained, sum(unsubscribed)::int AS unsubscribed`;

/** A UTC day as PostgreSQL reads it. */
export function dateOf(day: Date): string {
  return day.toISOString().slice(0, 10);
}
