import { proxyActivities, sleep } from '@temporalio/workflow';
import type { JourneyActivities } from '../activities/activities';
import type { SteeredBatch } from '../activities/holds/steer';

/* A hold that shifts timers is laid on running journeys, and lifted again, batch by batch outside of the request that asked for it. */

const { steerHeld, endHeld } = proxyActivities<JourneyActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Longer than any transaction may take: whoever entered while the hold was being placed or ended is committed by then. */
const STRAGGLERS = '2 minutes';

/**
 * Pauses every run that a hold covers, and ends the hold when its time is over. A run that it has paused already is left alone; a hold
 * that was ended meanwhile pauses nobody. Returns how many runs it paused.
 */
export async function hold(holdId: string): Promise<number> {
  const first = await steerAll(holdId, 'pause');
  await sleep(STRAGGLERS);
  const { steered, until } = await steerAll(holdId, 'pause');
  if (until !== null) {
    if (until > Date.now()) await sleep(until - Date.now(), { summary: 'the hold ends' });
    await endHeld({ holdId });
    await resume(holdId);
  }
  return first.steered + steered;
}

/** Lets every run go on that an ended hold has paused, unless somebody else keeps it paused. Returns how many it let go. */
export async function resume(holdId: string): Promise<number> {
  const first = await steerAll(holdId, 'resume');
  await sleep(STRAGGLERS);
  return first.steered + (await steerAll(holdId, 'resume')).steered;
}

async function steerAll(holdId: string, kind: 'pause' | 'resume'): Promise<Pick<SteeredBatch, 'steered' | 'until'>> {
  let steered = 0;
  for (let cursor: SteeredBatch['cursor'] = null; ;) {
    const batch: SteeredBatch = await steerHeld({ holdId, kind, cursor });
    steered += batch.steered;
    if (batch.cursor === null) return { steered, until: batch.until };
    cursor = batch.cursor;
  }
}
