import type { Channel } from '../domain/channel';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';
import { dateOf } from './trust-tallies';

/** What can come of a message. `clicked` and `answered` are done by humans; an answer is a click or a reply. */
export const RESULTS = ['sent', 'delivered', 'bounced', 'clicked', 'answered', 'complained', 'unsubscribed'] as const;
export type Result = (typeof RESULTS)[number];

/** One thing that came of a message. `day`: the UTC day on which it left, so that rates compare what became of the same messages. */
export interface MessageFact {
  readonly message: string;
  readonly day: Date;
  readonly channel: Channel;
  readonly what: Result;
}

/** Adds facts to the results of messages. Whoever calls sees to it that each fact is told once, in one transaction with it. */
export async function countMessages(tx: Tx, facts: readonly MessageFact[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ day, ...fact }) => ({ ...fact, day: dateOf(day) }));
  const columns = RESULTS.map((what) => Prisma.raw(what));
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO message_days AS t (message, day, channel, ${Prisma.join(columns)})
    SELECT message, day, channel, ${Prisma.join(RESULTS.map((what) => Prisma.sql`count(*) FILTER (WHERE what = ${what})`))}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (message text, day date, channel text, what text)
    GROUP BY message, day, channel
    -- Always in the same order, so that two who count much never wait for each other in a circle.
    ORDER BY message, day, channel
    ON CONFLICT (message, day, channel) DO UPDATE SET ${Prisma.join(columns.map((each) => Prisma.sql`${each} = t.${each} + excluded.${each}`))}`);
}

/** What was sent of a message in some days, and what has come of that. */
export type MessageResults = Readonly<Record<Result, number>>;

/** What came of nothing. */
export const NO_RESULTS = Object.fromEntries(RESULTS.map((what) => [what, 0])) as MessageResults;

/** Results of what left in a stretch of days, by message and channel, of one message or of all. */
export async function readResults(
  db: Db,
  { from, to, message }: { readonly from: Date; readonly to: Date; readonly message?: string },
): Promise<readonly (MessageResults & { readonly message: string; readonly channel: Channel })[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT message, channel, ${Prisma.join(RESULTS.map((what) => Prisma.raw(`sum(${what})::int AS ${what}`)))}
    FROM message_days
    WHERE day >= ${dateOf(from)}::date AND day <= ${dateOf(to)}::date ${message === undefined ? Prisma.empty : Prisma.sql`AND message = ${message}`}
    GROUP BY message, channel ORDER BY message, channel`);
}
