import { BOUNCED } from '../../domain/policy/after-signals';
import type { Tx } from '../client';
import { reopenFor } from '../conversations/outgoing';
import { lockCustomers } from '../customers';
import { keepEvents } from '../events';
import type { Turn } from '../touch-signals';
import type { ReportContext } from './apply';
import { tellRuns } from './tell-runs';

/** A message that was thought to be out, and came back. */
interface Bounce {
  readonly turn: Turn;
  readonly attemptId: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly occurredAt: Date;
}

/**
 * Records each message that came back as `message.bounced`, and tells it to the run that sent it, so that a fallback which its author
 * declared can take over. A person's answer that came back opens its conversation again. Other runs hear it only when their journey declares that. A touch that is still being decided is left alone: its run comes again by itself.
 */
export async function tellBounces(
  tx: Tx,
  turns: readonly Turn[],
  { journeys, now }: Pick<ReportContext, 'journeys' | 'now'>,
): Promise<void> {
  const bounces = turns.flatMap(bounceIn);
  if (bounces.length === 0) return;
  const customers = await lockCustomers(
    tx,
    bounces.map(({ turn }) => turn.file.customerId),
  );
  const events = bounces.map(({ turn, attemptId, properties, occurredAt }) => ({
    messageId: `bounced:${attemptId}`,
    customerId: turn.file.customerId,
    type: 'message.bounced',
    properties,
    occurredAt,
  }));
  await keepEvents(tx, events, customers, { journeys, now });
  await reopenFor(
    tx,
    bounces.map(({ turn }) => turn.file.id),
    now,
  );
  await tellSenders(
    tx,
    bounces.filter(({ turn }) => !hears(journeys, turn.file.journey)),
    now,
  );
}

function bounceIn({ file, after }: Turn): Bounce[] {
  const wasSent = file.state === 'accepted' || file.state === 'delivered';
  if (!wasSent || after.touch.state !== 'failed' || after.touch.reason !== BOUNCED) return [];
  const attempt = after.attempts.find(
    ({ state }, index) => state === 'bounced' && file.attempts[index]?.state !== 'bounced',
  );
  if (!attempt) return [];
  const { id: attemptId, channel, errorCode } = attempt;
  const properties = { touchId: file.id, channel, failure: errorCode?.split(':', 1)[0] ?? 'unknown' };
  const said = file.signals.filter(({ kind, detail }) => kind === 'bounced' && detail.attemptId === attemptId);
  return [{ turn: { file, after, fresh: [] }, attemptId, properties, occurredAt: said[0]?.at ?? file.plannedAt }];
}

function hears(journeys: ReportContext['journeys'], name: string | null): boolean {
  return journeys.find((journey) => journey.name === name)?.hears.includes('message.bounced') ?? false;
}

function tellSenders(tx: Tx, bounces: readonly Bounce[], now: Date): Promise<void> {
  const facts = bounces.map(({ turn, attemptId, properties, occurredAt }) => ({
    enrollmentId: turn.file.enrollmentId,
    payload: { eventId: attemptId, type: 'message.bounced', occurredAt: occurredAt.getTime(), data: properties },
  }));
  return tellRuns(tx, facts, now);
}
