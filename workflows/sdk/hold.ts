import { condition } from '@temporalio/workflow';
import type { Enrollment } from './enrollment';

/**
 * Waits until `done` says so, or until an instant (epoch ms), and then for as long as the journey is paused: whatever fell
 * due meanwhile happens after the resume. Returns true when it was ended by `advance`. One timer at most; none when the
 * instant has passed. Cancelled with the stage.
 */
export async function hold(
  enrollment: Enrollment,
  wait: { readonly until: number; readonly done?: () => boolean; readonly summary: string },
): Promise<boolean> {
  const { until, summary } = wait;
  const before = enrollment.advances;
  const over = () => enrollment.advances > before || (wait.done?.() ?? false);

  if (until > Date.now()) await condition(over, until - Date.now(), { summary });

  await resumed(enrollment);
  return enrollment.advances > before;
}

/** Waits while the journey is paused. */
export async function resumed(enrollment: Enrollment): Promise<void> {
  if (enrollment.paused) await condition(() => !enrollment.paused);
}
