import { z } from 'zod';
import type { Fault } from '../../domain/errors';
import { canonicalEventType } from '../../domain/events';
import type { ApiDeps } from '../deps';

/** A message that was refused, as it was sent, and why. */
export interface Refused {
  readonly message: unknown;
  readonly faults: readonly Fault[];
}

/**
 * The faults of each message; where one says that a task is completed, which only Perennial says, its fault also lists the
 * outcomes by which that task can be completed. Reads the tasks that are named, at once.
 */
export async function adviseOnCompletions(
  { db, playbooks }: Pick<ApiDeps, 'db' | 'playbooks'>,
  refused: readonly Refused[],
): Promise<readonly (readonly Fault[])[]> {
  const ids = refused.flatMap(({ message, faults }) => (faults.length > 0 ? (completedTask(message) ?? []) : []));
  if (ids.length === 0) return refused.map(({ faults }) => faults);
  const tasks = await db.task.findMany({ where: { id: { in: ids } }, select: { id: true, playbook: true } });
  const playbookOf = new Map(tasks.map(({ id, playbook }) => [id, playbooks[playbook]]));
  return refused.map(({ message, faults }) => {
    const playbook = playbookOf.get(completedTask(message) ?? '');
    if (!playbook) return faults;
    const outcomes = Object.keys(playbook.outcomes).join(', ');
    const advice = `, with an outcome of the playbook ${playbook.name}: ${outcomes}`;
    return faults.map((fault) => (fault.pointer === '/event' ? { ...fault, detail: fault.detail + advice } : fault));
  });
}

const completion = z.object({
  event: z.string().refine((name) => canonicalEventType(name) === 'task.completed'),
  properties: z.object({ taskId: z.uuid().toLowerCase() }),
});

function completedTask(message: unknown): string | undefined {
  return completion.safeParse(message).data?.properties.taskId;
}
