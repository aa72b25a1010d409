import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
const { EventType } = temporal.api.enums.v1;

/** Everything that Temporal has recorded of a workflow, over all of its runs, oldest first. */
export interface WholeHistory {
  readonly events: readonly HistoryEvent[];
  readonly ended: boolean;
}

/** Reads a workflow's history from its last run back to its first. */
export async function historyOf(client: Client, workflowId: string): Promise<WholeHistory> {
  const last = await client.workflow.getHandle(workflowId).fetchHistory();
  let events: HistoryEvent[] = [...(last.events ?? [])];
  let earlier = runBefore(events);
  while (earlier) {
    const run = await client.workflow.getHandle(workflowId, earlier).fetchHistory();
    events = [...(run.events ?? []), ...events];
    earlier = runBefore(events);
  }
  return { events, ended: events.at(-1)?.eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED };
}

function runBefore([first]: readonly HistoryEvent[]): string | undefined {
  return first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}

/** How often a workflow did what costs something. */
export interface Counts {
  readonly events: number;
  /** Billable actions as Temporal Cloud counts them. */
  readonly actions: number;
  readonly runs: number;
  readonly remote: Readonly<Record<string, number>>;
  readonly localBatches: number;
  readonly timers: number;
  readonly signals: number;
}

/**
 * Counts a history. Actions by https://docs.temporal.io/cloud/pricing: a start, a continue-as-new, an upsert of search attributes, an
 * activity, a retry of one, a timer, a signal: one each; all local activities of one workflow task: one together.
 */
export function countsOf({ events }: WholeHistory): Counts {
  const of = (type: number) => events.filter(({ eventType }) => eventType === type);
  const scheduled = of(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  const remote: Record<string, number> = {};
  for (const { activityTaskScheduledEventAttributes: attributes } of scheduled) {
    const name = attributes?.activityType?.name ?? 'unknown';
    remote[name] = (remote[name] ?? 0) + 1;
  }
  const retries = of(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED).reduce(
    (sum, { activityTaskStartedEventAttributes: attributes }) => sum + Math.max(0, (attributes?.attempt ?? 1) - 1),
    0,
  );
  const localBatches = new Set(tasksWithLocalActivities(events)).size;
  const runs = of(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED).length;
  const timers = of(EventType.EVENT_TYPE_TIMER_STARTED).length;
  const signals = of(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED).length;
  const upserts = of(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES).length;
  const actions = runs + upserts + scheduled.length + retries + localBatches + timers + signals;
  return { events: events.length, actions, runs, remote, localBatches, timers, signals };
}

/** The workflow tasks that ran local activities; each run counts its events anew. */
function tasksWithLocalActivities(events: readonly HistoryEvent[]): string[] {
  let run = 0;
  return events.flatMap(({ eventType, markerRecordedEventAttributes: marker }) => {
    if (eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED) run += 1;
    return marker?.markerName === 'core_local_activity'
      ? [`${run}:${String(marker.workflowTaskCompletedEventId)}`]
      : [];
  });
}

/** Whether two workflows took the same steps, whatever their activities are called. */
export function sameShape(one: Counts, other: Counts): boolean {
  return shapeOf(one) === shapeOf(other);
}

function shapeOf({ runs, remote, localBatches, timers, signals }: Counts): string {
  const activities = Object.values(remote).reduce((sum, count) => sum + count, 0);
  return JSON.stringify({ runs, activities, localBatches, timers, signals });
}
