import { proxyActivities } from '@temporalio/workflow';
import type { JourneyActivities } from '../activities/activities';
import { journeyHeaders } from './headers';

const BATCH = 500;

const { sweepTriggers } = proxyActivities<JourneyActivities>({ startToCloseTimeout: '2 minutes' });

/**
 * Looks for customers whom an absence or a date brings into a journey, batch by batch; started by a Temporal Schedule.
 * A batch that is repeated enrolls nobody twice. Returns how many were enrolled.
 */
export async function sweep({ journey }: { readonly journey: string }): Promise<number> {
  const header = journeyHeaders.find(({ name }) => name === journey);
  if (!header) return 0;

  let enrolled = 0;
  let cursor: string | null = null;
  do {
    const batch: Awaited<ReturnType<typeof sweepTriggers>> = await sweepTriggers({ header, cursor, batch: BATCH });
    enrolled += batch.enrolled;
    cursor = batch.cursor;
  } while (cursor !== null);
  return enrolled;
}
