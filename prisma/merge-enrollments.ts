import { newId } from '../domain/ids';
import type { Tx } from './client';
import { endEnrollment } from './enrollments';
import { Prisma } from './generated/client';
import { enqueue } from './outbox';

/**
 * Lets the runs and refusals of merged customers belong to their successors; `pairs` is a table `m (gone, stays)`. Of several open runs
 * of one journey one goes on, the successor's own or else the oldest; the others are ended as steered, here at once and in Temporal by
 * way of the outbox. A cause that both had is kept for one of them.
 */
export async function mergeEnrollments(tx: Tx, pairs: Prisma.Sql, now: Date): Promise<void> {
  for (const { id: enrollmentId, workflowId } of await superfluousRuns(tx, pairs)) {
    await endEnrollment(tx, { enrollmentId, how: 'steered', outcome: 'merged', at: now });
    await enqueue(
      tx,
      [{ kind: 'steer', enrollmentId, workflowId, payload: { steerId: newId(now), kind: 'exit' } }],
      now,
    );
  }
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollments e SET customer_id = r.stays, cause_key = CASE WHEN r.place = 1 THEN e.cause_key ELSE e.cause_key || ':merged:' || e.id END
    FROM (${ranked(Prisma.sql`enrollments`, pairs)}) AS r WHERE e.id = r.id AND r.customer_id <> r.stays`);
  await tx.$executeRaw(Prisma.sql`
    DELETE FROM entry_refusals e USING (${ranked(Prisma.sql`entry_refusals`, pairs)}) AS r WHERE e.id = r.id AND r.place > 1`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE entry_refusals e SET customer_id = m.stays FROM ${pairs} WHERE e.customer_id = m.gone`);
}

/** All open runs of the people concerned but one of each journey. */
async function superfluousRuns(tx: Tx, pairs: Prisma.Sql): Promise<{ id: string; workflowId: string }[]> {
  return tx.$queryRaw(Prisma.sql`
    SELECT id, workflow_id AS "workflowId" FROM (
      SELECT e.id, e.workflow_id, row_number() OVER (
        PARTITION BY p.stays, e.journey ORDER BY e.customer_id = p.stays DESC, e.entered_at, e.id
      ) AS place
      FROM enrollments e JOIN (${people(pairs)}) AS p ON p.id = e.customer_id WHERE e.state <> 'ended'
    ) AS runs WHERE place > 1`);
}

/** Rows of a table with the place of each among those of the same successor, journey and cause: the successor's own first. */
function ranked(table: Prisma.Sql, pairs: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT t.id, t.customer_id, p.stays, row_number() OVER (
      PARTITION BY p.stays, t.journey, t.cause_key ORDER BY t.customer_id = p.stays DESC, t.id
    ) AS place
    FROM ${table} t JOIN (${people(pairs)}) AS p ON p.id = t.customer_id`;
}

/** Everyone concerned, with who they are in the end. */
function people(pairs: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT gone AS id, stays FROM ${pairs} UNION SELECT stays, stays FROM ${pairs}`;
}
