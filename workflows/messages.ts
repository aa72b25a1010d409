import { TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { defineSignal } from '@temporalio/workflow';
import type { TimerPolicy } from '../domain/hold';
import type { HeardEvent, Steering } from '../domain/journey';

/** The task queue that journeys and their activities run on. */
export const TASK_QUEUE = 'perennial';

/** The one signal for facts. Its handler only appends to the inbox; a repeated `eventId` changes nothing. */
export const eventSignal = defineSignal<[HeardEvent]>('event');

/** The one signal for a hand on the journey: pause, resume, exit, advance, move to a stage. */
export const steerSignal = defineSignal<[Steering]>('steer');

/** The stage in which an enrollment stands: for batch commands and the web UI's filter. Lists in the product come from Postgres. */
export const STAGE_KEY = defineSearchAttributeKey('PerennialStage', 'KEYWORD');

/** Our own opaque id of the customer. */
export const CUSTOMER_KEY = defineSearchAttributeKey('PerennialCustomer', 'KEYWORD');

/** The search attributes of a run: set when it starts and when it continues at another stage. A stage that is not known yet is left out. */
export function searchAttributesOf(customerId: string, stage: string | null): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: CUSTOMER_KEY, value: customerId },
    ...(stage ? [{ key: STAGE_KEY, value: stage }] : []),
  ]);
}

/** What a journey is started with, and what it carries over when it continues as new. Ids and positions only. */
export interface JourneyInput {
  readonly enrollmentId: string;
  readonly customerId: string;
  /** Absent in the first run: the journey begins at its first stage. */
  readonly stage?: string;
  readonly carried?: Carried;
}

/** State that outlives a stage. Small: it is the argument of the next run. */
interface Carried {
  /** Events that no wait has consumed yet. */
  readonly inbox: readonly HeardEvent[];
  /** The last ids seen, so that a repeated signal stays without effect. */
  readonly seen: readonly string[];
  /** How often each message and playbook was used in each stage: part of the ledger's keys. */
  readonly counts: Readonly<Record<string, number>>;
  readonly paused: boolean;
  /** Who keeps the run paused, and what they declared of its timers; absent while nobody does. */
  readonly pausers?: Readonly<Record<string, TimerPolicy>>;
  /** Set once the goal is reached and the stage after it runs. */
  readonly reachedGoal: boolean;
  /** Somebody let time pass for this enrollment (docs/decisions/0005). */
  readonly ahead?: true;
}
