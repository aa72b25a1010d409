import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import pino from 'pino';
import { assemble, type Assembly } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { createWorkers, type Workers } from '../activities/workers';
import { sweepTriggers } from '../activities/triggers/sweep';
import { CONFIRM_MESSAGE } from '../domain/confirmation';
import { REPLY_MESSAGE } from '../domain/conversation';
import { DAY_MS, HOUR_MS, toMs, type Duration } from '../domain/duration';
import { errandIdOf } from '../domain/ids';
import { WISH_TOPIC } from '../domain/privacy';
import type { JourneyHeader } from '../domain/journey';
import { playbooks } from '../playbooks';
import type { Db } from '../prisma/client';
import { createRelay } from '../temporal/relay';
import { journeyHeaders } from '../workflows/headers';
import { TASK_QUEUE } from '../workflows/messages';
import { joinCluster, leaveCluster } from './cluster';
import { born, type Profile, type WorldCustomer } from './customer';
import { withDatabase } from './database';
import { nextTimer } from './near-timers';
import { backend, type Told } from './tell';
import { borrowTime } from './time-loan';
import { unlessStuck } from './stuck';
import type { TimeSource, VirtualTime } from './virtual-time';
import { workflowBundle } from './workflow-bundle';

/** What a world is made of, where it differs from the product as it is. */
export interface WorldOptions {
  /** Journeys that events start and feed; default: all of workflows/headers.ts. */
  readonly journeys?: readonly JourneyHeader[];
  /** Module that exports the workflows; default: workflows/index.ts. */
  readonly workflowsPath?: string;
  /** Providers to use instead of capturing what would be sent: stand-ins, usually. */
  readonly providers?: Partial<Assembly['providers']>;
  /** Where messages link to the pages for customers; by default they do not. */
  readonly links?: Assembly['links'];
  /** The test leaves runs that cannot go on: nobody waits for them, and the world's server is not lent again. */
  readonly leavesStuck?: boolean;
  /** Look for absences and dates once a virtual day, as the schedules do in production. Default false: it costs time. */
  readonly sweeps?: boolean;
  /** Where the clock comes from when the world needs a new one. */
  readonly time?: Omit<TimeSource, 'abort'>;
  /** Start the test cluster too, as nobody else does outside of Jest. */
  readonly alone?: boolean;
  /** Gives the world up at once: what is under way in it is not waited for, and `withWorld` rejects with the signal's reason. */
  readonly abort?: AbortSignal;
}

/** The whole product on a clock of its own: real journeys, activities, gate and database, and time that passes at a word (X01). */
export interface World {
  readonly db: Db;
  readonly temporal: Client;
  readonly journeys: readonly JourneyHeader[];
  /** The virtual instant. */
  readonly now: () => Date;
  /** A customer comes into being; in capture, every channel reaches them unless the profile says otherwise. */
  readonly customer: (profile?: Profile) => Promise<WorldCustomer>;
  /** A backend says things now, as `POST /v1/batch` takes them; the journeys that they concern have heard of it when this returns. */
  readonly tell: (messages: readonly Told[]) => Promise<void>;
  /** Lets virtual time pass, and returns when all that fell due has been done. */
  readonly pass: (duration: Duration | number) => Promise<void>;
  /** Lets virtual time pass until an instant. */
  readonly until: (instant: Date) => Promise<void>;
  /** Carries facts that wait in the outbox to the journeys, once these have done what is under way. Returns how many. */
  readonly carry: () => Promise<number>;
  /** Looks for absences and dates now. */
  readonly sweep: () => Promise<void>;
}

const SENDER = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
const SWEEP_BATCH = 500;
/** Longer than a test takes to do something after it has let time pass, in real time. */
const NEAR_MS = 10_000;

/** When in the week (UTC, from Monday) a world begins, whenever the test runs: by day for its customers, with a working week before it. */
const BIRTH_MS = 13 * HOUR_MS;

/**
 * Lends a world to a test and takes it down afterwards, also when the test fails. Each world has a database of its own and
 * is alone on its Temporal server, so tests cannot meet. It begins on a Monday at 13:00 UTC. Needs the test cluster (see docs/authors.md): Jest's global setup
 * starts it, the command line does so itself.
 */
export async function withWorld<T>(test: (world: World) => Promise<T>, options: WorldOptions = {}): Promise<T> {
  const borrowing = borrowTime({ ...options.time, abort: options.abort });
  // Awaited below; until then a failure must not count as one that nobody handles.
  borrowing.catch(() => undefined);
  let clean = false;
  try {
    if (options.alone) await joinCluster();
    return await withDatabase(({ db }) => {
      const live = async () => {
        // What needs no server is made ready while the server comes up.
        const parts = await prepare(db, options);
        const { time } = await borrowing;
        await time.reach(nextInWeek(BIRTH_MS, time.now()));
        const world = createWorld(db, time, options);
        const worker = await createWorker(time, parts);
        return worker.runUntil(async () => {
          const result = await test(world);
          if (!options.leavesStuck) {
            await endRuns(world);
            clean = true;
          }
          return result;
        });
      };
      return Promise.race([live(), givenUp(options.abort)]);
    });
  } finally {
    const ended = clean ? 'clean' : 'failed';
    await (await borrowing).giveBack(options.abort?.aborted ? 'given-up' : ended);
    if (options.alone) await leaveCluster();
  }
}

/** The epoch began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

function nextInWeek(afterMonday: number, now: Date): Date {
  const origin = FIRST_MONDAY_MS + afterMonday;
  return new Date(origin + Math.ceil((now.getTime() - origin) / WEEK_MS) * WEEK_MS);
}

function givenUp(abort: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (abort?.aborted) reject(abort.reason as Error);
    abort?.addEventListener('abort', () => reject(abort.reason as Error), { once: true });
  });
}

const SILENT = pino({ level: 'silent' });

async function prepare(
  db: Db,
  options: WorldOptions,
): Promise<Pick<WorkerOptions, 'workflowBundle'> & ReturnType<typeof journeyWorker>> {
  const providers = { nodeEnv: 'test', sendgrid: null, twilio: null, ...options.providers };
  const deps = assemble({
    db,
    providers,
    sender: SENDER,
    ...(options.links && { links: options.links }),
    hashKey: 'a key for tests only',
    codeVersion: 'test',
    log: SILENT,
  });
  const codePath = await workflowBundle(options.workflowsPath, options.time?.progress);
  // The first query loads Prisma's compiler, which takes a third of a second.
  await db.customer.count();
  return { workflowBundle: { codePath }, ...journeyWorker(deps) };
}

function createWorker(
  { connection, namespace }: VirtualTime,
  parts: Awaited<ReturnType<typeof prepare>>,
): Promise<Workers> {
  const journeys = { connection, namespace, taskQueue: TASK_QUEUE, maxCachedWorkflows: 500, ...parts };
  return createWorkers({ journeys });
}

function createWorld(
  db: Db,
  time: VirtualTime,
  { journeys = journeyHeaders, sweeps = false, leavesStuck = false }: WorldOptions,
): World {
  const { client, now } = time;
  // Bounded, because the server holds every run's timeout as a timer: its default lies ten years ahead.
  const relay = createRelay({ db, client, log: SILENT, now, runTimeout: '3650 days' });
  let stirred = false;

  const reach = async (instant: Date) => {
    for (let next: Date | undefined = instant; next; next = await nextTimer(db, now(), NEAR_MS)) {
      await unlessStuck(time.reach(next), db, client);
    }
    stirred = false;
  };

  // The Java server wedges a run for good whose timer fires, or whose activity ends, while the workflow task that cancels it is under
  // way (sdk-java#3088). So facts are handed over only when nothing is under way and no timer is about to fire.
  const carry = async () => {
    if (stirred && !leavesStuck) await reach(now());
    const delivered = await relay.drain();
    stirred = delivered > 0;
    return delivered;
  };

  const tell = backend({ db, journeys, now, carry });

  const sweep = async () => {
    for (const header of journeys) {
      let cursor: string | null = null;
      do ({ cursor } = await sweepTriggers({ db }, { header, cursor, batch: SWEEP_BATCH }, now()));
      while (cursor !== null);
    }
    await carry();
  };

  const until = async (instant: Date) => {
    await carry();
    for (let day = now().getTime() + DAY_MS; sweeps && day < instant.getTime(); day += DAY_MS) {
      await reach(new Date(day));
      await sweep();
    }
    await reach(instant);
    if (sweeps) await sweep();
    // What time brought may have put facts on their way, which have consequences of their own.
    while (stirred || (await carry()) > 0) await reach(now());
  };

  return {
    db,
    temporal: client,
    journeys,
    now,
    tell,
    until,
    pass: (duration) => until(new Date(now().getTime() + (typeof duration === 'number' ? duration : toMs(duration)))),
    carry,
    sweep,
    customer: (profile) => born({ db, journeys, playbooks, now, carry, tell }, profile),
  };
}

/** Ends what still runs, once nothing is under way: an open run would hold the server's clock for its next world. */
async function endRuns({ db, temporal, pass }: World): Promise<void> {
  await pass(0);
  const open = await db.enrollment.findMany({ where: { state: { not: 'ended' } }, select: { workflowId: true } });
  for (const workflowId of [...open.map((run) => run.workflowId), ...(await errandsOf(db))]) {
    await temporal.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
  }
}

/** Runs that belong to no journey: of tasks that customers asked for or that came nearer, of answers to them, of confirmations, and of holds. */
async function errandsOf(db: Db): Promise<string[]> {
  const asked = await db.taskWaiter.findMany({ where: { enrollmentId: null }, select: { taskId: true } });
  const said = await db.touch.findMany({ where: { message: REPLY_MESSAGE }, select: { id: true } });
  const sought = await db.touch.findMany({ where: { message: CONFIRM_MESSAGE }, select: { id: true } });
  const told = await db.touch.findMany({ where: { topic: WISH_TOPIC }, select: { id: true } });
  const changed = await db.task.findMany({ where: { version: { gt: 1 } }, select: { id: true, version: true } });
  const holds = await db.hold.findMany({ where: { timers: 'shift' }, select: { id: true } });
  return [
    ...asked.map(({ taskId }) => errandIdOf('task', taskId)),
    ...changed.flatMap(({ id, version }) =>
      Array.from({ length: version }, (_, index) => errandIdOf('nudge', `${id}:${index + 1}`)),
    ),
    ...said.map(({ id }) => errandIdOf('reply', id)),
    ...told.map(({ id }) => errandIdOf('notice', id)),
    ...sought.map(({ id }) => errandIdOf('confirmation', id)),
    ...holds.flatMap(({ id }) => [errandIdOf('hold', id), errandIdOf('resume', id)]),
  ];
}
