import { errandIdOf } from '../../domain/ids';
import { nextTimer } from '../../domain/policy/task-timers';
import type { Tx } from '../client';
import { enqueue } from '../outbox';
import type { TaskRow } from './row';

/**
 * The runs that tend a task sleep until what was next; when a change brings something nearer, an errand tends it meanwhile, and ends when the
 * runs come by themselves (docs/decisions/0008). Call it after a change, with the task as it was before.
 */
export async function keepTime(tx: Tx, before: TaskRow, after: TaskRow, now: Date): Promise<void> {
  const [was, is] = [nextTimer(before, now), nextTimer(after, now)];
  if (!is || (was && was.at <= is.at)) return;
  const payload = { errand: 'nudge', id: after.id, until: was?.at ?? null } as const;
  const workflowId = errandIdOf('nudge', `${after.id}:${after.version}`);
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId, payload }], now);
}
