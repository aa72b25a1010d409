import type { Steering } from '../../domain/journey';
import { newId } from '../../domain/ids';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { isHoldOn, type HoldRow } from '../holds';
import { enqueue } from '../outbox';
import { recordTimelines, timelineKey } from '../timeline';

/** A place among open runs: journey and customer of the last one looked at. */
export interface RunPlace {
  readonly journey: string;
  readonly customerId: string;
}

/** What one batch came to. `next`: behind whom the next one begins; null when everybody has been looked at. */
export interface Steered {
  readonly hold: HoldRow;
  readonly steered: number;
  readonly next: RunPlace | null;
}

/**
 * Pauses one batch of the runs that a hold covers, or lets those go on that it has paused: rows, timelines and the way to Temporal in one
 * transaction, each run once. The hold is kept from being ended meanwhile, so that nobody is paused behind its end.
 */
export async function steerHeldRuns(
  tx: Tx,
  { holdId, kind, after, limit }: { holdId: string; kind: 'pause' | 'resume'; after: RunPlace | null; limit: number },
  now: Date,
): Promise<Steered> {
  await tx.$queryRaw`SELECT 1 FROM holds WHERE id = ${holdId}::uuid FOR SHARE`;
  const hold = (await tx.hold.findUniqueOrThrow({ where: { id: holdId } })) as HoldRow;
  if (kind === 'pause' && !isHoldOn(hold, now)) return { hold, steered: 0, next: null };

  const looked = await openRuns(tx, hold, after, limit);
  const changed = await (kind === 'pause' ? pause : resume)(tx, hold, looked);
  await tellRuns(tx, hold, kind, changed, now);
  const last = looked.at(-1);
  return { hold, steered: changed.length, next: looked.length < limit || !last ? null : last };
}

interface Run extends RunPlace {
  readonly id: string;
  readonly workflowId: string;
}

/** The next open runs that a hold covers, locked, in the order of the index of open runs. A customer who was merged is covered as who they are. */
function openRuns(tx: Tx, { scope, target }: HoldRow, after: RunPlace | null, limit: number): Promise<Run[]> {
  const behind = after
    ? Prisma.sql`AND (journey, customer_id) > (${after.journey}, ${after.customerId}::uuid)`
    : Prisma.empty;
  return tx.$queryRaw<Run[]>(Prisma.sql`
    SELECT id, journey, customer_id AS "customerId", workflow_id AS "workflowId" FROM enrollments
    WHERE state <> 'ended' AND ${coveredBy(scope, target)} ${behind}
    ORDER BY journey, customer_id LIMIT ${limit} FOR NO KEY UPDATE`);
}

function coveredBy(scope: HoldRow['scope'], target: string): Prisma.Sql {
  switch (scope) {
    case 'everything':
      return Prisma.sql`true`;
    case 'journey':
      return Prisma.sql`journey = ${target}`;
    case 'customer':
      return Prisma.sql`customer_id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = ${target}::uuid)`;
    case 'channel':
    case 'class':
    case 'provider':
      return Prisma.sql`false`;
  }
}

async function pause(tx: Tx, { id }: HoldRow, runs: readonly Run[]): Promise<Run[]> {
  return changing(
    tx,
    runs,
    Prisma.sql`
      UPDATE enrollments SET state = 'paused', paused_by = ${byWhom()} || ${id}::text
      WHERE id = ANY(${idsOf(runs)}::uuid[]) AND NOT ${id} = ANY(paused_by)
      RETURNING id`,
  );
}

async function resume(tx: Tx, { id }: HoldRow, runs: readonly Run[]): Promise<Run[]> {
  return changing(
    tx,
    runs,
    Prisma.sql`
      UPDATE enrollments SET paused_by = array_remove(paused_by, ${id}),
        state = CASE WHEN paused_by = ARRAY[${id}]::text[] THEN 'active' ELSE state END
      WHERE id = ANY(${idsOf(runs)}::uuid[]) AND ${id} = ANY(paused_by)
      RETURNING id`,
  );
}

/** Who keeps a run paused so far. One that a process of the release before has paused names nobody: that was a hand. */
export function byWhom(): Prisma.Sql {
  return Prisma.sql`CASE WHEN state = 'paused' AND cardinality(paused_by) = 0 THEN ARRAY['hand'] ELSE paused_by END`;
}

async function changing(tx: Tx, runs: readonly Run[], statement: Prisma.Sql): Promise<Run[]> {
  if (runs.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>(statement);
  const changed = new Set(rows.map(({ id }) => id));
  return runs.filter(({ id }) => changed.has(id));
}

function idsOf(runs: readonly Run[]): string[] {
  return runs.map(({ id }) => id);
}

/** Puts a hand of a hold on its way to runs, and on their timelines. */
export async function tellRuns(
  tx: Tx,
  hold: Pick<HoldRow, 'id' | 'timers'>,
  kind: 'pause' | 'resume',
  runs: readonly Omit<Run, 'journey'>[],
  now: Date,
): Promise<void> {
  const detail = { kind, by: 'hold', hold: hold.id, ...(kind === 'pause' && { timers: hold.timers }) };
  const steered = runs.map((run) => ({ ...run, steering: steeringOf(hold, kind, now) }));
  await recordTimelines(
    tx,
    steered.map(({ id, customerId, steering: { steerId } }) => ({
      customerId,
      enrollmentId: id,
      entry: { key: timelineKey(id, 'steered', steerId), at: now.getTime(), kind: 'steered', detail },
    })),
  );
  await enqueue(
    tx,
    steered.map(({ id, workflowId, steering }) => ({ kind: 'steer', enrollmentId: id, workflowId, payload: steering })),
    now,
  );
}

function steeringOf({ id, timers }: Pick<HoldRow, 'id' | 'timers'>, kind: 'pause' | 'resume', now: Date): Steering {
  const steerId = newId(now);
  return kind === 'pause' ? { steerId, kind, hold: id, timers } : { steerId, kind, hold: id };
}
