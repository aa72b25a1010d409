import type { TrustGroup, TrustTally } from '../../domain/policy/trust';
import { endAlarm, openAlarms } from '../alarms';
import type { Db, Tx } from '../client';
import { Prisma, type Alarm } from '../generated/client';
import { dateOf, firstDay, readDays } from '../trust-tallies';
import { PAUSE_ALARM, WARNING_ALARM } from './words';

/** Longest window that settings can name: what was seen is kept for so long. */
const LONGEST_DAYS = 30;

/** What was counted for a group when somebody resumed, by day. */
type SeenDays = Readonly<Record<string, TrustTally>>;

/**
 * Ends an alarm of a guardrail by somebody's hand, with what was counted for it by then: that is answered for, and only what comes on top
 * of it is measured from now on. Else the same numbers would pause again what was just resumed.
 */
export async function endAsSeen(tx: Tx, alarm: Alarm, by: string, now: Date): Promise<void> {
  const { group } = alarm.detail as unknown as { readonly group: TrustGroup };
  const seen: SeenDays = await readDays(tx, group, firstDay(LONGEST_DAYS, now));
  const { kind, subject } = alarm;
  await endAlarm(tx, { kind, subject, by, detail: { seen } }, now);
}

/** Lets one look at trust, or one resumption, follow the other. */
export async function inTurn(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('perennial guardrails'))`;
}

/** Ends every alarm for which marketing is paused, as seen. */
export async function endPausesAsSeen(tx: Tx, by: string, now: Date): Promise<number> {
  await inTurn(tx);
  const alarms = await openAlarms(tx, [PAUSE_ALARM]);
  for (const alarm of alarms) await endAsSeen(tx, alarm, by, now);
  return alarms.length;
}

/** By subject: what was counted from a day on when somebody resumed last. */
export async function readSeen(db: Db | Tx, since: Date): Promise<ReadonlyMap<string, TrustTally>> {
  const rows = await db.$queryRaw<{ subject: string; seen: SeenDays }[]>(Prisma.sql`
    SELECT DISTINCT ON (subject) subject, detail -> 'seen' AS seen FROM alarms
    WHERE ended_at >= ${since}::timestamptz AND detail ? 'seen' AND kind IN (${WARNING_ALARM}, ${PAUSE_ALARM})
    ORDER BY subject, ended_at DESC`);
  return new Map(rows.map(({ subject, seen }) => [subject, addedUp(seen, dateOf(since))]));
}

function addedUp(days: SeenDays, since: string): TrustTally {
  const counted = Object.entries(days).filter(([day]) => day >= since);
  const sum = (what: keyof TrustTally) => counted.reduce((total, [, tally]) => total + tally[what], 0);
  return {
    sent: sum('sent'),
    delivered: sum('delivered'),
    bounced: sum('bounced'),
    complained: sum('complained'),
    unsubscribed: sum('unsubscribed'),
  };
}
