import { carriedData } from '../domain/events';
import type { HeardEvent, JourneyHeader } from '../domain/journey';
import type { Tx } from './client';
import { Prisma } from './generated/client';
import { heardCount, withoutNoise, type HearingRun } from './hearing-noise';
import { enqueue } from './outbox';
import { recordTimelines, timelineKey } from './timeline';

/** An event that is kept, with the customer whose it is. */
export interface KeptEvent {
  readonly id: string;
  readonly customerId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
}

/** A run that has not ended. */
export interface OpenEnrollment {
  readonly id: string;
  readonly journey: string;
  readonly customerId: string;
  readonly workflowId: string;
}

/**
 * Tells every open enrollment of these customers the events that its journey hears: an outbox row and a timeline entry for each,
 * in the order of the events. Only the declared fields travel; nothing that names a person does. Of very many alike a run hears some.
 */
export async function tellEnrollments(
  tx: Tx,
  events: readonly KeptEvent[],
  journeys: readonly JourneyHeader[],
  now: Date,
): Promise<void> {
  const heard = events.filter(({ type }) => journeys.some(({ hears }) => hears.includes(type)));
  if (heard.length === 0) return;
  const open = await tx.$queryRaw<HearingRun[]>(Prisma.sql`
    SELECT id, journey, customer_id AS "customerId", workflow_id AS "workflowId", ${heardCount()} AS heard FROM enrollments e
    WHERE customer_id = ANY(${[...new Set(heard.map(({ customerId }) => customerId))]}::uuid[]) AND state <> 'ended'
    ORDER BY entered_at, id`);
  await tell(tx, await withoutNoise(tx, open, heardBy(open, heard, journeys), journeys), now);
}

/** A fact for a run. */
export interface Told {
  readonly enrollment: OpenEnrollment;
  readonly event: KeptEvent;
}

/** Which of the events each run hears. */
export function heardBy(
  open: readonly OpenEnrollment[],
  events: readonly KeptEvent[],
  journeys: readonly JourneyHeader[],
): Told[] {
  const headers = new Map(journeys.map((header) => [header.name, header]));
  const byCustomer = new Map<string, KeptEvent[]>();
  for (const event of events) byCustomer.set(event.customerId, [...(byCustomer.get(event.customerId) ?? []), event]);
  return open.flatMap((enrollment) => {
    const hears = headers.get(enrollment.journey)?.hears ?? [];
    const theirs = byCustomer.get(enrollment.customerId) ?? [];
    return theirs.filter(({ type }) => hears.includes(type)).map((event) => ({ enrollment, event }));
  });
}

/** Puts facts for runs on their way and on their timelines. */
export async function tell(tx: Tx, facts: readonly Told[], now: Date): Promise<void> {
  await enqueue(
    tx,
    facts.map(({ enrollment, event }) => ({
      kind: 'event',
      enrollmentId: enrollment.id,
      workflowId: enrollment.workflowId,
      payload: payloadOf(event),
    })),
    now,
  );
  await recordTimelines(
    tx,
    facts.map(({ enrollment, event }) => ({
      customerId: enrollment.customerId,
      enrollmentId: enrollment.id,
      entry: {
        key: timelineKey(enrollment.id, 'event', event.id),
        at: event.occurredAt.getTime(),
        kind: 'event',
        detail: { type: event.type, eventId: event.id },
      },
    })),
  );
}

function payloadOf({ id, type, properties, occurredAt }: KeptEvent): HeardEvent {
  return { eventId: id, type, occurredAt: occurredAt.getTime(), data: carriedData(type, properties) };
}
