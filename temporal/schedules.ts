import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import type { JourneyHeader } from '../domain/journey';
import { TASK_QUEUE } from '../workflows/messages';

const PREFIX = 'perennial-sweep-';
/** The schedule of the rounds. */
export const ROUNDS = 'perennial-rounds';

/**
 * Gives each journey that starts by absence or by date one Temporal Schedule, `perennial-sweep-<journey>`, which looks
 * every hour for the customers whose time has come (M14), and removes those of journeys that are gone; and the product one,
 * `perennial-rounds`, which looks after guardrails, deadlines and the watch every ten minutes. Repeating it is a
 * no-op; a schedule that an operator has paused stays paused. Rejects with Temporal's error when it cannot be reached.
 */
export async function ensureSchedules({ schedule }: Client, headers: readonly JourneyHeader[]): Promise<void> {
  const wanted = headers.filter(
    ({ startAfterAbsence, startBefore }) => startAfterAbsence.length + startBefore.length > 0,
  );
  await ensure(schedule, ROUNDS_SCHEDULE);
  for (const { name } of wanted) await ensure(schedule, sweepOf(name));

  const ids = new Set(wanted.map(({ name }) => PREFIX + name));
  for await (const { scheduleId } of schedule.list()) {
    if (scheduleId.startsWith(PREFIX) && !ids.has(scheduleId)) await remove(schedule, scheduleId);
  }
}

function sweepOf(journey: string): ScheduleOptions {
  const id = PREFIX + journey;
  return {
    scheduleId: id,
    spec: { intervals: [{ every: '1 hour' }], jitter: '5 minutes' },
    // A sweep looks at everything that is due: after an outage one is enough, and two at once would only get in each other's way.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      workflowId: id,
      taskQueue: TASK_QUEUE,
      args: [{ journey }],
      staticSummary: `sweep for ${journey}`,
    },
    state: { triggerImmediately: true },
  };
}

const ROUNDS_SCHEDULE: ScheduleOptions = {
  scheduleId: ROUNDS,
  spec: { intervals: [{ every: '10 minutes' }] },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 minutes' },
  action: {
    type: 'startWorkflow',
    workflowType: 'rounds',
    workflowId: ROUNDS,
    taskQueue: TASK_QUEUE,
    args: [],
    staticSummary: 'rounds: guardrails, deadlines, the watch',
  },
};

async function ensure(schedules: Client['schedule'], options: ScheduleOptions): Promise<void> {
  try {
    await schedules.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action } = options;
    await schedules.getHandle(options.scheduleId).update(({ state }) => ({ spec, policies, action, state }));
  }
}

async function remove(schedules: Client['schedule'], id: string): Promise<void> {
  try {
    await schedules.getHandle(id).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
