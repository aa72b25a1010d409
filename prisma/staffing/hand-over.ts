import { isAbsent, placementSentence, placeTask } from '../../domain/policy/assignment';
import { isFinished } from '../../domain/policy/task-timers';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';
import { addNote } from '../tasks/note';
import { lockTask } from '../tasks/row';
import { tellStory, waiting } from '../tasks/story';
import { inTransaction } from '../transaction';
import { give } from './assign';
import { colleaguesFor } from './colleagues';

/** More than one person has; the rest goes with the next round. */
const MOST_HANDED_OVER = 500;

/**
 * Hands on what is offered to people, or theirs, who are away by now or work here no longer: to whoever stands in, or to the queue, each with a note.
 * Returns how many. Harmless to repeat; each task on its own, so that a crash leaves none half given.
 */
export async function handOverForAbsent(db: Db, now: Date, person?: string): Promise<number> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT t.id FROM staff s JOIN tasks t ON t.assignee = s.id AND t.state IN ('open', 'claimed', 'snoozed')
    WHERE (s.disabled_at IS NOT NULL OR (s.absent_from <= ${now}::timestamptz AND (s.absent_until IS NULL OR s.absent_until > ${now}::timestamptz)))
      ${person === undefined ? Prisma.empty : Prisma.sql`AND s.id = ${person}`}
    ORDER BY t.due_at LIMIT ${MOST_HANDED_OVER}`);
  let handed = 0;
  for (const { id } of rows) if (await inTransaction(db, (tx) => handOver(tx, id, now))) handed += 1;
  return handed;
}

async function handOver(tx: Tx, taskId: string, now: Date): Promise<boolean> {
  const task = await lockTask(tx, taskId);
  if (isFinished(task.state) || task.assignee === null) return false;
  const colleagues = await colleaguesFor(tx, task.assignee);
  const holder = colleagues.get(task.assignee);
  if (!holder || (holder.disabledAt === null && !isAbsent(holder, now))) return false;
  const placement = placeTask(task.assignee, (id) => colleagues.get(id), now);
  const given = await give(tx, task, placement.assignee, now);
  await addNote(tx, { taskId, by: 'perennial', body: placementSentence(placement) ?? 'It was handed on.' }, now);
  const detail = { from: task.assignee, to: given.assignee, by: 'perennial' };
  await tellStory(tx, given, 'assigned', now, { enrollments: await waiting(tx, taskId), mark: given.version, detail });
  return true;
}
