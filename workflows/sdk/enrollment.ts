import { CancellationScope, uuid4 } from '@temporalio/workflow';
import type { HeardEvent, JourneyHeader, Steering } from '../../domain/journey';
import type { TimelineEntry, TimelineKind } from '../../domain/timeline';
import type { TouchResult } from '../../domain/touch';
import type { JourneyInput } from '../messages';
import { timeline } from './activities';
import { Inbox } from './inbox';
import { JourneyMisuse } from './misuse';
import { Pauses } from './pauses';

/** Why a stage was interrupted. */
export type Interruption =
  | { readonly kind: 'goal'; readonly event: HeardEvent }
  | { readonly kind: 'exit'; readonly event: HeardEvent }
  | {
      readonly kind: 'steered';
      readonly steering: Extract<Steering, { readonly kind: 'exit' } | { readonly kind: 'stage' }>;
    };

/** What is to be done when a touch that was sent turns out not to have arrived. */
export interface Fallback {
  /** True once it has come back. */
  readonly isDue: () => boolean;
  /** Takes the touch to its next channel; gives up waiting for that at a limit. */
  readonly take: (limit: Limit) => Promise<void>;
}

/** How long something may take: until an instant (epoch ms), or until something else makes it pointless. */
export interface Limit {
  readonly until: number;
  readonly over: () => boolean;
}

const RECALLING: ReadonlySet<string> = new Set(['consent.withdrawn', 'message.cleared']);

/** One customer's run of a journey between two continue-as-new: where it stands and what it has heard. */
export class Enrollment {
  readonly header: JourneyHeader;
  readonly enrollmentId: string;
  /** Who the customer was when the stage was entered: one who is merged into another goes on as the other from the next stage on. */
  customerId: string;
  readonly stage: string;
  readonly reachedGoal: boolean;
  readonly inbox: Inbox;
  readonly scope = new CancellationScope();
  readonly pauses: Pauses;
  /** Counts requests to let the present wait end; a wait compares with the count at its start. */
  advances = 0;
  /** Key of the wait that the last such request saw on the timeline: it may have come before the wait was known to Temporal. */
  advanced: string | undefined;
  /** Counts what calls a waiting touch back at once (consent that was taken back, news of what became of it): it compares with the count when it was gated. */
  recalls = 0;
  /** Somebody let time pass for this enrollment: it is ahead of the clock from then on. */
  ahead: boolean;
  /** What the last touch came to, and its way on, should it come back. */
  latest: TouchResult | undefined;
  fallback: Fallback | undefined;
  interruption: Interruption | undefined;
  openTaskId: string | undefined;
  verb: string | undefined;
  #counts: Record<string, number>;
  #unwritten: TimelineEntry[] = [];

  constructor(header: JourneyHeader, input: JourneyInput) {
    const carried = input.carried;
    this.header = header;
    this.enrollmentId = input.enrollmentId;
    this.customerId = input.customerId;
    this.stage = input.stage ?? header.stages[0]!;
    this.inbox = new Inbox(carried?.inbox, carried?.seen);
    this.pauses = new Pauses(carried);
    this.ahead = carried?.ahead ?? false;
    this.reachedGoal = carried?.reachedGoal ?? false;
    this.#counts = { ...carried?.counts };
  }

  /** Takes in a fact. Goal and exit interrupt whatever the stage is waiting for. */
  hear(event: HeardEvent): void {
    if (!this.inbox.add(event)) return;
    if (RECALLING.has(event.type)) this.recalls += 1;
    if (this.reachedGoal) return;
    if (this.header.goal.includes(event.type)) this.#interrupt({ kind: 'goal', event });
    else if (this.header.exitOn.includes(event.type)) this.#interrupt({ kind: 'exit', event });
  }

  /** Takes in a hand on the journey. */
  steer(steering: Steering): void {
    if (!this.inbox.remember(steering.steerId)) return;
    switch (steering.kind) {
      case 'pause':
        this.pauses.pause(steering.hold, steering.timers);
        return;
      case 'resume':
        this.pauses.resume(steering.hold);
        return;
      case 'advance':
        this.advances += 1;
        this.advanced = steering.wait;
        this.ahead = true;
        return;
      case 'exit':
      case 'stage':
        this.#interrupt({ kind: 'steered', steering });
    }
  }

  /** The ledger's key for a message or playbook: stable over retries, replays, resets and continue-as-new. */
  nextKey(name: string): string {
    const place = `${this.stage}:${name}`;
    const count = (this.#counts[place] ?? 0) + 1;
    this.#counts[place] = count;
    return `${this.enrollmentId}:${place}:${count}`;
  }

  /**
   * Puts a moment on the timeline: shown at once when possible, and carried by the next activity for certain. Returns its key, which is
   * the same when the task in which it was noted has to be done again.
   */
  note(kind: TimelineKind, detail: TimelineEntry['detail']): string {
    const entry = { key: `${this.enrollmentId}:${kind}:${uuid4()}`, at: Date.now(), kind, detail };
    this.#unwritten.push(entry);
    timeline.write(this.customerId, this.enrollmentId, entry);
    return entry.key;
  }

  /** The entries that the next activity has to write. */
  takeNotes(): readonly TimelineEntry[] {
    return this.#unwritten.splice(0);
  }

  /** The argument of the next run, at another stage. */
  continued(stage: string, { reachedGoal = this.reachedGoal } = {}): JourneyInput {
    return {
      enrollmentId: this.enrollmentId,
      customerId: this.customerId,
      stage,
      carried: {
        ...this.inbox.carried(),
        counts: this.#counts,
        ...this.pauses.carried(),
        reachedGoal,
        ...(this.ahead && { ahead: true }),
      },
    };
  }

  /** The first reason to interrupt wins: what follows finds the stage already ending. */
  #interrupt(interruption: Interruption): void {
    if (this.interruption) return;
    this.interruption = interruption;
    this.scope.cancel();
  }
}

/* Each workflow execution has its own copy of this module, so the run that code belongs to can stand here. */
let current: Enrollment | undefined;

/** Makes an enrollment the one that verbs speak for. Called once a run. */
export function begin(enrollment: Enrollment): void {
  current = enrollment;
}

/** The running enrollment, for the verb that asks. Throws JourneyMisuse outside a stage. */
export function running(verb: string): Enrollment {
  if (!current) throw new JourneyMisuse(`${verb}() can only be called inside a stage of a journey.`);
  return current;
}

/** Runs one verb. Verbs come one after another: two at once could not agree on which events belong to which. */
export async function oneAtATime<T>(verb: string, act: (enrollment: Enrollment) => Promise<T>): Promise<T> {
  const enrollment = running(verb);
  if (enrollment.verb) {
    throw new JourneyMisuse(
      `${verb}() was called while ${enrollment.verb}() is still under way: await each verb before the next (no-floating-promises).`,
    );
  }
  enrollment.verb = verb;
  try {
    return await act(enrollment);
  } finally {
    enrollment.verb = undefined;
  }
}
