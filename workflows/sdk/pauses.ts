import { patched } from '@temporalio/workflow';
import type { TimerPolicy } from '../../domain/hold';

/** Whoever pauses a run by hand; holds go by their ids. */
const HAND = 'hand';

/**
 * Who keeps a run paused, each with what they declared of its timers, and how long timers have stood still so far. A run that was paused
 * before there were policies is paused by hand, and its timers run on.
 */
export class Pauses {
  readonly #by: Map<string, TimerPolicy>;
  #stoodMs = 0;
  #stillSince: number | undefined;

  constructor(carried: { readonly paused?: boolean; readonly pausers?: Readonly<Record<string, TimerPolicy>> } = {}) {
    const { paused = false, pausers = paused ? { [HAND]: 'keep' } : {} } = carried;
    this.#by = new Map(Object.entries(pausers));
    this.#keepTime();
  }

  /** True while anybody keeps the run paused. */
  get any(): boolean {
    return this.#by.size > 0;
  }

  /** True while anybody who shifts timers does. */
  get still(): boolean {
    return this.#stillSince !== undefined;
  }

  /** How long timers have stood still in this run so far, in milliseconds: it grows while they do. */
  stoodMs(): number {
    return this.#stoodMs + (this.#stillSince === undefined ? 0 : Date.now() - this.#stillSince);
  }

  pause(by: string = HAND, timers: TimerPolicy = 'keep'): void {
    // A pause that a worker of the release before took in has not stopped the timer that its history holds.
    this.#by.set(by, timers === 'shift' && patched('timers-shift') ? 'shift' : 'keep');
    this.#keepTime();
  }

  resume(by: string = HAND): void {
    this.#by.delete(by);
    this.#keepTime();
  }

  /** What the next run needs to know. */
  carried(): { readonly paused: boolean; readonly pausers?: Readonly<Record<string, TimerPolicy>> } {
    return this.any ? { paused: true, pausers: Object.fromEntries(this.#by) } : { paused: false };
  }

  #keepTime(): void {
    const still = [...this.#by.values()].includes('shift');
    if (still === this.still) return;
    this.#stoodMs = this.stoodMs();
    this.#stillSince = still ? Date.now() : undefined;
  }
}
