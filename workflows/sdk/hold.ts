import { condition } from '@temporalio/workflow';
import type { Enrollment } from './enrollment';

/** When a wait is over, in epoch milliseconds: an instant, or one that moves on while timers stand still (`shifting`). */
export type Deadline = number | (() => number);

/**
 * A wait for something or somebody. `key`: the one under which it stands on the timeline now, if it does. `shifted`: called when it begins
 * anew behind a pause for which timers stood still.
 */
export interface Wait {
  readonly key?: () => string | undefined;
  readonly until: Deadline;
  readonly done?: () => boolean;
  readonly summary: string;
  readonly shifted?: () => void;
}

/** The end of a wait that begins now and has its full length also when a pause falls into it that shifts timers (X10). */
export function shifting({ pauses }: Enrollment, until: number): () => number {
  const before = pauses.stoodMs();
  return () => until + pauses.stoodMs() - before;
}

/** The instant of a deadline, as things stand. */
export function instantOf(deadline: Deadline): number {
  return typeof deadline === 'number' ? deadline : deadline();
}

/**
 * Waits until `done` says so, or until a deadline, and then for as long as the journey is paused: whatever fell due meanwhile happens
 * after the resume. A wait that shifts gives its timer up at such a pause, and takes one for the rest behind it. Returns true when it was
 * ended by `advance`. One timer at a time; none when the deadline has passed. Cancelled with the stage.
 */
export async function hold(enrollment: Enrollment, wait: Wait): Promise<boolean> {
  const { until, summary } = wait;
  const { pauses } = enrollment;
  const before = enrollment.advances;
  const advanced = () => {
    if (enrollment.advances > before) return true;
    return enrollment.advanced !== undefined && enrollment.advanced === wait.key?.();
  };
  const over = () => advanced() || (wait.done?.() ?? false);
  const standsStill = () => typeof until === 'function' && pauses.still;

  for (;;) {
    const left = instantOf(until) - Date.now();
    const ended = left > 0 && !standsStill() && (await condition(() => over() || standsStill(), left, { summary }));
    const stopped = (ended && !over()) || (left > 0 && standsStill());
    await resumed(enrollment);
    if (!stopped || over()) return advanced();
    wait.shifted?.();
  }
}

/** Waits while the journey is paused. */
export async function resumed({ pauses }: Enrollment): Promise<void> {
  if (pauses.any) await condition(() => !pauses.any);
}
