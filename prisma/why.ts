import type { EntryCause, EntryRefusal } from '../domain/journey';
import type { Standing } from '../domain/policy/weighed';
import type { Db } from './client';
import { listEnrollments, nextStep, type EnrollmentRow, type NextStep } from './enrollment-reads';
import { Prisma, type Hold } from './generated/client';
import { rulingMemory } from './settings';
import { standingColumns, standingOf, type StandingJson } from './standing';
import type { TouchFile } from './touches';

/** Why a customer was, or was not, written to: everything that bears on it, of one journey or of all. */
export interface Why {
  readonly enrollments: readonly (EnrollmentRow & { readonly next: NextStep | null })[];
  readonly refusals: readonly RefusedEntry[];
  /** The latest first. */
  readonly touches: readonly TouchFile[];
  readonly waiting: readonly WaitingFile[];
  readonly holds: readonly Hold[];
  readonly standing: Pick<Standing, 'preferences' | 'trouble'>;
}

/** An entry into a journey that was refused. */
interface RefusedEntry {
  readonly journey: string;
  readonly reason: EntryRefusal;
  readonly cause: EntryCause;
  readonly at: Date;
}

/** A touch that is to come again. */
interface WaitingFile {
  readonly id: string;
  readonly journey: string | null;
  readonly message: string;
  readonly reason: string | null;
  readonly until: Date | null;
}

const MOST = { enrollments: 5, refusals: 10, touches: 20, waiting: 50 };

/** Reads why. Bounded: the latest runs, refusals and touches, and what waits now. */
export async function readWhy(
  db: Db,
  { customerId, journey }: { readonly customerId: string; readonly journey?: string | undefined },
  at: Date,
): Promise<Why> {
  const where = { customerId, ...(journey && { journey }) };
  const [enrollments, refusals, touches, waiting, holds, standing] = await Promise.all([
    listEnrollments(db, where, { limit: MOST.enrollments }),
    db.entryRefusal.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: MOST.refusals }),
    db.touch.findMany({ where, orderBy: [{ plannedAt: 'desc' }, { id: 'desc' }], take: MOST.touches }),
    waitingOf(db, customerId, journey),
    holdsOn(db, { customerId, journey }, at),
    standingNow(db, customerId, at),
  ]);
  const attempts = await db.attempt.findMany({
    where: { touchId: { in: touches.map(({ id }) => id) } },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  return {
    enrollments: await Promise.all(enrollments.map(async (row) => ({ ...row, next: await nextStep(db, row) }))),
    refusals: refusals as unknown as RefusedEntry[],
    touches: touches.map((touch) => ({
      ...touch,
      attempts: attempts.filter(({ touchId }) => touchId === touch.id),
    })) as unknown as TouchFile[],
    waiting,
    holds,
    standing,
  };
}

/** What waits in a run that has ended, or moved on, waits no more. */
function waitingOf(db: Db, customerId: string, journey: string | undefined): Promise<WaitingFile[]> {
  return db.$queryRaw<WaitingFile[]>(Prisma.sql`
    SELECT t.id, t.journey, t.message, t.reason, t.deferred_until AS until
    FROM touches t LEFT JOIN enrollments e ON e.id = t.enrollment_id
    WHERE t.customer_id = ${customerId}::uuid AND t.state IN ('deferred', 'ambiguous')
      AND (t.enrollment_id IS NULL OR (e.state <> 'ended' AND e.stage = t.stage))
      ${journey === undefined ? Prisma.empty : Prisma.sql`AND t.journey = ${journey}`}
    ORDER BY t.deferred_until NULLS LAST, t.id LIMIT ${MOST.waiting}`);
}

/** The holds that are on, as far as they may keep something from this customer. */
function holdsOn(
  db: Db,
  { customerId, journey }: { readonly customerId: string; readonly journey?: string | undefined },
  at: Date,
): Promise<Hold[]> {
  return db.hold.findMany({
    where: {
      endedAt: null,
      AND: [
        { OR: [{ until: null }, { until: { gt: at } }] },
        {
          OR: [
            { scope: { in: ['everything', 'channel', 'class', 'provider'] } },
            { scope: 'customer', target: customerId },
            { scope: 'journey', ...(journey && { target: journey }) },
          ],
        },
      ],
    },
    orderBy: [{ since: 'asc' }, { id: 'asc' }],
  });
}

async function standingNow(db: Db, customerId: string, at: Date): Promise<Why['standing']> {
  const question = { customerId, key: '', journey: null, messageClass: 'service', at } as const;
  const [row] = await db.$queryRaw<[StandingJson]>(
    Prisma.sql`SELECT ${standingColumns(question, rulingMemory(db).ruling.settings)}`,
  );
  const { preferences, trouble } = standingOf(row);
  return { preferences, trouble };
}
