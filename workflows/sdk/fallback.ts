import type { Enrollment } from './enrollment';
import { hold, instantOf, resumed, type Wait } from './hold';

/**
 * Holds as `hold` does, and meanwhile takes the last touch to its next channel should it come back (M22). A wait that is over leaves
 * it: what follows in the journey is more than a repetition.
 */
export async function waitOn(enrollment: Enrollment, wait: Wait): Promise<void> {
  const isDue = () => enrollment.fallback?.isDue() ?? false;
  const over = () => wait.done?.() ?? false;
  const isOver = () => over() || Date.now() >= instantOf(wait.until);
  for (;;) {
    if (!isDue()) {
      const advanced = await hold(enrollment, { ...wait, done: () => over() || isDue() });
      if (advanced || !isDue()) return;
    }
    await resumed(enrollment);
    if (isOver()) return;
    await enrollment.fallback?.take({ until: instantOf(wait.until), over });
    if (isOver()) return;
  }
}
