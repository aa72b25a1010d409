import type { Duration } from './duration';
import type { TimerPolicy } from './hold';
import type { Moment } from './moment';

/**
 * Starts a journey when a customer has not done something for a while: their last `of` is older than `for`, but not yet twice as
 * old (domain/policy/news.ts). Each absence starts it at most once.
 */
export interface AbsenceTrigger {
  readonly of: string;
  readonly for: Duration;
}

/** Starts a journey ahead of a date that is a trait of the customer (an ISO date or date-time). */
export interface DateTrigger {
  readonly trait: string;
  readonly before: Duration;
}

/**
 * A journey as data: what the API, the triggers and the entry rules need to know without running it. Event types appear
 * by name here; authors write them as typed events (workflows/sdk/journey.ts).
 */
export interface JourneyHeader {
  /** Workflow type, file name and export name agree with this. */
  readonly name: string;
  /** The team that answers for the journey (M37). */
  readonly owner: string;
  /** First paragraph of the story, for lists. */
  readonly story: string;
  readonly startOn: readonly string[];
  readonly startAfterAbsence: readonly AbsenceTrigger[];
  readonly startBefore: readonly DateTrigger[];
  readonly goal: readonly string[];
  readonly exitOn: readonly string[];
  /** Every event type that a running enrollment wants to be told of, goal and exits included. */
  readonly hears: readonly string[];
  /** How long after an enrollment ended the customer may enter again; `never`: once in a lifetime. */
  readonly reenterAfter: Duration | 'never';
  /** Share of customers, 0 to 1, who are kept out for comparison, chosen by a hash of journey and customer. */
  readonly holdout: number;
  /** Refuse entry while the customer has an open support ticket (M25, M31). */
  readonly notDuringTrouble: boolean;
  readonly priority: Priority;
  /** What becomes of a touch of this journey that has to give way to one of a higher priority. */
  readonly onConflict: OnConflict;
  /** By playbook: what becomes of the customer when nobody takes the task to an end, in one sentence for the person who reads it. */
  readonly ifNobodyComes?: Readonly<Record<string, string>>;
  /** The moments that matter to the customer (M16); absent in headers that are made by hand. */
  readonly moments?: readonly Moment[];
  readonly stages: readonly string[];
}

/** Of two journeys that want the same customer at the same time, the higher goes first (M24). */
export type Priority = 'high' | 'normal' | 'low';

/** `wait`: the touch goes when its turn has come. `drop`: it is given up, and the journey goes on. */
export type OnConflict = 'wait' | 'drop';

/** Why a customer was not let into a journey. Recorded, never thrown. */
export type EntryRefusal =
  | 'already_running'
  | 'once_only'
  | 'reentry_window'
  | 'holdout'
  | 'open_trouble'
  | 'unknown_customer';

/** What made an enrollment begin: shown as evidence and used to start at most once per cause. */
export type EntryCause =
  | { readonly kind: 'event'; readonly type: string; readonly eventId: string }
  | { readonly kind: 'absence'; readonly of: string; readonly since: string }
  | { readonly kind: 'date'; readonly trait: string; readonly date: string }
  | { readonly kind: 'request'; readonly by: string };

/** How an enrollment ended: it ran to a `done`, reached its goal, met an exit event, or was ended by hand. */
export type Ending = 'done' | 'goal' | 'exit' | 'steered';

/** A fact as it travels to a running journey: ids, a type, and the declared fields without personal data. */
export interface HeardEvent {
  readonly eventId: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A hand on a running journey. `pause` holds whatever would happen next until `resume`, by hand or by a hold (its id), each for itself;
 * `stage` moves to a stage; `exit` ends it; `advance` ends the present wait as if its time had passed.
 */
export type Steering =
  /** `wait`: key of the wait that stood on the timeline when it was asked for. */
  | { readonly steerId: string; readonly kind: 'advance'; readonly wait?: string }
  | { readonly steerId: string; readonly kind: 'pause'; readonly hold?: string; readonly timers?: TimerPolicy }
  | { readonly steerId: string; readonly kind: 'resume'; readonly hold?: string }
  | { readonly steerId: string; readonly kind: 'exit' }
  | { readonly steerId: string; readonly kind: 'stage'; readonly stage: string };

/** What a journey knows of its customer at the start of a stage. No personal data: this stands in Temporal's history. */
export interface Facts {
  readonly customer: {
    readonly id: string;
    /** Staff id of the customer's owner, if one is assigned. */
    readonly owner: string | null;
    readonly lifecycle: Lifecycle;
    /** Plan name, as the backend's `plan` trait gives it. */
    readonly plan: string | null;
    /** The `renewal_date` trait as epoch milliseconds. */
    readonly renewalAt: number | null;
    readonly openTrouble: boolean;
  };
}

/** Lifecycle of M11, from first contact to winning back. */
export const LIFECYCLES = ['new', 'onboarding', 'active', 'at-risk', 'loyal', 'winback'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];
