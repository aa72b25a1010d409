import { MOST_AT_ONCE } from '../../domain/inbox';
import type { Placement } from '../../domain/policy/assignment';
import { placeTask } from '../../domain/policy/assignment';
import type { Db } from '../client';
import { inTransaction } from '../transaction';
import { colleaguesFor } from './colleagues';

/** Which tasks are to be given away: these, or the unfinished ones of somebody (null: of nobody), of one queue if that is said. */
export interface Giving {
  readonly taskIds?: readonly string[] | undefined;
  readonly from?: string | null | undefined;
  readonly queue?: string | undefined;
}

/** What would become of one of them. */
export interface PreviewedAssignment {
  readonly id: string;
  readonly version: number;
  readonly because: string;
  readonly from: string | null;
  readonly claimed: boolean;
  readonly placement: Placement;
}

/** Says what giving tasks to somebody would do, one after another until their limit, without doing it; the first due first. */
export async function previewAssignments(
  db: Db,
  { taskIds, from, queue }: Giving,
  to: string | null,
  now: Date,
): Promise<PreviewedAssignment[]> {
  const tasks = await db.task.findMany({
    where: {
      state: { in: ['open', 'claimed', 'snoozed'] },
      ...(taskIds && { id: { in: [...taskIds] } }),
      ...(from !== undefined && { assignee: from }),
      ...(queue !== undefined && { queue }),
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: MOST_AT_ONCE,
  });
  const colleagues = new Map(await inTransaction(db, (tx) => colleaguesFor(tx, to)));
  return tasks.map(({ id, version, because, assignee, claimedAt }) => {
    const own = assignee === to;
    const placement: Placement = own
      ? { assignee, because: 'asked_for', instead: null }
      : placeTask(to, (who) => colleagues.get(who), now);
    const taker = placement.assignee === null ? undefined : colleagues.get(placement.assignee);
    if (taker && !own) colleagues.set(taker.id, { ...taker, load: taker.load + 1 });
    return { id, version, because, from: assignee, claimed: claimedAt !== null, placement };
  });
}
