import { DAY_MS } from '../../domain/duration';
import { wallOf } from '../../domain/zone-clock';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';

/** How a member of staff wants to be told of their work. `hour`: of their clock, 0 to 23. */
export interface NotificationWishes {
  readonly digest: boolean;
  readonly hour: number;
  readonly timeZone: string;
}

/** What holds until somebody says otherwise: no mail. */
const SILENT: NotificationWishes = { digest: false, hour: 8, timeZone: 'UTC' };

/** How somebody wants to be told. */
export async function readWishes(db: Db | Tx, staffId: string): Promise<NotificationWishes> {
  const row = await db.staffNotification.findUnique({ where: { staffId } });
  return row ? { digest: row.digest, hour: row.hour, timeZone: row.timeZone } : SILENT;
}

/** Writes how somebody wants to be told from now on. */
export async function keepWishes(db: Db | Tx, staffId: string, wishes: NotificationWishes, now: Date): Promise<void> {
  const data = { ...wishes, updatedAt: now };
  await db.staffNotification.upsert({ where: { staffId }, create: { staffId, ...data }, update: data });
}

/** Somebody whose digest is due, and the day by their clock. */
export interface DueDigest {
  readonly staffId: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly day: string;
}

/** More people than a house has. */
const MOST_PEOPLE = 2_000;

/** Whose digest is due: it is a working day, their hour has come within the last six, they are here, and they had none today. */
export async function dueDigests(db: Db, at: Date): Promise<DueDigest[]> {
  const rows = await db.$queryRaw<(Omit<DueDigest, 'day'> & { hour: number; toldOn: Date | null })[]>(Prisma.sql`
    SELECT n.staff_id AS "staffId", s.email, s.locale, n.time_zone AS "timeZone", n.hour, n.told_on AS "toldOn"
    FROM staff_notifications n JOIN staff s ON s.id = n.staff_id
    WHERE n.digest AND s.disabled_at IS NULL
      AND NOT coalesce(s.absent_from <= ${at}::timestamptz AND (s.absent_until IS NULL OR s.absent_until > ${at}::timestamptz), false)
    ORDER BY n.staff_id LIMIT ${MOST_PEOPLE}`);
  return rows.flatMap(({ hour, toldOn, ...who }) => {
    const wall = new Date(wallOf(who.timeZone, at.getTime()));
    const day = wall.toISOString().slice(0, 10);
    const works = wall.getUTCDay() !== 0 && wall.getUTCDay() !== 6;
    const since = wall.getUTCHours() - hour;
    const told = toldOn?.toISOString().slice(0, 10) === day;
    return works && since >= 0 && since < LATE_HOURS && !told ? { ...who, day } : [];
  });
}

/** After an outage in the morning a digest still comes; in the evening it is of no use. */
const LATE_HOURS = 6;

/** Claims somebody's digest of a day before it is sent, so that nobody gets it twice. False when somebody else was faster. */
export async function claimDigest(db: Db, { staffId, day }: DueDigest): Promise<boolean> {
  const claimed = await db.$executeRaw(Prisma.sql`
    UPDATE staff_notifications SET told_on = ${day}::date WHERE staff_id = ${staffId} AND told_on IS DISTINCT FROM ${day}::date`);
  return claimed === 1;
}

/** What waits for somebody: counts, and the tasks whose turn it is first. */
export interface Waiting {
  readonly mine: number;
  readonly overdue: number;
  readonly today: number;
  readonly next: readonly { readonly id: string; readonly playbook: string; readonly dueAt: Date }[];
}

const SHOWN = 5;

/** What waits for a member of staff at an instant. Snoozed tasks do not. */
export async function waitingFor(db: Db, staffId: string, at: Date): Promise<Waiting> {
  const unfinished = Prisma.sql`assignee = ${staffId} AND state IN ('open', 'claimed')`;
  const [counts, next] = await Promise.all([
    db.$queryRaw<{ mine: number; overdue: number; today: number }[]>(Prisma.sql`
      SELECT count(*)::int AS mine, count(*) FILTER (WHERE due_at < ${at}::timestamptz)::int AS overdue,
        count(*) FILTER (WHERE due_at >= ${at}::timestamptz AND due_at < ${new Date(at.getTime() + DAY_MS)}::timestamptz)::int AS today
      FROM tasks WHERE ${unfinished}`),
    db.$queryRaw<Waiting['next']>(Prisma.sql`
      SELECT id, playbook, due_at AS "dueAt" FROM tasks WHERE ${unfinished} ORDER BY rank_at, id LIMIT ${SHOWN}`),
  ]);
  return { ...(counts[0] ?? { mine: 0, overdue: 0, today: 0 }), next };
}
