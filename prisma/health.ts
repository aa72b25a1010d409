import { DAY_MS } from '../domain/duration';
import { healthMoves, healthOf, MOOD_MS, type Health, type HealthFacts, type Said } from '../domain/policy/health';
import { NOT_SEEN_BY } from '../domain/seen';
import type { Db } from './client';
import { Prisma } from './generated/client';

/** Health at the end of a week, and how far each part moved it since the week before. */
export interface HealthPoint {
  readonly at: Date;
  readonly score: number | null;
  readonly level: Health['level'];
  readonly moves: ReturnType<typeof healthMoves>;
}

const WEEKS = 12;
const WEEK_MS = 7 * DAY_MS;
const PERIOD_MS = 28 * DAY_MS;
/** Everything that the oldest point rests on. */
const REACH_MS = WEEKS * WEEK_MS + MOOD_MS;
const MOST_TOUCHES = 200;
const MOST_SAID = 100;

/**
 * A customer's health now, and at the end of each of the last twelve weeks, the oldest first. Nothing of it is kept: it follows from what is
 * known of each day, so a rule that changes also changes the past. Days are those of UTC.
 */
export async function readHealth(
  db: Db,
  customerId: string,
  now: Date,
): Promise<{ readonly now: Health; readonly history: readonly HealthPoint[] }> {
  const past = await readPast(db, customerId, new Date(now.getTime() - REACH_MS));
  const instants = Array.from({ length: WEEKS + 1 }, (_, week) => new Date(now.getTime() - (WEEKS - week) * WEEK_MS));
  const judged = instants
    .filter((at) => at >= past.knownSince)
    .map((at) => ({ at, health: healthOf(factsAt(past, at, now)) }));
  const history = judged.map(({ at, health }, index) => {
    const before = judged[index - 1]?.health;
    return { at, score: health.score, level: health.level, moves: before ? healthMoves(before, health) : [] };
  });
  return { now: healthOf(factsAt(past, now, now)), history };
}

interface Past {
  /** Since when anything is known: the past may have been imported. */
  readonly knownSince: Date;
  readonly lastSeenAt: Date | null;
  readonly openTickets: number;
  readonly days: readonly {
    readonly day: Date;
    readonly uses: number;
    readonly opened: number;
    readonly closed: number;
  }[];
  readonly touches: readonly { readonly sentAt: Date | null; readonly answeredAt: Date | null }[];
  readonly said: readonly (Said & { readonly at: Date })[];
}

async function readPast(db: Db, id: string, since: Date): Promise<Past> {
  const [customer, days, touches, said] = await Promise.all([
    db.customer.findUniqueOrThrow({
      where: { id },
      select: { createdAt: true, lastSeenAt: true, openTickets: true },
    }),
    db.$queryRaw<Past['days'][number][]>(Prisma.sql`
      SELECT day, coalesce(sum(count) FILTER (WHERE type <> ALL(${[...NOT_SEEN_BY]}::text[])), 0)::int AS uses,
        coalesce(sum(count) FILTER (WHERE type = 'ticket.opened'), 0)::int AS opened,
        coalesce(sum(count) FILTER (WHERE type = 'ticket.closed'), 0)::int AS closed
      FROM event_days WHERE customer_id = ${id}::uuid AND day > ${since}::timestamptz GROUP BY day ORDER BY day`),
    db.touch.findMany({
      where: { customerId: id, sentAt: { gt: since }, state: { not: 'failed' } },
      orderBy: { sentAt: 'desc' },
      take: MOST_TOUCHES,
      select: { sentAt: true, answeredAt: true },
    }),
    db.utterance.findMany({
      where: { customerId: id, direction: 'in', automatic: false, at: { gt: since } },
      orderBy: { at: 'desc' },
      take: MOST_SAID,
      select: { at: true, triage: true, triageReasons: true, hidden: true },
    }),
  ]);
  const first = days[0]?.day ?? customer.createdAt;
  return {
    ...customer,
    knownSince: first < customer.createdAt ? first : customer.createdAt,
    days,
    touches,
    said: said.map(({ triageReasons, ...one }) => ({ ...one, reasons: triageReasons as string[] })),
  };
}

function factsAt({ knownSince, lastSeenAt, openTickets, days, touches, said }: Past, at: Date, now: Date): HealthFacts {
  const usedBetween = (from: number, to: number) =>
    days.filter(({ day }) => day.getTime() > from && day.getTime() <= to).reduce((sum, { uses }) => sum + uses, 0);
  const later = days.filter(({ day }) => day > at);
  const lastDay = days.findLast(({ day, uses }) => uses > 0 && day <= at)?.day ?? null;
  const seenAt = lastSeenAt && lastSeenAt <= at ? lastSeenAt : lastDay;
  const opened = later.reduce((sum, day) => sum + day.opened - day.closed, 0);
  return {
    knownForDays: (at.getTime() - knownSince.getTime()) / DAY_MS,
    unseenDays: seenAt && (at.getTime() - seenAt.getTime()) / DAY_MS,
    uses: usedBetween(at.getTime() - PERIOD_MS, at.getTime()),
    usesBefore: usedBetween(at.getTime() - 2 * PERIOD_MS, at.getTime() - PERIOD_MS),
    openTickets: Math.max(0, at < now ? openTickets - opened : openTickets),
    unanswered: unansweredAt(touches, at, seenAt),
    said: said.filter((one) => one.at <= at && one.at.getTime() > at.getTime() - MOOD_MS),
  };
}

/** Of the messages before an instant, those since the last that was answered, or since the customer was last seen; the latest day counts as unanswered only when it is over. */
function unansweredAt(touches: Past['touches'], at: Date, seenAt: Date | null): number | null {
  const sent = touches.filter(
    ({ sentAt }) => sentAt! <= new Date(at.getTime() - DAY_MS) && sentAt!.getTime() > at.getTime() - MOOD_MS,
  );
  if (sent.length === 0) return null;
  const noticed = sent.findIndex(
    ({ sentAt, answeredAt }) => (answeredAt !== null && answeredAt <= at) || (seenAt !== null && seenAt > sentAt!),
  );
  return noticed === -1 ? sent.length : noticed;
}
