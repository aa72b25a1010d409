import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Logger } from 'pino';
import type { Clock } from '../domain/clock';
import { SECOND_MS } from '../domain/duration';
import type { Db } from '../prisma/client';
import { clearStuck, listStuck, type StuckRun } from '../prisma/stuck';
import { blame } from './blame';

interface MendingDeps {
  readonly db: Db;
  readonly client: Client;
  readonly now: Clock;
}

/** A mark this young may be ahead of what Temporal was told. */
const YOUNG_MS = 10 * SECOND_MS;
const ANSWERS_WITHIN_MS = 5 * SECOND_MS;
/** Runs that are asked about at once, and in one pass. */
const PAGE = 20;
const MOST_A_PASS = 400;

/**
 * Asks Temporal about the runs that are marked as stuck (prisma/stuck.ts), the longest first, and takes the mark off those that go on: no
 * workflow task and no activity of theirs is being tried again. One that has ended without its enrollment stays marked. Returns how many it
 * took off, and behind which run the next pass begins (undefined: at the first). Rejects when Temporal or the database is away.
 */
export async function mendingPass(
  { db, client, now }: MendingDeps,
  after?: StuckRun,
): Promise<{ readonly mended: number; readonly next: StuckRun | undefined }> {
  const before = new Date(now().getTime() - YOUNG_MS);
  let mended = 0;
  let last = after;
  for (let asked = 0; asked < MOST_A_PASS; asked += PAGE) {
    const runs = await listStuck(db, { limit: PAGE, before, after: last });
    for (const run of await thoseThatGoOn(client, runs)) {
      await clearStuck(db, run);
      mended += 1;
    }
    last = runs.at(-1);
    if (runs.length < PAGE) return { mended, next: undefined };
  }
  return { mended, next: last };
}

const LOOK_EVERY_MS = 15 * SECOND_MS;

/** Makes such passes for as long as the process lives, in any number of processes. `stop` resolves when no call is under way. */
export function keepMending(deps: MendingDeps & { readonly log: Logger }): { readonly stop: () => Promise<void> } {
  const over = new AbortController();
  const done = (async () => {
    let after: StuckRun | undefined;
    while (await rested(over.signal)) {
      try {
        const { mended, next } = await mendingPass(deps, after);
        after = next;
        if (mended > 0) deps.log.info({ journeys: mended }, 'journeys that could not go on go on again');
      } catch (error) {
        deps.log.debug({ reason: blame(error).reason }, 'stuck journeys could not be asked about');
      }
    }
  })();
  return {
    async stop() {
      over.abort();
      await done;
    },
  };
}

function rested(signal: AbortSignal): Promise<boolean> {
  return pause(LOOK_EVERY_MS, true, { signal, ref: false }).catch(() => false);
}

/** Every answer is awaited, also after one has failed: nobody may close the connection under a call. */
async function thoseThatGoOn(client: Client, runs: readonly StuckRun[]): Promise<StuckRun[]> {
  const answers = await Promise.allSettled(runs.map((run) => goesOn(client, run.workflowId)));
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  return runs.filter((_run, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' && answer.value;
  });
}

const RUNNING = temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
const NOT_FOUND = 5;

/** A workflow task that is due at this moment says nothing yet: the run is asked about again. */
async function goesOn(client: Client, workflowId: string): Promise<boolean> {
  const deadline = performance.timeOrigin + performance.now() + ANSWERS_WITHIN_MS;
  const { namespace } = client.options;
  try {
    const { workflowExecutionInfo, pendingWorkflowTask, pendingActivities } = await client.withDeadline(deadline, () =>
      client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
    );
    const isAgain = pendingActivities?.some(({ attempt }) => (attempt ?? 1) > 1) ?? false;
    return workflowExecutionInfo?.status === RUNNING && !pendingWorkflowTask && !isAgain;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false;
    throw error;
  }
}
