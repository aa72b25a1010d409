import { newId } from '../domain/ids';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

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

/** Ends the open alarm of a kind and subject, when there is one. `by`: who, or what, found that it is over. */
export async function endAlarm(
  tx: Db | Tx,
  { kind, subject, by }: { readonly kind: string; readonly subject: string; readonly by: string },
  now: Date,
): Promise<boolean> {
  const ended = await tx.$executeRaw(Prisma.sql`
    UPDATE alarms SET ended_at = ${now}::timestamptz, ended_by = ${by}
    WHERE kind = ${kind} AND subject = ${subject} AND ended_at IS NULL`);
  return ended > 0;
}
