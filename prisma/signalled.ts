import type { MessageClass } from '../domain/channel';
import type { SignalledAttempt, SignalledTouch } from '../domain/policy/after-signals';
import type { TouchSignal } from '../domain/signal';
import { bounceEntry, touchEntry } from '../domain/touch-entry';
import type { Tx } from './client';
import { Prisma } from './generated/client';
import { recordTimelines, type TimelineRow } from './timeline';

/** A touch with all that is known of it, as signals may change it. */
export interface SignalledFile extends SignalledTouch {
  readonly id: string;
  readonly key: string;
  readonly customerId: string;
  readonly enrollmentId: string | null;
  readonly journey: string | null;
  readonly message: string;
  readonly messageClass: MessageClass;
  readonly topic: string;
  readonly plannedAt: Date;
  readonly sentAt: Date | null;
  /** Where the customer gets mail. */
  readonly email: string | null;
  readonly attempts: readonly (SignalledAttempt & { readonly provider: string })[];
  readonly signals: readonly TouchSignal[];
}

/**
 * Keeps the attempts of touches from being concluded by whoever makes the calls. They do that without the customer's lock, attempt before
 * touch, so this comes before touches are read.
 */
export async function lockAttempts(tx: Tx, touchIds: readonly string[]): Promise<void> {
  await tx.$queryRaw(
    Prisma.sql`SELECT id FROM attempts WHERE touch_id = ANY(${touchIds}::uuid[]) ORDER BY id FOR UPDATE`,
  );
}

/** What is heard of an attempt more often than this says nothing more: ten thousand openings must not be read at every further one. */
const MOST_ALIKE = 20;

/** Reads touches whose customers and attempts are locked. */
export async function readSignalled(tx: Tx, ids: readonly string[]): Promise<SignalledFile[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT t.id, t.key, t.customer_id AS "customerId", t.enrollment_id AS "enrollmentId", t.journey, t.message,
      t.message_class AS "messageClass", t.topic, t.state, t.channel, t.reason, t.planned_at AS "plannedAt", t.sent_at AS "sentAt",
      t.delivered_at AS "deliveredAt", t.answered_at AS "answeredAt", c.email,
      (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'channel', a.channel, 'provider', a.provider, 'state', a.state,
                'startedAt', a.started_at, 'errorCode', a.error_code) ORDER BY a.started_at, a.id)
         FROM attempts a WHERE a.touch_id = t.id) AS attempts,
      (SELECT jsonb_agg(jsonb_build_object('touchId', s.touch_id, 'kind', s.kind, 'human', s.human, 'detail', s.detail, 'at', s.at,
                'key', s.key) ORDER BY s.at, s.key)
         FROM (SELECT *, row_number() OVER (PARTITION BY kind, human, detail ->> 'attemptId' ORDER BY at, key) AS nth
                 FROM touch_signals WHERE touch_id = t.id) s WHERE s.nth <= ${MOST_ALIKE}) AS signals
    FROM touches t JOIN customers c ON c.id = t.customer_id WHERE t.id = ANY(${ids}::uuid[]) ORDER BY t.id`);
  return rows.map((row) => ({
    ...row,
    attempts: (row.attempts ?? []).map((attempt) => ({ ...attempt, startedAt: new Date(attempt.startedAt) })),
    signals: (row.signals ?? []).map((signal) => ({ ...signal, at: new Date(signal.at) })),
  }));
}

/** A touch and what it has become. */
interface Changed {
  readonly file: SignalledFile;
  readonly after: { readonly touch: SignalledTouch; readonly attempts: readonly SignalledAttempt[] };
}

/** Writes what changed, with the lines that this leaves on the timeline: a touch that turned out to be sent, one that came back. */
export async function writeSignalled(tx: Tx, changes: readonly Changed[], now: Date): Promise<void> {
  await writeAttempts(tx, changes.flatMap(changedAttempts), now);
  await writeTouches(tx, changes.filter(isChanged), now);
  await recordTimelines(
    tx,
    changes.flatMap((change) => linesOf(change, now)),
  );
}

/** The attempts that are not what they were. */
function changedAttempts({ file, after }: Changed): SignalledAttempt[] {
  return after.attempts.filter(({ state }, index) => state !== file.attempts[index]?.state);
}

async function writeAttempts(tx: Tx, attempts: readonly SignalledAttempt[], now: Date): Promise<void> {
  if (attempts.length === 0) return;
  const rows = attempts.map(({ id, state, errorCode }) => ({ id, state, errorCode }));
  await tx.$executeRaw(Prisma.sql`
    UPDATE attempts a SET state = r.state, error_code = r."errorCode", finished_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, state text, "errorCode" text) WHERE a.id = r.id`);
}

function isChanged({ file, after: { touch } }: Changed): boolean {
  const stands = touch.state === file.state && touch.channel === file.channel && touch.reason === file.reason;
  return !stands || !isSame(touch.deliveredAt, file.deliveredAt) || !isSame(touch.answeredAt, file.answeredAt);
}

function isSame(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

async function writeTouches(tx: Tx, changes: readonly Changed[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ file: { id }, after }) => {
    const { state, channel, reason, deliveredAt, answeredAt } = after.touch;
    const sent = after.attempts.find(
      (one) => (one.state === 'accepted' || one.state === 'bounced') && one.channel === channel,
    );
    return { id, state, channel, reason, deliveredAt, answeredAt, sentAt: sent?.startedAt ?? null };
  });
  await tx.$executeRaw(Prisma.sql`
    UPDATE touches t SET state = r.state, channel = r.channel, reason = r.reason, delivered_at = r."deliveredAt",
      answered_at = r."answeredAt", sent_at = coalesce(t.sent_at, r."sentAt"), updated_at = ${now}::timestamptz,
      deferred_until = CASE WHEN r.state IN ('accepted', 'delivered', 'failed') THEN NULL ELSE t.deferred_until END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, state text, channel text, reason text,
      "deliveredAt" timestamptz(3), "answeredAt" timestamptz(3), "sentAt" timestamptz(3))
    WHERE t.id = r.id`);
}

function linesOf(change: Changed, now: Date): TimelineRow[] {
  const { id: touchId, key, message, messageClass, customerId, enrollmentId } = change.file;
  return changedAttempts(change).map(({ id: attemptId, state, channel, errorCode }) => ({
    customerId,
    enrollmentId,
    entry:
      state === 'accepted'
        ? touchEntry({ key, message }, messageClass, { verdict: 'sent', touchId, channel }, now, attemptId)
        : bounceEntry({ key, message }, { touchId, messageClass, channel, reason: errorCode, attemptId, at: now }),
  }));
}

interface Row extends Omit<SignalledFile, 'attempts' | 'signals'> {
  readonly attempts:
    | readonly (Omit<SignalledFile['attempts'][number], 'startedAt'> & { readonly startedAt: string })[]
    | null;
  readonly signals: readonly (Omit<TouchSignal, 'at'> & { readonly at: string })[] | null;
}
