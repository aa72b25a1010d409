import type { Client as TemporalClient } from '@temporalio/client';
import type { Db } from '../prisma/client';
import type { Ground } from './ground';
import { heardBy, openRuns } from './histories';
import { readMoves, type Move } from './observer';
import { zoneOf } from './people';
import type { Plan } from './plan';
import type { RunRecord } from './record';
import { touchOf } from './reporter';
import { tracesOf } from './traces';

/** A message that somebody took who keeps the truth: a provider, or our own in-app inbox. */
export interface Taken {
  readonly touchId: string;
  readonly channel: 'email' | 'sms' | 'in-app';
  readonly at: Date;
}

/** What the checker goes by, and nothing else. */
export interface Evidence {
  readonly plan: Plan;
  readonly record: RunRecord;
  readonly taken: readonly Taken[];
  readonly touches: readonly TouchRow[];
  readonly attempts: readonly AttemptRow[];
  readonly enrollments: readonly EnrollmentRow[];
  readonly moves: readonly Move[];
  /** Where customers live. */
  readonly zones: ReadonlyMap<string, string>;
  readonly capMost: number;
  /** Tables in which there is still something that names a customer who was erased. */
  readonly traces: readonly Trace[];
  readonly falseComplaints: number;
  readonly outbox: { readonly waiting: number; readonly parked: number };
  readonly unreadReports: number;
  /** Runs of journeys that Temporal still has open. */
  readonly openRuns: readonly string[];
}

/** An erased customer, and where they are still named. */
export interface Trace {
  readonly userId: string;
  readonly tables: readonly string[];
}

export interface TouchRow {
  readonly id: string;
  readonly userId: string;
  readonly enrollmentId: string | null;
  readonly messageClass: string;
  readonly state: string;
  readonly reason: string | null;
  readonly channel: string | null;
  /** Of the release that decided it last. */
  readonly codeVersion: string;
  readonly deliveredAt: Date | null;
}

export interface AttemptRow {
  readonly id: string;
  readonly touchId: string;
  readonly channel: string;
  readonly state: string;
}

export interface EnrollmentRow {
  readonly id: string;
  readonly userId: string;
  readonly journey: string;
  readonly state: string;
  readonly how: string | null;
  readonly endedAt: Date | null;
  readonly stuck: boolean;
  /** Tasks that this run waited for. */
  readonly tasks: number;
  /** Facts that it was told by the ledger, by id, and those that stand in its history. */
  readonly told: readonly { readonly eventId: string; readonly at: Date }[];
  readonly heard: ReadonlySet<string>;
}

/** Reads everything at the end of a run: the stand-ins' truth, the ledger, and Temporal's histories. */
export async function gather(
  { db, sendgrid, twilio }: Ground,
  temporal: TemporalClient,
  { plan, record, capMost }: { readonly plan: Plan; readonly record: RunRecord; readonly capMost: number },
): Promise<Evidence> {
  const users = await readUsers(db, record);
  const inApp = await db.inAppMessage.findMany({ select: { touchId: true, createdAt: true } });
  const taken: Taken[] = [
    ...sendgrid.accepted.map(({ custom_args, at }) => ({
      touchId: custom_args.touch_id ?? '',
      channel: 'email' as const,
      at,
    })),
    ...twilio.accepted.map((text) => ({ touchId: touchOf(text), channel: 'sms' as const, at: text.at })),
    ...inApp.map(({ touchId, createdAt: at }) => ({ touchId, channel: 'in-app' as const, at })),
  ];
  const [outbox] = await db.$queryRaw<[Evidence['outbox']]>`
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::int AS waiting, count(*) FILTER (WHERE parked_at IS NOT NULL)::int AS parked FROM outbox`;
  return {
    plan,
    record,
    taken,
    touches: await readTouches(db, users),
    attempts: await db.attempt.findMany({ select: { id: true, touchId: true, channel: true, state: true } }),
    enrollments: await readEnrollments(db, users, temporal),
    moves: await readMoves(db),
    zones: new Map(plan.lives.map((life) => [life.userId, zoneOf(life, taken[0]?.at ?? new Date())])),
    capMost,
    traces: await tracesOf(db, record.erasures),
    falseComplaints: await db.touchSignal.count({ where: { kind: 'complained' } }),
    outbox,
    unreadReports: await db.providerEvent.count({ where: { processedAt: null } }),
    openRuns: await openRuns(temporal),
  };
}

type Users = ReadonlyMap<string, string>;

/** Whose our ids of customers are, also of those who were erased. */
async function readUsers(db: Db, { erasures }: RunRecord): Promise<Users> {
  const known = await db.identity.findMany({ where: { kind: 'user' }, select: { customerId: true, value: true } });
  return new Map([
    ...erasures.map(({ customerId, userId }) => [customerId, userId] as const),
    ...known.map(({ customerId, value }) => [customerId, value] as const),
  ]);
}

async function readTouches(db: Db, users: Users): Promise<TouchRow[]> {
  const rows = await db.touch.findMany({
    select: {
      id: true,
      customerId: true,
      enrollmentId: true,
      messageClass: true,
      state: true,
      reason: true,
      channel: true,
      codeVersion: true,
      deliveredAt: true,
    },
  });
  return rows.map(({ customerId, ...row }) => ({ ...row, userId: users.get(customerId) ?? '' }));
}

async function readEnrollments(db: Db, users: Users, temporal: TemporalClient): Promise<EnrollmentRow[]> {
  const rows = await db.$queryRaw<
    (Omit<EnrollmentRow, 'told' | 'heard' | 'userId'> & {
      customerId: string;
      workflowId: string;
      told: Told[] | null;
    })[]
  >`
    SELECT e.id, e.customer_id AS "customerId", e.journey, e.state, e.how, e.ended_at AS "endedAt", e.workflow_id AS "workflowId",
      e.stuck_since IS NOT NULL AS stuck,
      (SELECT count(*)::int FROM task_waiters w WHERE w.enrollment_id = e.id) AS tasks,
      (SELECT jsonb_agg(jsonb_build_object('eventId', l.detail->>'eventId', 'at', v.received_at))
         FROM timeline l JOIN events v ON v.id = (l.detail->>'eventId')::uuid WHERE l.enrollment_id = e.id AND l.kind = 'event') AS told
    FROM enrollments e ORDER BY e.entered_at, e.id`;
  const enrollments: EnrollmentRow[] = [];
  for (const { workflowId, told, customerId, ...row } of rows) {
    const userId = users.get(customerId) ?? '';
    const heard = told ? await heardBy(temporal, workflowId) : new Set<string>();
    enrollments.push({
      ...row,
      userId,
      heard,
      told: (told ?? []).map(({ eventId, at }) => ({ eventId, at: new Date(at) })),
    });
  }
  return enrollments;
}

interface Told {
  readonly eventId: string;
  readonly at: string;
}
