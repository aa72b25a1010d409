import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Channel } from '../domain/channel';
import { channelQueue, QUEUED_CHANNELS } from '../domain/queue';
import type { journeyWorker } from './journey-worker';

/** What the workers of one process are made of. */
export interface WorkersOptions {
  /** Of the worker that runs journeys, and as far as they are shared of all: connection, namespace, data converter. */
  readonly journeys: WorkerOptions & ReturnType<typeof journeyWorker>;
  /** How many messages a second all workers together hand to the provider of a channel; channels that are not named are not bounded. */
  readonly rates?: ReadonlyMap<Channel, number>;
}

/** The workers of one process, as one. */
export interface Workers {
  /** The one that runs journeys. */
  readonly journeys: Worker;
  /** Runs until the process is told to end. Rejects when one of them fails. */
  run(): Promise<void>;
  /** Runs while `work` does. */
  runUntil<T>(work: () => Promise<T>): Promise<T>;
}

/** Few: a worker asks for more as soon as it has one. */
const POLLS = 2;

/**
 * The worker of journeys, and one for the task queue of each channel that has one: they run touches and nothing else. Temporal's server keeps the rates, over
 * all processes together.
 */
export async function createWorkers({ journeys, rates = new Map() }: WorkersOptions): Promise<Workers> {
  const { connection, namespace, dataConverter, shutdownGraceTime, activities } = journeys;
  const shared = { connection, namespace, dataConverter, shutdownGraceTime, activities };
  const [runner, ...senders] = await Promise.all([
    Worker.create(journeys),
    ...QUEUED_CHANNELS.map((channel) => {
      const rate = rates.get(channel);
      return Worker.create({
        ...defined(shared),
        taskQueue: channelQueue(channel),
        maxConcurrentActivityTaskPolls: POLLS,
        ...(rate !== undefined && { maxTaskQueueActivitiesPerSecond: rate }),
      });
    }),
  ]);
  const workers = [runner, ...senders];
  const run = async () => void (await Promise.all(workers.map((worker) => worker.run())));
  return {
    journeys: runner,
    run,
    async runUntil(work) {
      const running = run();
      // A worker that fails ends the work; one that ends by itself does not.
      const failed = running.then(() => new Promise<never>(() => undefined));
      try {
        return await Promise.race([work(), failed]);
      } finally {
        for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
        await running.catch(() => undefined);
      }
    },
  };
}

/** Without the members that are undefined, which the SDK takes for settings. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
