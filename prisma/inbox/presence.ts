import { SECOND_MS } from '../../domain/duration';
import { NotFound } from '../../domain/errors';
import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** A page says every fifteen seconds that it is there; whoever says nothing for so long has gone. */
const PRESENT_MS = 40 * SECOND_MS;

/** A person looks at a task: notes it, and returns who else does. Throws NotFound. */
export async function lookAtTask(db: Db, taskId: string, person: string, now: Date): Promise<string[]> {
  const until = new Date(now.getTime() + PRESENT_MS);
  const written = await db.$executeRaw(Prisma.sql`
    INSERT INTO task_presences (task_id, person, until) SELECT id, ${person}, ${until}::timestamptz FROM tasks WHERE id = ${taskId}::uuid
    ON CONFLICT (task_id, person) DO UPDATE SET until = excluded.until`);
  if (written === 0) throw new NotFound('There is no such task.');
  return (await presentAt(db, taskId, now)).filter((other) => other !== person);
}

/** A person looks away. */
export async function lookAway(db: Db, taskId: string, person: string): Promise<void> {
  await db.taskPresence.deleteMany({ where: { taskId, person } });
}

/** Who looks at a task now. */
export async function presentAt(db: Db, taskId: string, now: Date): Promise<string[]> {
  const rows = await db.taskPresence.findMany({
    where: { taskId, until: { gt: now } },
    orderBy: { person: 'asc' },
    take: 50,
  });
  return rows.map(({ person }) => person);
}

/** Forgets who has gone without a word; pages hear of it. */
export async function sweepPresences(db: Db, now: Date): Promise<void> {
  await db.taskPresence.deleteMany({ where: { until: { lte: now } } });
}
