import { placeTask } from '../../domain/policy/assignment';
import { NotFound } from '../../domain/errors';
import type { Db } from '../client';
import { inTransaction } from '../transaction';
import { colleaguesFor } from './colleagues';

/** Where somebody's unfinished tasks would go if they were let in no more: so many to each person, and back to each queue; the most first. */
export interface Departure {
  readonly tasks: number;
  readonly people: readonly { readonly id: string; readonly tasks: number }[];
  readonly queues: readonly { readonly queue: string; readonly tasks: number }[];
}

/** More than anybody has. */
const MOST_LOOKED_AT = 5_000;

/**
 * Says where somebody's tasks would go if they were disabled now, without doing it: the first due first, to whoever stands in up to their limit, else to the
 * queues. `cover`: who would stand in (null: nobody), left out: whoever does now. Throws NotFound.
 */
export async function previewDeparture(
  db: Db,
  id: string,
  cover: string | null | undefined,
  now: Date,
): Promise<Departure> {
  const [leaver, tasks] = await Promise.all([
    db.staff.findUnique({ where: { id } }),
    db.task.findMany({
      where: { assignee: id, state: { in: ['open', 'claimed', 'snoozed'] } },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      take: MOST_LOOKED_AT,
      select: { queue: true },
    }),
  ]);
  if (!leaver) throw new NotFound(`There is no member of staff "${id}".`);
  const absence = { absentFrom: cover === null ? null : now, absentUntil: null, cover: cover ?? null };
  const gone = { ...leaver, ...(cover !== undefined && absence), load: 0, disabledAt: now };
  const colleagues = new Map(await inTransaction(db, (tx) => colleaguesFor(tx, gone.cover)));
  colleagues.set(id, gone);
  const [people, queues] = [new Map<string, number>(), new Map<string, number>()];
  for (const { queue } of tasks) {
    const { assignee } = placeTask(id, (who) => colleagues.get(who), now);
    if (assignee === null) queues.set(queue, (queues.get(queue) ?? 0) + 1);
    else people.set(assignee, (people.get(assignee) ?? 0) + 1);
    const taker = assignee === null ? undefined : colleagues.get(assignee);
    if (taker) colleagues.set(taker.id, { ...taker, load: taker.load + 1 });
  }
  return {
    tasks: tasks.length,
    people: byMost(people).map(([who, count]) => ({ id: who, tasks: count })),
    queues: byMost(queues).map(([queue, count]) => ({ queue, tasks: count })),
  };
}

function byMost(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b));
}
