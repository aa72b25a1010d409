import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import type { Db, Tx } from '../client';
import { Prisma, type ContactAttempt, type TaskNote } from '../generated/client';

/** What came of trying to reach a customer. */
export const ATTEMPT_RESULTS = ['reached', 'voicemail', 'no_answer', 'wrong_person'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];

/** Adds a note. Notes only ever append, in any state of the task, so they never conflict. Throws NotFound. */
export async function addNote(
  db: Db | Tx,
  note: { readonly taskId: string; readonly by: string; readonly body: string },
  now: Date,
): Promise<TaskNote> {
  const { taskId, by, body } = note;
  await noteAct(db, taskId, by, now);
  return db.taskNote.create({ data: { id: newId(now), taskId, author: by, body, at: now } });
}

/** Writes down that somebody tried to reach the customer. Attempts only ever append. Throws NotFound. */
export async function logAttempt(
  db: Db | Tx,
  attempt: {
    readonly taskId: string;
    readonly by: string;
    readonly result: AttemptResult;
    readonly note: string | null;
  },
  now: Date,
): Promise<ContactAttempt> {
  await noteAct(db, attempt.taskId, attempt.by, now);
  return db.contactAttempt.create({ data: { id: newId(now), ...attempt, at: now } });
}

/** Ticks a step of the checklist, or takes the tick away; doing so again changes nothing. Returns what is ticked now. Throws NotFound. */
export async function tickStep(
  db: Db,
  tick: { readonly taskId: string; readonly by: string; readonly step: string; readonly done: boolean },
  now: Date,
): Promise<readonly string[]> {
  const { taskId, by, step, done } = tick;
  await noteAct(db, taskId, by, now);
  const [row] = await db.$queryRaw<{ ticked: string[] }[]>(Prisma.sql`
    UPDATE tasks SET ticked = array_remove(ticked, ${step}) || ${done ? [step] : []}::text[]
    WHERE id = ${taskId}::uuid RETURNING ticked`);
  return row?.ticked ?? [];
}

/** A task is not idle while its holder writes something on it. Throws NotFound. */
async function noteAct(db: Db | Tx, taskId: string, by: string, now: Date): Promise<void> {
  const found = await db.$executeRaw(Prisma.sql`
    UPDATE tasks SET acted_at = CASE WHEN claimed_at IS NOT NULL AND assignee = ${by} THEN ${now}::timestamptz ELSE acted_at END
    WHERE id = ${taskId}::uuid`);
  if (found === 0) throw new NotFound('There is no such task.');
}

/** The same for whoever answers the customer. */
export async function noteAnswer(tx: Tx, customerId: string, by: string, now: Date): Promise<void> {
  await tx.task.updateMany({ where: { customerId, state: 'claimed', assignee: by }, data: { actedAt: now } });
}
