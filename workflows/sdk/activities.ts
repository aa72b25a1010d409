import {
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  ActivityCancellationType,
  type Sinks,
} from '@temporalio/workflow';
import type { JourneyActivities } from '../../activities/activities';
import type { TimelineEntry } from '../../domain/timeline';

/** A place on the timeline as it is written while a journey waits; best effort, so that it costs nothing in Temporal. */
interface TimelineSinks extends Sinks {
  timeline: { write(customerId: string, enrollmentId: string, entry: TimelineEntry): void };
}

/**
 * What a journey does to the world. Tried again for ever, because a customer must not be lost to an outage; a cancelled
 * stage waits for the call in flight, so that nothing is sent behind the journey's back.
 */
export const remote = proxyActivities<JourneyActivities>({
  startToCloseTimeout: '45 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Entering a stage is one short write and read: a local activity, which costs one history event. */
export const local = proxyLocalActivities<Pick<JourneyActivities, 'enterStage'>>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Timeline entries on their way to the page before the next activity carries them for certain. */
export const { timeline } = proxySinks<TimelineSinks>();
