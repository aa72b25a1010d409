import { NotFound } from '../domain/errors';
import type { HoldCause, HoldScope, NewHold, TimerPolicy } from '../domain/hold';
import { errandIdOf, newId } from '../domain/ids';
import type { Db, Tx } from './client';
import { Prisma, type Hold } from './generated/client';
import { enqueue } from './outbox';

/** A hold as it stands in its row. It is on while it has not been ended and its `until` has not come. */
export type HoldRow = Omit<Hold, 'scope' | 'cause' | 'timers'> & {
  readonly scope: HoldScope;
  readonly cause: HoldCause;
  readonly timers: TimerPolicy;
};

/**
 * Places a hold (X10). From its commit on the gate lets no touch pass that it covers. One that shifts timers also puts an errand on its way
 * that pauses the runs which it covers (workflows/holds.ts); whoever enters while it is on is paused from the beginning.
 */
export async function placeHold(tx: Tx, hold: NewHold, now: Date): Promise<HoldRow> {
  const { timers = 'keep', until = null, ...rest } = hold;
  const row = await tx.hold.create({ data: { id: newId(now), ...rest, timers, until, since: now } });
  if (timers === 'shift') await enqueueErrand(tx, 'hold', row.id, now);
  return row as HoldRow;
}

/**
 * Ends a hold: what it stopped goes on where it stood. Ending it again changes nothing. Returns the hold, and whether this ended it. Where
 * timers shifted, an errand lets the runs go on, unless the caller does so (`letGo` false). Throws NotFound when there is none.
 */
export async function endHold(
  tx: Tx,
  id: string,
  by: string,
  now: Date,
  { letGo = true }: { readonly letGo?: boolean } = {},
): Promise<{ readonly hold: HoldRow; readonly ended: boolean }> {
  const ended = await tx.hold.updateMany({ where: { id, endedAt: null }, data: { endedAt: now, endedBy: by } });
  const hold = (await tx.hold.findUnique({ where: { id } })) as HoldRow | null;
  if (!hold) throw new NotFound('There is no such hold.');
  if (letGo && ended.count > 0 && hold.timers === 'shift') await enqueueErrand(tx, 'resume', id, now);
  return { hold, ended: ended.count > 0 };
}

/** The holds that are on. */
export async function readHolds(db: Db | Tx, now: Date): Promise<HoldRow[]> {
  return (await db.hold.findMany({ where: isOn(now), orderBy: [{ since: 'asc' }, { id: 'asc' }] })) as HoldRow[];
}

/** Which holds to list; what is not given does not restrict. */
export interface HoldFilters {
  readonly state?: 'on' | 'over' | undefined;
  readonly scope?: HoldScope | undefined;
  readonly target?: string | undefined;
}

/** Holds, those placed last first, behind the place `after`. */
export async function listHolds(
  db: Db,
  { state, scope, target }: HoldFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly since: Date; readonly id: string } | undefined; readonly limit: number },
  now: Date,
): Promise<HoldRow[]> {
  const rows = await db.hold.findMany({
    where: {
      AND: [
        state === undefined ? {} : state === 'on' ? isOn(now) : { NOT: isOn(now) },
        after ? { OR: [{ since: { lt: after.since } }, { since: after.since, id: { lt: after.id } }] } : {},
      ],
      ...(scope && { scope }),
      ...(target && { target }),
    },
    orderBy: [{ since: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows as HoldRow[];
}

/** Whether a hold is on at an instant. */
export function isHoldOn({ endedAt, until }: Pick<HoldRow, 'endedAt' | 'until'>, at: Date): boolean {
  return endedAt === null && (until === null || until > at);
}

/** Lets holds on customers who were merged be about who they have become; `pairs` is a table `m (gone, stays)`. */
export async function moveHolds(tx: Tx, pairs: Prisma.Sql): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE holds h SET target = m.stays::text FROM ${pairs}
    WHERE h.scope = 'customer' AND h.target = m.gone::text AND h.ended_at IS NULL`);
}

function isOn(now: Date): Prisma.HoldWhereInput {
  return { endedAt: null, OR: [{ until: null }, { until: { gt: now } }] };
}

async function enqueueErrand(tx: Tx, errand: 'hold' | 'resume', id: string, now: Date): Promise<void> {
  const workflowId = errandIdOf(errand, id);
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId, payload: { errand, id } }], now);
}
