import type { InjectedSinks, WorkerOptions } from '@temporalio/worker';
import type { Sinks } from '@temporalio/workflow';
import type { TimelineEntry } from '../domain/timeline';
import type { Db } from '../prisma/client';
import { recordTimeline } from '../prisma/timeline';
import { createActivities, type ActivityDeps } from './activities';

interface TimelineSinks extends Sinks {
  timeline: { write(customerId: string, enrollmentId: string, entry: TimelineEntry): void };
}

/**
 * The part of a worker's options that makes it run journeys: its activities, and the sink that shows waits on the
 * timeline as they begin. Shared by the worker process, the test kit and the bench.
 */
export function journeyWorker(deps: ActivityDeps): Pick<WorkerOptions, 'activities' | 'sinks'> {
  return { activities: createActivities(deps), sinks: timelineSinks(deps.db) };
}

/** Best effort: what is lost here is carried by the journey's next activity, under the same key. */
function timelineSinks(db: Db): InjectedSinks<TimelineSinks> {
  return {
    timeline: {
      write: {
        callDuringReplay: false,
        fn: (_info, customerId, enrollmentId, entry) => recordTimeline(db, customerId, enrollmentId, [entry]),
      },
    },
  };
}
