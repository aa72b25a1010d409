import type { Duration } from '../../domain/duration';
import type { DateTrigger, Facts, JourneyHeader } from '../../domain/journey';
import type { PlaybookName } from '../../playbooks';
import type { Moment } from '../../domain/moment';
import type { JourneyInput } from '../messages';
import type { EventRef } from './event';
import type { Done, Next } from './flow';
import { runStage } from './run';

/** A stretch of a journey between two points at which new code may take effect: plain async code that ends with `next()` or `done()`. */
export type Stage<S extends string = string> = (facts: Facts) => Promise<Next<S> | Done>;

type Stages<S> = { readonly [K in keyof S]: Stage<Extract<keyof S, string>> };

/** What an author declares about a journey (see JourneyHeader for each field's meaning). Stages run from the first one on. */
export interface JourneyDefinition<S> {
  readonly name: string;
  readonly owner: string;
  readonly story: string;
  readonly startOn?: readonly EventRef[];
  readonly startAfterAbsence?: readonly { readonly of: EventRef; readonly for: Duration }[];
  readonly startBefore?: readonly DateTrigger[];
  /** Reached at any moment, the journey ends as `goal`. */
  readonly goal?: EventRef | readonly EventRef[];
  /** A stage that still runs when the goal is reached, to say thanks. */
  readonly afterGoal?: Extract<keyof S, string>;
  readonly exitOn?: readonly EventRef[];
  /** Events that stages wait for, besides goal and exits. */
  readonly hears?: readonly EventRef[];
  /** Default `never`: once in a lifetime. */
  readonly reenterAfter?: Duration | 'never';
  readonly holdout?: number;
  readonly notDuringTrouble?: boolean;
  /** Default `normal`. */
  readonly priority?: JourneyHeader['priority'];
  /** Default `wait`. */
  readonly onConflict?: JourneyHeader['onConflict'];
  readonly ifNobodyComes?: Partial<Record<PlaybookName, string>>;
  /** The moments that matter to the customer, for the journey's map. */
  readonly moments?: readonly Moment<NoInfer<Extract<keyof S, string>>>[];
  readonly stages: S & Stages<S>;
}

/** A journey: the workflow that Temporal runs, with its header as data. */
export interface Journey {
  (input: JourneyInput): Promise<string>;
  readonly header: JourneyHeader;
}

/**
 * Declares a journey. A stage name that `next()` uses and `stages` lacks is a compile error. The returned function is the
 * Temporal workflow: its type name is the header's name, and its result is the outcome.
 */
export function journey<const S extends Readonly<Record<string, unknown>>>(definition: JourneyDefinition<S>): Journey {
  const header = headerOf(definition);
  const stages = definition.stages as Readonly<Record<string, Stage>>;
  const run = (input: JourneyInput) => runStage(header, stages, definition.afterGoal, input);
  Object.defineProperty(run, 'name', { value: header.name });
  return Object.assign(run, { header });
}

function headerOf<S>(definition: JourneyDefinition<S>): JourneyHeader {
  const { startOn = [], startAfterAbsence = [], goal = [], exitOn = [], hears = [] } = definition;
  const goals: readonly EventRef[] = 'type' in goal ? [goal] : goal;
  return {
    name: definition.name,
    owner: definition.owner,
    story: definition.story,
    startOn: typesOf(startOn),
    startAfterAbsence: startAfterAbsence.map((absence) => ({ of: absence.of.type, for: absence.for })),
    startBefore: definition.startBefore ?? [],
    goal: typesOf(goals),
    exitOn: typesOf(exitOn),
    hears: [...new Set(typesOf([...goals, ...exitOn, ...hears]))],
    reenterAfter: definition.reenterAfter ?? 'never',
    holdout: definition.holdout ?? 0,
    notDuringTrouble: definition.notDuringTrouble ?? false,
    priority: definition.priority ?? 'normal',
    onConflict: definition.onConflict ?? 'wait',
    ...(definition.ifNobodyComes && { ifNobodyComes: definition.ifNobodyComes }),
    moments: definition.moments ?? [],
    stages: Object.keys(definition.stages as object),
  };
}

function typesOf(events: readonly EventRef[]): string[] {
  return events.map((event) => event.type);
}
