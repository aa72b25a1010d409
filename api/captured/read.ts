import type { JourneyHeader } from '../../domain/journey';
import { isFinished } from '../../domain/policy/task-timers';
import { readCaptured, type CapturedView } from '../../prisma/captured';
import type { Db } from '../../prisma/client';
import type { Customer, Enrollment, Task } from '../../prisma/generated/client';
import { UNFINISHED } from '../../prisma/tasks';
import type { TaskRow } from '../../prisma/tasks/row';
import { readTimeline, type ReadTimelineEntry } from '../../prisma/timeline';

/** What the address of the page asks for. */
export interface Asked {
  readonly customerId: string | undefined;
  /** Part of a name or an address. */
  readonly search: string;
  /** Messages older than this one. */
  readonly before: { readonly at: Date; readonly id: string } | undefined;
}

/** All that one view of the page shows. */
export interface Desk {
  readonly asked: Asked;
  readonly people: readonly Customer[];
  readonly messages: readonly CapturedView[];
  /** There are older messages than those. */
  readonly hasOlder: boolean;
  readonly chosen: Chosen | null;
}

/** A run of a journey, what it waits for now, and until when; `message`: a touch that is to come again then, and why. Both null while it is at work. */
export interface Run {
  readonly enrollment: Enrollment;
  readonly wait: {
    readonly events: readonly string[];
    readonly until: Date;
    readonly message: { readonly name: string; readonly reason: string } | null;
  } | null;
  readonly task: TaskRow | null;
}

/** The customer whose part is played. */
export interface Chosen {
  readonly customer: Customer;
  readonly runs: readonly Run[];
  readonly tasks: readonly TaskRow[];
  readonly story: readonly ReadTimelineEntry[];
  /** Journeys that the customer is not in. */
  readonly others: readonly JourneyHeader[];
}

const MESSAGES = 20;
const PEOPLE = 30;
const STORY = 40;

/** Reads what the page shows. An unknown customer is shown as nobody. */
export async function readDesk(db: Db, asked: Asked, journeys: readonly JourneyHeader[]): Promise<Desk> {
  const { customerId, before } = asked;
  const [people, found, chosen] = await Promise.all([
    readPeople(db, asked.search),
    readCaptured(db, { limit: MESSAGES + 1, ...(before ? { before } : {}), ...(customerId ? { customerId } : {}) }),
    customerId ? readChosen(db, customerId, journeys) : null,
  ]);
  return { asked, people, messages: found.slice(0, MESSAGES), hasOlder: found.length > MESSAGES, chosen };
}

async function readPeople(db: Db, search: string): Promise<Customer[]> {
  const has = { contains: search, mode: 'insensitive' } as const;
  return db.customer.findMany({
    where: { mergedInto: null, ...(search ? { OR: [{ name: has }, { email: has }] } : {}) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PEOPLE,
  });
}

async function readChosen(db: Db, customerId: string, journeys: readonly JourneyHeader[]): Promise<Chosen | null> {
  const customer = await db.customer.findUnique({ where: { id: customerId } });
  if (!customer) return null;
  const [enrollments, tasks, story] = await Promise.all([
    db.enrollment.findMany({ where: { customerId }, orderBy: [{ enteredAt: 'desc' }, { id: 'desc' }], take: 10 }),
    db.task.findMany({
      where: { customerId, state: { in: [...UNFINISHED] } },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    }),
    readTimeline(db, { customerId }, { limit: STORY, newestFirst: true }),
  ]);
  const waiters = await db.taskWaiter.findMany({ where: { outcome: null, taskId: { in: tasks.map(({ id }) => id) } } });
  const runs = enrollments.map(async (enrollment) => {
    const taskId = waiters.find(({ enrollmentId }) => enrollmentId === enrollment.id)?.taskId;
    return {
      enrollment,
      task: taskOf(tasks, taskId),
      wait: enrollment.state === 'ended' ? null : await readWait(db, enrollment.id),
    };
  });
  const open = new Set(enrollments.filter(({ state }) => state !== 'ended').map(({ journey }) => journey));
  return {
    customer,
    runs: await Promise.all(runs),
    tasks: tasks as TaskRow[],
    story,
    others: journeys.filter(({ name }) => !open.has(name)),
  };
}

function taskOf(tasks: readonly Task[], taskId: string | undefined): TaskRow | null {
  const task = tasks.find(({ id }) => id === taskId) as TaskRow | undefined;
  return task && !isFinished(task.state) ? task : null;
}

/** The last wait of a run, unless the run has done something since. Events and hands laid on it do not end a wait by themselves. */
async function readWait(db: Db, enrollmentId: string): Promise<Run['wait']> {
  const entries = await readTimeline(db, { enrollmentId }, { limit: 20, newestFirst: true });
  const last = entries.find(({ kind }) => kind !== 'event' && kind !== 'steered' && kind !== 'log');
  if (last?.kind !== 'wait') return null;
  const { for: events = [], until, message, reason } = last.detail as WaitDetail;
  return until
    ? { events, until: new Date(until), message: message && reason ? { name: message, reason } : null }
    : null;
}

interface WaitDetail {
  readonly for?: readonly string[];
  readonly until?: string;
  readonly message?: string;
  readonly reason?: string;
}
