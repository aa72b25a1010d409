import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { quietRuntime } from '../../testkit/quiet-runtime';
import { journeyHeaders } from '../../workflows/headers';
import { STAGE_KEY } from '../../workflows/messages';
import type { Recording } from './recording';

/** What the present code would break: a recorded path, or a customer who stands in a journey now. */
export interface Casualty {
  readonly journey: string;
  /** Name of the recorded path, or id of the customer. */
  readonly who: string;
  readonly stage: string | null;
  readonly reason: string;
}

/** How many runs were replayed, and which of them the code cannot follow. */
export interface ReplayReport {
  readonly replayed: number;
  readonly casualties: readonly Casualty[];
}

/** Replayed code writes on no timeline; without a sink of the name the worker would complain about each line. */
const SINKS = { timeline: { write: { fn: () => undefined, callDuringReplay: false } } };

type Histories = Parameters<typeof Worker.runReplayHistories>[1];

/** Replays recorded histories against workflow code. */
export async function replayRecordings(
  options: ReplayWorkerOptions,
  recordings: readonly Recording[],
): Promise<ReplayReport> {
  const runs = recordings.flatMap(({ journey, path, histories }) =>
    histories.map((history, index) => ({ workflowId: `${journey}:${path}:${index}`, history: historyOf(history) })),
  );
  return replay(options, runs, async (workflowId) => ({ ...partsOf(workflowId), stage: null }));
}

/** Replays the histories of all enrollments that are running on a server. `stage` comes from Temporal, names of customers stay in Postgres. */
export function replayRunning(options: ReplayWorkerOptions, client: Client): Promise<ReplayReport> {
  const types = journeyHeaders.map(({ name }) => `'${name}'`).join(', ');
  const running = client.workflow.list({ query: `ExecutionStatus = 'Running' AND WorkflowType IN (${types})` });
  return replay(options, running.intoHistories({ concurrency: 5 }), async (workflowId) => {
    const { typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
    return { ...partsOf(workflowId), stage: typedSearchAttributes.get(STAGE_KEY) ?? null };
  });
}

async function replay(
  options: ReplayWorkerOptions,
  histories: Histories,
  name: (workflowId: string) => Promise<Omit<Casualty, 'reason'>>,
): Promise<ReplayReport> {
  quietRuntime();
  const casualties: Casualty[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ ...options, sinks: SINKS }, histories)) {
    replayed += 1;
    if (error) casualties.push({ ...(await name(workflowId)), reason: error.message.split('\n')[0] ?? error.name });
  }
  return { replayed, casualties };
}

function historyOf(base64: string) {
  return temporal.api.history.v1.History.decode(Buffer.from(base64, 'base64'));
}

/** A workflow id is `<journey>:<customer>`; those of recordings name a path and the number of the run. */
function partsOf(workflowId: string): { journey: string; who: string } {
  const [journey = '', ...who] = workflowId.split(':');
  return { journey, who: who.join(':') };
}
