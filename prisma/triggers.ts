import { DAY_MS } from '../domain/duration';
import { instantOf } from '../domain/instant';
import type { Db } from './client';
import { Prisma } from './generated/client';

/** A page of customers in the order of their ids: those after `after` (all when null), at most `limit`. */
export interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** A customer who has not done something since; `since` is when they did it last. */
interface Absentee {
  readonly customerId: string;
  readonly since: Date;
}

/**
 * Customers who did `of` after the one instant and up to the other for the `last` time, and for whom that absence has not been decided in this
 * journey. Left out are those who were merged into others, and those who are already being won back.
 */
export async function absentees(
  db: Db,
  {
    journey,
    of,
    last,
  }: { readonly journey: string; readonly of: string; readonly last: { readonly after: Date; readonly upTo: Date } },
  { after, limit }: Page,
): Promise<Absentee[]> {
  const key = Prisma.sql`'absence:' || ${of}::text || ':' || to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return db.$queryRaw<Absentee[]>(Prisma.sql`
    SELECT l.customer_id AS "customerId", l.at AS since
    FROM last_events l JOIN customers c ON c.id = l.customer_id
    WHERE l.type = ${of}::text AND l.customer_id > coalesce(${after}::uuid, ${FIRST}::uuid) 
      AND l.at > ${last.after}::timestamptz AND l.at <= ${last.upTo}::timestamptz
      AND ${reachable} AND ${undecided(journey, key)}
    ORDER BY l.customer_id LIMIT ${limit}`);
}

/** A customer with a date ahead; `date` is its day, as the trait says it. */
interface Anniversary {
  readonly customerId: string;
  readonly date: string;
}

/** The customers of a page whose date has come near enough, and where the next page begins (null: there is none). */
interface AnniversaryPage {
  readonly due: readonly Anniversary[];
  readonly next: string | null;
}

/**
 * Customers whose trait is an ISO date from the day of `now` up to the instant `until`, and for whom that day has not been decided
 * in this journey. Days are read in SQL, as text that sorts; the exact instant is checked here. Leaves out whom `absentees` leaves out.
 */
export async function anniversaries(
  db: Db,
  {
    journey,
    trait,
    now,
    until,
  }: { readonly journey: string; readonly trait: string; readonly now: Date; readonly until: Date },
  { after, limit }: Page,
): Promise<AnniversaryPage> {
  const value = Prisma.sql`c.traits ->> ${trait}::text`;
  const day = Prisma.sql`left(${value}, 10) COLLATE "C"`;
  const rows = await db.$queryRaw<{ customerId: string; date: string; value: string }[]>(Prisma.sql`
    SELECT c.id AS "customerId", left(${value}, 10) AS date, ${value} AS value FROM customers c
    WHERE ${day} BETWEEN ${dayOf(now, -1)} AND ${dayOf(until, 1)} AND c.id > coalesce(${after}::uuid, ${FIRST}::uuid)
      AND ${reachable} AND ${undecided(journey, Prisma.sql`'date:' || ${trait}::text || ':' || left(${value}, 10)`)}
    ORDER BY c.id LIMIT ${limit}`);
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const isDue = (at: Date | null) => at !== null && at.getTime() >= today && at <= until;
  return {
    due: rows.filter((row) => isDue(instantOf(row.value))),
    next: rows.length === limit ? rows.at(-1)!.customerId : null,
  };
}

const FIRST = '00000000-0000-0000-0000-000000000000';

const reachable = Prisma.sql`c.merged_into IS NULL AND c.lifecycle <> 'winback'`;

/** Neither entered nor refused for this cause. A decided cause stays decided, so a sweep finds ever fewer to look at. */
function undecided(journey: string, key: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.journey = ${journey} AND e.customer_id = c.id AND e.cause_key = ${key})
    AND NOT EXISTS (SELECT 1 FROM entry_refusals r WHERE r.journey = ${journey} AND r.customer_id = c.id AND r.cause_key = ${key})`;
}

/** The UTC day of an instant, moved by whole days: offsets in a trait shift its day by one at most. */
function dayOf(at: Date, moved: number): string {
  return new Date(at.getTime() + moved * DAY_MS).toISOString().slice(0, 10);
}
