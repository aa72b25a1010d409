import type { HeardEvent } from '../../domain/journey';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { enqueue } from '../outbox';

/** A fact about a touch for the run that sent it, whatever its journey hears. */
export interface RunFact {
  readonly enrollmentId: string | null;
  readonly payload: HeardEvent;
}

/** Puts facts on their way to the runs that sent the touches. Those of runs that have ended, or of no journey, are for nobody. */
export async function tellRuns(tx: Tx, facts: readonly RunFact[], now: Date): Promise<void> {
  const ids = facts.flatMap(({ enrollmentId }) => enrollmentId ?? []);
  if (ids.length === 0) return;
  const runs = await tx.$queryRaw<{ id: string; workflowId: string }[]>(Prisma.sql`
    SELECT id, workflow_id AS "workflowId" FROM enrollments WHERE id = ANY(${ids}::uuid[]) AND state <> 'ended'`);
  const rows = facts.flatMap(({ enrollmentId, payload }) => {
    const run = runs.find(({ id }) => id === enrollmentId);
    return run ? [{ kind: 'event' as const, enrollmentId: run.id, workflowId: run.workflowId, payload }] : [];
  });
  await enqueue(tx, rows, now);
}
