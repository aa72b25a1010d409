import type { Channel } from '../domain/channel';
import type { Db } from './client';
import { Prisma } from './generated/client';
import type { Result } from './message-days';

/** Somebody to whom a message was sent. */
export interface Recipient {
  readonly touchId: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly enrollmentId: string | null;
  readonly journey: string | null;
  readonly channel: Channel | null;
  readonly sentAt: Date;
}

/** Where a page ended: at a touch, which may be one that was only looked at. */
export interface TouchPlace {
  readonly sentAt: Date;
  readonly touchId: string;
}

/** Touches that one page looks at: a page may hold fewer than it could, or none, and yet have a next one. */
const LOOK = 1_000;

/** Which number of a message is asked about: of the messages sent since a day, on one channel or on all. */
export interface Asked {
  readonly message: string;
  readonly result: Result;
  readonly since: Date;
  readonly channel?: Channel | undefined;
}

/** To whom a message was sent since a day, or of them those of whom something came (M15); the latest first. `next` is null at the end. */
export async function readRecipients(
  db: Db,
  asked: Asked,
  { after, limit }: { readonly after?: TouchPlace | undefined; readonly limit: number },
): Promise<{ readonly recipients: readonly Recipient[]; readonly next: TouchPlace | null }> {
  const rows = await db.$queryRaw<(Recipient & { readonly is: boolean })[]>(recipientsStatement(asked, after, LOOK));
  const found = rows.filter(({ is }) => is);
  const recipients = found.slice(0, limit);
  const looked = rows.length < LOOK ? null : rows.at(-1);
  const last = found.length > limit ? recipients.at(-1) : looked;
  return { recipients, next: last ? { sentAt: last.sentAt, touchId: last.touchId } : null };
}

/** The statement of one look: touches of the message from an index, in order, each with its customer and, where asked, with what is known of it. */
export function recipientsStatement(
  { message, result, since, channel }: Asked,
  after: TouchPlace | undefined,
  look: number,
): Prisma.Sql {
  return Prisma.sql`
    SELECT t.id AS "touchId", t.customer_id AS "customerId", c.name, t.enrollment_id AS "enrollmentId", t.journey, t.channel,
      t.sent_at AS "sentAt", ${IS[result]} ${channel ? Prisma.sql`AND t.channel = ${channel}` : Prisma.empty} AS is
    FROM (
      SELECT id, customer_id, enrollment_id, journey, channel, sent_at, delivered_at, answered_at FROM touches
      WHERE message = ${message} AND sent_at IS NOT NULL AND sent_at >= ${since}::timestamptz
        ${after ? Prisma.sql`AND (sent_at, id) < (${after.sentAt}::timestamptz, ${after.touchId}::uuid)` : Prisma.empty}
      ORDER BY sent_at DESC, id DESC LIMIT ${look}
    ) t
    LEFT JOIN LATERAL (SELECT name FROM customers WHERE id = t.customer_id LIMIT 1) c ON true
    ${HEARD[result]}
    ORDER BY t.sent_at DESC, t.id DESC`;
}

/** Looked up once for each touch: an EXISTS may be turned into a scan of the whole table. */
function heard(kind: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (SELECT true AS it FROM touch_signals s WHERE s.touch_id = t.id AND ${kind} LIMIT 1) heard ON true`;
}

const HEARD: Readonly<Record<Result, Prisma.Sql>> = {
  sent: Prisma.empty,
  delivered: Prisma.empty,
  answered: Prisma.empty,
  bounced: heard(Prisma.sql`s.kind = 'bounced'`),
  clicked: heard(Prisma.sql`s.kind = 'clicked' AND s.human`),
  complained: heard(Prisma.sql`s.kind = 'complained'`),
  unsubscribed: heard(Prisma.sql`s.kind = 'unsubscribed'`),
};

const WAS_HEARD = Prisma.sql`heard.it IS NOT NULL`;

const IS: Readonly<Record<Result, Prisma.Sql>> = {
  sent: Prisma.sql`true`,
  delivered: Prisma.sql`t.delivered_at IS NOT NULL`,
  answered: Prisma.sql`t.answered_at IS NOT NULL`,
  bounced: WAS_HEARD,
  clicked: WAS_HEARD,
  complained: WAS_HEARD,
  unsubscribed: WAS_HEARD,
};
