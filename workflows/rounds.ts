import { proxyActivities } from '@temporalio/workflow';
import type { JourneyActivities } from '../activities/activities';

const { makeRounds } = proxyActivities<JourneyActivities>({
  startToCloseTimeout: '5 minutes',
  // The next round does the same: nothing is lost by giving one up.
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** Looks after what no event brings about; started by a Temporal Schedule. */
export async function rounds(): Promise<void> {
  await makeRounds();
}
