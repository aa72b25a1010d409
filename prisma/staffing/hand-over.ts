import { isAbsent, placementSentence, placeTask } from '../../domain/policy/assignment';
import { isFinished } from '../../domain/policy/task-timers';
import { audit } from '../audit';
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

/** Whose tasks are handed on, and who has said that they are away or gone. */
export interface Leaving {
  readonly person: string;
  readonly by: string;
  readonly requestId?: string | null;
}

/**
 * Hands on what is offered to people, or theirs, who are away by now or work here no longer: to whoever stands in, or to the queue, each with a note, its
 * timeline, and one entry of the audit log for each person. Of everybody, or of whoever leaves just now. Returns how many. Harmless to repeat; each
 * task on its own, so that a crash leaves none half given.
 */
export async function handOverForAbsent(db: Db, now: Date, leaving?: Leaving): Promise<number> {
  const rows = await db.$queryRaw<{ id: string; person: string }[]>(Prisma.sql`
    SELECT t.id, s.id AS person FROM staff s JOIN tasks t ON t.assignee = s.id AND t.state IN ('open', 'claimed', 'snoozed')
    WHERE (s.disabled_at IS NOT NULL OR (s.absent_from <= ${now}::timestamptz AND (s.absent_until IS NULL OR s.absent_until > ${now}::timestamptz)))
      ${leaving === undefined ? Prisma.empty : Prisma.sql`AND s.id = ${leaving.person}`}
    ORDER BY t.due_at LIMIT ${MOST_HANDED_OVER}`);
  const shares = new Map<string, Share>();
  for (const { id, person } of rows) {
    const given = await inTransaction(db, (tx) => handOver(tx, id, person, now));
    if (given === undefined) continue;
    const { people, queues } = shares.get(person) ?? { people: {}, queues: 0 };
    const more = given === null ? { people, queues: queues + 1 } : { people: addedTo(people, given), queues };
    shares.set(person, more);
  }
  const { by: actor = 'perennial', requestId = null } = leaving ?? {};
  for (const [person, detail] of shares) {
    const deed = {
      actor,
      action: 'staff.tasks_handed_on',
      subject: `staff:${person}`,
      detail: { ...detail },
      requestId,
    };
    await inTransaction(db, (tx) => audit(tx, deed, now));
  }
  return [...shares.values()].reduce((sum, { people, queues }) => sum + queues + total(people), 0);
}

/** How many went to whom, and how many back to their queues. */
interface Share {
  readonly people: Readonly<Record<string, number>>;
  readonly queues: number;
}

function addedTo(people: Share['people'], person: string): Share['people'] {
  return { ...people, [person]: (people[person] ?? 0) + 1 };
}

function total(people: Share['people']): number {
  return Object.values(people).reduce((sum, count) => sum + count, 0);
}

/** Whose the task is now (null: its queue's); undefined when there was nothing to hand on. */
async function handOver(tx: Tx, taskId: string, person: string, now: Date): Promise<string | null | undefined> {
  const task = await lockTask(tx, taskId);
  if (isFinished(task.state) || task.assignee !== person) return undefined;
  const colleagues = await colleaguesFor(tx, person);
  const holder = colleagues.get(person);
  if (!holder || (holder.disabledAt === null && !isAbsent(holder, now))) return undefined;
  const placement = placeTask(person, (id) => colleagues.get(id), now);
  const given = await give(tx, task, placement.assignee, now);
  await addNote(tx, { taskId, by: 'perennial', body: placementSentence(placement) ?? 'It was handed on.' }, now);
  const detail = { from: person, to: given.assignee, by: 'perennial' };
  await tellStory(tx, given, 'assigned', now, { enrollments: await waiting(tx, taskId), mark: given.version, detail });
  return given.assignee;
}
