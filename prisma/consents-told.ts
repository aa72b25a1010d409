import type { Tx } from './client';
import type { OpenEnrollment } from './hearing';
import { enqueue } from './outbox';
import { recordTimeline, timelineKey } from './timeline';

/** The part of a withdrawal that travels: what it covers, and its id. */
interface Withdrawal {
  readonly id: string;
  readonly customerId: string;
  readonly channel: string;
  readonly topic: string;
  readonly purpose: string;
  readonly at: Date;
  readonly hash: string | null;
}

/**
 * Tells every running journey of the customer that consent was taken back, whatever it declares to hear, and writes it on their
 * timeline (X11). It ends no journey: what waits to go out is put before the gate again at once.
 */
export async function tellWithdrawal(tx: Tx, withdrawal: Withdrawal, now: Date): Promise<void> {
  const { id, customerId, channel, topic, purpose, at, hash } = withdrawal;
  const open = await tx.$queryRaw<Pick<OpenEnrollment, 'id' | 'workflowId'>[]>`
    SELECT id, workflow_id AS "workflowId" FROM enrollments
    WHERE customer_id = ${customerId}::uuid AND state <> 'ended' ORDER BY entered_at, id`;
  const payload = {
    eventId: id,
    type: 'consent.withdrawn',
    occurredAt: at.getTime(),
    data: { channel, topic, purpose },
  };
  await enqueue(
    tx,
    open.map((run) => ({ kind: 'event', enrollmentId: run.id, workflowId: run.workflowId, payload })),
    now,
  );
  const detail = { message: 'consent withdrawn', channel, topic, purpose, consentId: id, hash };
  const entry = { key: timelineKey(customerId, 'log', 'consent', id), at: now.getTime(), kind: 'log', detail } as const;
  await recordTimeline(tx, customerId, null, [entry]);
}
