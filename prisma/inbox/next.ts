import type { Db } from '../client';
import { findStaff } from '../staff';
import { listInbox } from './list';
import type { Looking } from './where';

/** How somebody looks at the inbox: which queues are theirs. Who names none serves all; so does a tool that is no member of staff. */
export async function lookingAs(db: Db, person: string, now: Date, dayBegan = now): Promise<Looking> {
  return { person, queues: (await findStaff(db, person))?.queues ?? [], now, dayBegan };
}

/** The task that somebody should do now, other than one; null when there is none. */
export async function nextTaskOf(db: Db, person: string, now: Date, except: string): Promise<string | null> {
  const rows = await listInbox(db, 'next', {}, await lookingAs(db, person, now), { limit: 2 });
  return rows.find(({ task }) => task.id !== except)?.task.id ?? null;
}
