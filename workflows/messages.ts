import { defineSignal } from '@temporalio/workflow';
import type { HeardEvent, Steering } from '../domain/journey';

/** The task queue that journeys and their activities run on. */
export const TASK_QUEUE = 'perennial';

/** The one signal for facts. Its handler only appends to the inbox; a repeated `eventId` changes nothing. */
export const eventSignal = defineSignal<[HeardEvent]>('event');

/** The one signal for a hand on the journey: pause, resume, exit, advance, move to a stage. */
export const steerSignal = defineSignal<[Steering]>('steer');

/** What a journey is started with, and what it carries over when it continues as new. Ids and positions only. */
export interface JourneyInput {
  readonly enrollmentId: string;
  readonly customerId: string;
  /** Absent in the first run: the journey begins at its first stage. */
  readonly stage?: string;
  readonly carried?: Carried;
}

/** State that outlives a stage. Small: it is the argument of the next run. */
export interface Carried {
  /** Events that no wait has consumed yet. */
  readonly inbox: readonly HeardEvent[];
  /** The last ids seen, so that a repeated signal stays without effect. */
  readonly seen: readonly string[];
  /** How often each message and playbook was used in each stage: part of the ledger's keys. */
  readonly counts: Readonly<Record<string, number>>;
  readonly paused: boolean;
  /** Number of the next entry on the timeline. */
  readonly seq: number;
  /** Set once the goal is reached and the stage after it runs. */
  readonly reachedGoal: boolean;
}
