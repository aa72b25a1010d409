import { workflowIdOf } from '../domain/ids';
import type { JourneyHeader } from '../domain/journey';
import type { Tx } from './client';
import { enrollMany } from './entry';
import { heardBy, tell, tellEnrollments, type KeptEvent } from './hearing';

/**
 * Lets journeys have events that were just kept, given oldest first: open runs hear them, and journeys that they start begin. A run
 * that begins here also hears what came after its cause, so that a goal reached in the same batch is not lost.
 */
export async function startAndTell(
  tx: Tx,
  events: readonly KeptEvent[],
  journeys: readonly JourneyHeader[],
  now: Date,
): Promise<void> {
  await tellEnrollments(tx, events, journeys, now);
  for (const header of journeys) await start(tx, header, events, now);
}

async function start(tx: Tx, header: JourneyHeader, events: readonly KeptEvent[], now: Date): Promise<void> {
  const causes = events.filter(({ type }) => header.startOn.includes(type));
  const requests = causes.map(({ id, customerId, type }) => ({
    customerId,
    cause: { kind: 'event', type, eventId: id } as const,
  }));
  const decisions = await enrollMany(tx, header, requests, now);

  const later = decisions.flatMap((decision, index) => {
    if (!decision.enrolled) return [];
    const cause = causes[index]!;
    const { customerId } = cause;
    const begun = {
      id: decision.enrollmentId,
      journey: header.name,
      customerId,
      workflowId: workflowIdOf(header.name, customerId),
    };
    return heardBy([begun], events.slice(events.indexOf(cause) + 1), [header]);
  });
  await tell(tx, later, now);
}
