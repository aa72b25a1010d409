import { NotFound } from '../domain/errors';
import type { Ending, EntryCause } from '../domain/journey';
import type { Db, Tx } from './client';
import { Prisma, type Enrollment } from './generated/client';

export type EnrollmentState = 'active' | 'paused' | 'ended';

/** An enrollment as it stands in its row. */
export type EnrollmentRow = Omit<Enrollment, 'state' | 'how' | 'cause'> & {
  readonly state: EnrollmentState;
  readonly how: Ending | null;
  readonly cause: EntryCause;
};

/** Which enrollments to list; what is not given does not restrict. */
export interface EnrollmentFilters {
  readonly journey?: string | undefined;
  readonly state?: EnrollmentState | undefined;
  readonly stage?: string | undefined;
  readonly customerId?: string | undefined;
  /** Only runs that cannot go on (prisma/stuck.ts), or only others. */
  readonly stuck?: boolean | undefined;
}

/** Enrollments, those entered last first. `after` is entry and id of the last one seen. */
export async function listEnrollments(
  db: Db,
  { journey, state, stage, customerId, stuck }: EnrollmentFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly enteredAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<EnrollmentRow[]> {
  const filters = {
    ...(journey && { journey }),
    ...(state && { state }),
    ...(stage && { stage }),
    ...(customerId && { customerId }),
    ...(stuck !== undefined && { stuckSince: stuck ? { not: null } : null }),
  };
  const page = after
    ? { OR: [{ enteredAt: { lt: after.enteredAt } }, { enteredAt: after.enteredAt, id: { lt: after.id } }] }
    : {};
  const rows = await db.enrollment.findMany({
    where: { AND: [filters, page] },
    orderBy: [{ enteredAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows as unknown as EnrollmentRow[];
}

/** One enrollment. Throws NotFound. */
export async function readEnrollment(db: Db, id: string): Promise<EnrollmentRow> {
  const row = await db.enrollment.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no such enrollment.');
  return row as unknown as EnrollmentRow;
}

/** What happens next if nobody does anything: a wait that runs out, or a task that a person has in hand. */
export type NextStep =
  | {
      readonly kind: 'wait';
      readonly for: readonly string[];
      readonly until: Date;
      /**
       * The message that goes out then, and what it waits for (`provider`: for one that does not work at the moment); null when it is the customer
       * who is waited for.
       */
      readonly message: { readonly name: string; readonly reason: string } | null;
    }
  | { readonly kind: 'task'; readonly taskId: string; readonly playbook: string; readonly due: Date };

/** Why a touch is put off that waits for a provider. */
const PROVIDER_WAITS = ['provider_unavailable', 'provider_busy', 'circuit_open'] as const;

/** The next step of an enrollment, as far as Postgres knows: null when it has ended, or is in the midst of acting. */
export async function nextStep(db: Db, { id, state }: Pick<EnrollmentRow, 'id' | 'state'>): Promise<NextStep | null> {
  if (state === 'ended') return null;
  const [task, touch, wait] = await Promise.all([
    db.task.findFirst({
      where: { enrollmentId: id, state: { in: ['open', 'claimed', 'snoozed'] } },
      orderBy: { openedAt: 'desc' },
    }),
    db.touch.findFirst({
      where: { enrollmentId: id, state: 'deferred', reason: { in: [...PROVIDER_WAITS] } },
      orderBy: { plannedAt: 'desc' },
    }),
    presentWait(db, id),
  ]);
  if (task) return { kind: 'task', taskId: task.id, playbook: task.playbook, due: task.dueAt };
  // The wait before it is over: the message is tried again by the step itself, which leaves no other trace.
  if (touch) {
    const message = { name: touch.message, reason: 'provider' };
    return { kind: 'wait', for: [], until: touch.deferredUntil ?? touch.updatedAt, message };
  }
  return wait ?? null;
}

async function presentWait(db: Db, enrollmentId: string): Promise<NextStep | undefined> {
  const row = await standingWait(db, enrollmentId);
  if (!row) return undefined;
  const { for: events = [], until, message, reason } = row.detail;
  return {
    kind: 'wait',
    for: events,
    until: new Date(until),
    message: message && reason ? { name: message, reason } : null,
  };
}

/** The wait on an enrollment's timeline that nothing has ended: no later step, no event of those it is for, no hand that advanced it. */
export async function standingWait(db: Db | Tx, enrollmentId: string): Promise<StandingWait | undefined> {
  const [row] = await db.$queryRaw<StandingWait[]>(Prisma.sql`
    WITH last AS (
      SELECT * FROM timeline WHERE enrollment_id = ${enrollmentId}::uuid AND kind IN ('wait', 'touch', 'task', 'stage', 'ended')
      ORDER BY at DESC, seq DESC LIMIT 1
    )
    SELECT key, detail FROM last WHERE kind = 'wait' AND NOT EXISTS (
      SELECT 1 FROM timeline t WHERE t.enrollment_id = ${enrollmentId}::uuid AND t.seq > last.seq AND (
        t.kind = 'steered' AND t.detail->>'kind' = 'advance' OR t.kind = 'event' AND last.detail->'for' ? (t.detail->>'type')))`);
  return row;
}

interface StandingWait {
  readonly key: string;
  readonly detail: {
    readonly for?: readonly string[];
    readonly until: string;
    readonly message?: string;
    readonly reason?: string;
  };
}

/** How many enrollments of a journey stand where. */
export interface OpenCounts {
  readonly byStage: Readonly<Record<string, number>>;
  readonly paused: number;
  /** Those that cannot go on (prisma/stuck.ts). */
  readonly stuck: number;
}

/** Counts of what is open by journey name, of one journey or all; a journey in which nobody stands is absent. */
export async function countOpen(db: Db, journey?: string): Promise<ReadonlyMap<string, OpenCounts>> {
  const only = journey ? Prisma.sql`AND journey = ${journey}` : Prisma.empty;
  const rows = await db.$queryRaw<
    { journey: string; stage: string; count: number; paused: number; stuck: number }[]
  >(Prisma.sql`
    SELECT journey, stage, count(*)::int AS count, (count(*) FILTER (WHERE state = 'paused'))::int AS paused,
      count(stuck_since)::int AS stuck
    FROM enrollments WHERE state <> 'ended' ${only} GROUP BY journey, stage`);
  const found = new Map<string, { byStage: Record<string, number>; paused: number; stuck: number }>();
  for (const { journey: name, stage, count, paused, stuck } of rows) {
    const counts = found.get(name) ?? { byStage: {}, paused: 0, stuck: 0 };
    found.set(name, counts);
    counts.stuck += stuck;
    counts.paused += paused;
    counts.byStage[stage] = count;
  }
  return found;
}

/** Our ids of customers by the backend's user ids, in one statement; unknown ones are absent. */
export async function customerIdsOf(db: Db, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.$queryRaw<{ value: string; id: string }[]>(Prisma.sql`
    SELECT value, customer_id AS id FROM identities WHERE kind = 'user' AND value = ANY(${userIds}::text[])`);
  return new Map(rows.map(({ value, id }) => [value, id]));
}
