import { newId } from '../domain/ids';
import type { Db, Tx } from './client';
import { Prisma, type Alarm } from './generated/client';

/** Something that a person must know of. `subject`: what exactly, as in `sendgrid`. `text`: one sentence without personal data. */
export interface NewAlarm {
  readonly kind: string;
  readonly subject: string;
  readonly level: 'warning' | 'critical';
  readonly text: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Raises an alarm. True when it is new; while one of this kind and subject is open, raising it again changes nothing. */
export async function raiseAlarm(
  tx: Db | Tx,
  { kind, subject, level, text, detail = {} }: NewAlarm,
  now: Date,
): Promise<boolean> {
  const written = await tx.$executeRaw(Prisma.sql`
    INSERT INTO alarms (id, kind, subject, level, text, detail, raised_at)
    VALUES (${newId(now)}::uuid, ${kind}, ${subject}, ${level}, ${text}, ${JSON.stringify(detail)}::jsonb, ${now}::timestamptz)
    ON CONFLICT (kind, subject) WHERE ended_at IS NULL DO NOTHING`);
  return written === 1;
}

/** Ends the open alarm of a kind and subject, when there is one. `by`: who, or what, found that it is over. `detail` is added to what it says. */
export async function endAlarm(
  tx: Db | Tx,
  {
    kind,
    subject,
    by,
    detail = {},
  }: {
    readonly kind: string;
    readonly subject: string;
    readonly by: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
  now: Date,
): Promise<boolean> {
  const ended = await tx.$executeRaw(Prisma.sql`
    UPDATE alarms SET ended_at = ${now}::timestamptz, ended_by = ${by}, detail = detail || ${JSON.stringify(detail)}::jsonb
    WHERE kind = ${kind} AND subject = ${subject} AND ended_at IS NULL`);
  return ended > 0;
}

/** Which alarms to list; what is not given does not restrict. */
export interface AlarmFilters {
  readonly state?: 'open' | 'ended' | undefined;
  readonly kind?: string | undefined;
}

/** Alarms, those raised last first, behind the place `after`. */
export function listAlarms(
  db: Db | Tx,
  { state, kind }: AlarmFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly raisedAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<Alarm[]> {
  return db.alarm.findMany({
    where: {
      ...(state && { endedAt: state === 'open' ? null : { not: null } }),
      ...(kind && { kind }),
      ...(after && { OR: [{ raisedAt: { lt: after.raisedAt } }, { raisedAt: after.raisedAt, id: { lt: after.id } }] }),
    },
    orderBy: [{ raisedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** Every open alarm of some kinds. */
export function openAlarms(db: Db | Tx, kinds: readonly string[]): Promise<Alarm[]> {
  return db.alarm.findMany({ where: { endedAt: null, kind: { in: [...kinds] } }, orderBy: { raisedAt: 'asc' } });
}

/** How many alarms are open, by kind and level, for metrics and the doctor. */
export async function countOpenAlarms(
  db: Db,
): Promise<{ readonly kind: string; readonly level: string; readonly count: number }[]> {
  const rows = await db.alarm.groupBy({ by: ['kind', 'level'], where: { endedAt: null }, _count: true });
  return rows.map(({ kind, level, _count: count }) => ({ kind, level, count }));
}
