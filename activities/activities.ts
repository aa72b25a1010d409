import { Context } from '@temporalio/activity';
import type { Ending, Facts, JourneyHeader } from '../domain/journey';
import { channelOfQueue } from '../domain/queue';
import type { OpenedTask, TaskRequest, TaskTimer, TendedTask } from '../domain/task';
import type { TimelineEntry } from '../domain/timeline';
import type { DeliverResult, TouchRequest } from '../domain/touch';
import { endEnrollment, enterStage } from '../prisma/enrollments';
import { recordTimeline } from '../prisma/timeline';
import { scheduledAt } from './clock';
import { sendConfirmation } from './consents/send-confirmation';
import { sendReply } from './conversations/send-reply';
import { asFailures } from './failures';
import { endHeld, steerHeld, type SteeredBatch, type SteerHeld } from './holds/steer';
import { sendNotice } from './privacy/send-notice';
import { makeRounds, type RoundsDeps } from './rounds/make';
import { sendLetter, type LetterDeps } from './staff/letter';
import { notingRepeats } from './stuck/repeats';
import { openTask, type OpenTaskDeps } from './tasks/open';
import { resolveTasks, type ResolveCause } from './tasks/resolve';
import { tendTask, type TendTaskDeps } from './tasks/tend';
import { deliver, type DeliverDeps } from './touches/deliver';
import { sweepTriggers, type SweptBatch } from './triggers/sweep';

/** Everything that journeys can do to the world, by activity type. Timeline entries that a journey has gathered ride along with the next call. */
export interface JourneyActivities {
  enterStage(entry: {
    enrollmentId: string;
    stage: string;
    at: number;
  }): Promise<{ over: true } | { over: false; facts: Facts }>;
  deliver(request: TouchRequest, notes: readonly TimelineEntry[]): Promise<DeliverResult>;
  /** Brings a person's answer to the customer (M05). */
  sendReply(reply: { touchId: string }): Promise<DeliverResult>;
  /** Asks a customer to confirm a double opt-in. */
  sendConfirmation(asked: { touchId: string }): Promise<DeliverResult>;
  /** Answers a customer's wish for their data, or to be erased. */
  sendNotice(notice: { touchId: string }): Promise<DeliverResult>;
  /** Mails a link to a member of staff. */
  sendLetter(letter: { linkId: string }): Promise<{ readonly sent: boolean }>;
  openTask(request: TaskRequest, notes: readonly TimelineEntry[]): Promise<OpenedTask>;
  /** `advanced`: the timer's time has not come, but somebody let it pass. */
  tendTask(timer: { taskId: string; step: TaskTimer['step']; advanced: boolean }): Promise<TendedTask>;
  resolveTask(task: { taskId: string; enrollmentId: string; cause: ResolveCause }): Promise<{ outcome: string }>;
  finish(
    end: { enrollmentId: string; customerId: string; how: Ending; outcome: string },
    notes: readonly TimelineEntry[],
  ): Promise<void>;
  sweepTriggers(sweep: { header: JourneyHeader; cursor: string | null; batch: number }): Promise<SweptBatch>;
  /** Lays a hold on running journeys, or lifts it, batch by batch (X10). */
  steerHeld(request: SteerHeld): Promise<SteeredBatch>;
  endHeld(hold: { holdId: string }): Promise<void>;
  /** Looks after what no event brings about. */
  makeRounds(): Promise<void>;
}

/** What the activities are built from. */
export type ActivityDeps = DeliverDeps & OpenTaskDeps & TendTaskDeps & RoundsDeps & LetterDeps;

/** The run that an activity is done for. */
function workflowId(): string {
  return Context.current().info.workflowExecution!.workflowId;
}

/** The activities, each a delegation that adds the instant and turns our errors into Temporal's. One that fails again and again marks its journey. */
export function createActivities(deps: ActivityDeps): JourneyActivities {
  return notingRepeats(deps, asFailures(delegations(deps)));
}

function delegations(deps: ActivityDeps): JourneyActivities {
  const { db } = deps;
  return {
    enterStage: ({ at, ...entry }) => enterStage(db, { ...entry, at: new Date(at) }),

    async deliver(request, notes) {
      await recordTimeline(db, request.customerId, request.enrollmentId, notes);
      return deliver(deps, request, scheduledAt(), channelOfQueue(Context.current().info.taskQueue));
    },

    sendReply: (reply) => sendReply(deps, reply, scheduledAt()),

    sendConfirmation: (asked) => sendConfirmation(deps, asked, scheduledAt()),

    sendNotice: (notice) => sendNotice(deps, notice, scheduledAt()),

    sendLetter: (letter) => sendLetter(deps, letter, scheduledAt()),

    async openTask(request, notes) {
      await recordTimeline(db, request.customerId, request.enrollmentId, notes);
      return openTask(deps, request, scheduledAt());
    },

    tendTask: (timer) => tendTask(deps, { ...timer, caller: workflowId() }, scheduledAt()),

    resolveTask: (task) => resolveTasks(deps, task, scheduledAt()),

    async finish({ enrollmentId, customerId, how, outcome }, notes) {
      const at = scheduledAt();
      await recordTimeline(db, customerId, enrollmentId, notes);
      await endEnrollment(db, { enrollmentId, how, outcome, at });
      await resolveTasks(deps, { enrollmentId, cause: how === 'goal' ? 'customer_acted' : 'journey_ended' }, at);
    },

    sweepTriggers: (sweep) => sweepTriggers(deps, sweep, scheduledAt()),

    steerHeld: (request) => steerHeld(deps, request, scheduledAt()),

    endHeld: ({ holdId }) => endHeld(deps, holdId, scheduledAt()),

    makeRounds: () => makeRounds(deps, scheduledAt()),
  };
}
