import { ActivityFailure, TimeoutFailure } from '@temporalio/workflow';
import type { Channel } from '../../domain/channel';
import { channelQueue, QUEUED_CHANNELS } from '../../domain/queue';
import type { TimelineEntry } from '../../domain/timeline';
import type { DeliverResult, TouchRequest, TouchResult } from '../../domain/touch';
import { remote } from './activities';
import type { Enrollment, Limit } from './enrollment';
import { hold } from './hold';

/**
 * Brings one touch to its end, coming again as often as the gate or a provider says later, and at once when consent was taken back or its fate is known. Undefined
 * when a limit ended the waiting first. One remote activity for each time.
 */
export async function deliver(enrollment: Enrollment, request: TouchRequest): Promise<TouchResult>;
export async function deliver(
  enrollment: Enrollment,
  request: TouchRequest,
  limit: Limit,
): Promise<TouchResult | undefined>;
export async function deliver(
  enrollment: Enrollment,
  request: TouchRequest,
  { until: end, over }: Limit = ENDLESS,
): Promise<TouchResult | undefined> {
  const { message } = request;
  for (let via = request.primary; ;) {
    const gated = enrollment.recalls;
    const asked = { ...request, ...(enrollment.ahead && { ahead: true }) };
    const result = await ask(asked, via, enrollment.takeNotes());
    if (result.verdict !== 'later') return result;
    if (result.via) {
      via = result.via;
      continue;
    }
    const { until, reason } = result;
    enrollment.note('wait', { for: [], until: new Date(until).toISOString(), reason, message });
    // Neither consent that was taken back nor word of what became of the touch waits for its next turn.
    const done = () => enrollment.recalls > gated || over();
    await hold(enrollment, { until: Math.min(until, end), done, summary: `${message} again: ${reason}` });
    if (over() || Date.now() >= end) return undefined;
  }
}

/** Longer than it takes to be served, unless more touches wait than their provider's rate allows, or no worker is there. */
const START_WITHIN = '10 minutes';

/**
 * Runs the delivering activity on the task queue of a channel. One that nobody has begun in time is asked for anew, because the gate decides
 * by the instant at which it was asked for: what has waited in a queue until night must not leave by day's rules.
 */
async function ask(request: TouchRequest, via: Channel, notes: readonly TimelineEntry[]): Promise<DeliverResult> {
  const taskQueue = QUEUED_CHANNELS.includes(via) ? { taskQueue: channelQueue(via) } : {};
  const options = { summary: request.message, scheduleToStartTimeout: START_WITHIN, ...taskQueue } as const;
  for (;;) {
    try {
      return await remote.deliver.executeWithOptions(options, [request, notes]);
    } catch (error) {
      if (!hasNotBegun(error)) throw error;
    }
  }
}

function hasNotBegun(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  return error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
}

const ENDLESS: Limit = { until: Infinity, over: () => false };
