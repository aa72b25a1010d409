import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { endProcess } from '../embedded/pid';
import type { Temporal } from '../temporal/client';
import { goOnSignal } from './bare-workflow';
import { NAMESPACE } from './servers';

/** The task queue of the bare workflow. */
export const BARE_QUEUE = 'bare';

/** What the bare worker tells as it happens: a remote activity was run, or a workflow has begun to wait. */
export interface Moment {
  readonly kind: 'acted' | 'waits';
  readonly workflowId: string;
}

/** A worker process that runs bare workflows, and the client's side of them. */
export interface Bare {
  readonly pid: number;
  /** How many moments of a kind there were since it began. */
  readonly count: (kind: Moment['kind']) => number;
  /** From now on, calls this for every moment as well. */
  onMoment: (moment: Moment) => void;
  readonly start: (workflowId: string) => Promise<void>;
  readonly signal: (workflowId: string) => Promise<void>;
}

/** The `maxCachedWorkflows` that the product's worker runs with unless told otherwise. */
export const DEFAULT_CACHE = 300;
const STOP_WITHIN_MS = 25_000;

/** Lends a worker process for bare workflows. */
export async function withBare<T>(
  temporal: Temporal,
  { address, cache = DEFAULT_CACHE }: { readonly address: string; readonly cache?: number },
  work: (bare: Bare) => Promise<T>,
): Promise<T> {
  const worker = fork(path.join(__dirname, 'bare-worker'), [address, NAMESPACE, String(cache)], { detached: true });
  const counts = { acted: 0, waits: 0 };
  const { workflow } = temporal.client;
  const bare: Bare = {
    pid: worker.pid ?? 0,
    count: (kind) => counts[kind],
    onMoment: () => undefined,
    start: async (workflowId) => void (await workflow.start('bare', { workflowId, taskQueue: BARE_QUEUE, args: [{}] })),
    signal: (workflowId) => workflow.getHandle(workflowId).signal(goOnSignal),
  };
  try {
    await ready(worker);
    worker.on('message', (moment: Moment) => {
      counts[moment.kind] += 1;
      bare.onMoment(moment);
    });
    return await work(bare);
  } finally {
    await endProcess(bare.pid, 'SIGTERM', STOP_WITHIN_MS);
  }
}

/** Ids of as many workflows. */
export function bareIds(count: number): string[] {
  return Array.from({ length: count }, () => `bare:${randomUUID()}`);
}

function ready(worker: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('exit', (code) => reject(new Error(`The bare worker ended with ${code} before it was ready.`)));
  });
}
