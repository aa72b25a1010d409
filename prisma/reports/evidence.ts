import type { Tx } from '../client';
import type { Turn } from '../touch-signals';
import { tellRuns } from './tell-runs';

/**
 * Tells a run whose message was in doubt that it no longer is, so that the journey goes on at once instead of waiting for as long as
 * evidence may take (X04). Told again, it is passed over by its id.
 */
export async function tellEvidence(tx: Tx, turns: readonly Turn[], now: Date): Promise<void> {
  const cleared = turns.filter(({ file, after }) => file.state === 'ambiguous' && after.touch.state !== 'ambiguous');
  const facts = cleared.map(({ file: { id: touchId, enrollmentId } }) => ({
    enrollmentId,
    payload: { eventId: `cleared:${touchId}`, type: 'message.cleared', occurredAt: now.getTime(), data: { touchId } },
  }));
  await tellRuns(tx, facts, now);
}
