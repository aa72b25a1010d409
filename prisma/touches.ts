import type { Channel, MessageClass } from '../domain/channel';
import type { Priority } from '../domain/journey';
import type { TouchState, Verdict } from '../domain/touch';
import type { LedgerAttempt } from './attempts';
import type { Db, Tx } from './client';
import { Prisma, type Attempt, type Touch } from './generated/client';

/** A touch as it stands after a decision. `at` is the instant of the decision. */
export interface DecidedTouch {
  readonly id: string;
  readonly key: string;
  readonly enrollmentId: string | null;
  readonly customerId: string;
  readonly journey: string | null;
  readonly stage: string | null;
  readonly message: string;
  readonly messageClass: MessageClass;
  readonly topic: string;
  readonly subject: string | null;
  readonly priority: Priority;
  readonly locale: string;
  readonly state: TouchState;
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly deferredUntil: Date | null;
  readonly verdicts: readonly Verdict[];
  readonly settingsVersion: number;
  readonly codeVersion: string;
  readonly at: Date;
}

/** An attempt to be opened with its touch: only the holder of `token` may write its outcome. `note` marks a possible duplicate. */
export interface OpenedAttempt {
  readonly id: string;
  readonly token: string;
  readonly channel: Channel;
  readonly provider: string;
  readonly leaseUntil: Date;
  readonly note: string | null;
}

/** Writes the touch: a new row under its key, or what the decision changed. */
export async function writeTouch(tx: Tx, touch: DecidedTouch): Promise<void> {
  await tx.$executeRaw(upsert(touch));
}

/** Writes the touch and opens an attempt, in one statement. A released attempt is taken up again under its own id with the new token. */
export async function openAttempt(tx: Tx, touch: DecidedTouch, attempt: OpenedAttempt): Promise<void> {
  await tx.$executeRaw`
    WITH opened AS (
      INSERT INTO attempts (id, touch_id, channel, provider, token, state, started_at, lease_until, error_code)
      VALUES (${attempt.id}::uuid, ${touch.id}::uuid, ${attempt.channel}, ${attempt.provider}, ${attempt.token}::uuid, 'dispatching',
              ${touch.at}, ${attempt.leaseUntil}, ${attempt.note})
      ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token, state = EXCLUDED.state, started_at = EXCLUDED.started_at,
        lease_until = EXCLUDED.lease_until, finished_at = NULL, error_code = EXCLUDED.error_code
    )
    ${upsert(touch)}`;
}

/** A touch as it is read, with its attempts, oldest first. */
export type TouchFile = Omit<Touch, 'state' | 'channel' | 'messageClass' | 'verdicts'> & {
  readonly state: TouchState;
  readonly channel: Channel | null;
  readonly messageClass: MessageClass;
  readonly verdicts: readonly Verdict[];
  readonly attempts: readonly (Omit<Attempt, 'channel' | 'state'> & Pick<LedgerAttempt, 'channel' | 'state'>)[];
};

/** One touch with its attempts, or null: the answer to "why (not)?". */
export async function findTouch(db: Db, id: string): Promise<TouchFile | null> {
  const touch = await db.touch.findUnique({ where: { id } });
  if (!touch) return null;
  const attempts = await db.attempt.findMany({
    where: { touchId: id },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  return { ...touch, attempts } as unknown as TouchFile;
}

function upsert(touch: DecidedTouch): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO touches (id, key, enrollment_id, customer_id, journey, stage, message, message_class, topic, subject, priority, locale,
                         state, channel, reason, deferred_until, verdicts, planned_at, updated_at, code_version, settings_version)
    VALUES (${touch.id}::uuid, ${touch.key}, ${touch.enrollmentId}::uuid, ${touch.customerId}::uuid, ${touch.journey}, ${touch.stage},
            ${touch.message}, ${touch.messageClass}, ${touch.topic}, ${touch.subject}, ${touch.priority}, ${touch.locale},
            ${touch.state}, ${touch.channel}, ${touch.reason}, ${touch.deferredUntil}::timestamptz,
            ${JSON.stringify(touch.verdicts)}::jsonb, ${touch.at}, ${touch.at}, ${touch.codeVersion}, ${touch.settingsVersion})
    ON CONFLICT (key) DO UPDATE SET state = EXCLUDED.state, channel = EXCLUDED.channel, reason = EXCLUDED.reason, verdicts = EXCLUDED.verdicts,
      deferred_until = EXCLUDED.deferred_until, updated_at = EXCLUDED.updated_at, code_version = EXCLUDED.code_version,
      settings_version = EXCLUDED.settings_version`;
}
