import type { LogEntry, Worker } from '@temporalio/worker';
import { nondeterminismIn, refusalIn, sentenceOf, type Readable } from './sentence';

/** A run whose workflow task has failed, by its workflow id, and why. */
export interface Failing {
  readonly workflowId: string;
  readonly because: string;
}

/** Sees workflow tasks fail. */
export interface FailureWatch {
  /** Takes in a line of the SDK's log. True for one that only repeats what the watch tells. */
  read(entry: LogEntry): boolean;
  /** Watches what a worker puts out of its cache, too. */
  attend(worker: Worker): void;
}

/** More runs than a worker has under way at once. */
const MOST_KNOWN = 20_000;
const NONDETERMINISM = 3;

/**
 * Tells of every workflow task that fails by the journey's code, at every try. The SDK has no hook for that, so two of its signs are read,
 * for which its exact version is pinned and tests/stuck.test.ts stands: what code throws is in the worker's log; what the core finds
 * (non-determinism) is logged at the first try only, but each try ends with the run being put out of the cache, with the reason.
 * Both may name the run alone, so the log also has to tell which workflow each run is of (level TRACE).
 */
export function watchFailures(tell: (failing: Failing) => void): FailureWatch {
  const runs = new Map<string, KnownRun>();

  const failed = (runId: string, because: string) => {
    const run = known(runs, runId);
    run.hasFailed = true;
    if (run.workflowId) tell({ workflowId: run.workflowId, because });
    else run.untold = because;
  };
  const learn = (runId: string, workflowId: string) => {
    const run = known(runs, runId);
    run.workflowId = workflowId;
    if (run.untold) tell({ workflowId, because: run.untold });
    run.untold = undefined;
  };

  return {
    read({ message, meta = {} }) {
      const { runId, workflowId, error, failure = '' } = meta as Signs;
      if (!runId) return false;
      switch (message) {
        case 'Creating workflow':
          if (workflowId) learn(runId, workflowId);
          return false;
        case 'Workflow failed':
        case 'Failed to process Workflow Activation':
          if (error) failed(runId, sentenceOf(error));
          return error !== undefined;
        case 'Failing workflow task':
          if (!runs.get(runId)?.hasFailed) failed(runId, refusalIn(failure));
          return true;
        default:
          return false;
      }
    },
    attend(worker) {
      worker['evictionsEmitter'].on('eviction', ({ runId, evictJob }: Eviction) => {
        if (evictJob.reason === NONDETERMINISM) failed(runId, nondeterminismIn(evictJob.message ?? ''));
      });
    },
  };
}

/** What lines of the log may carry. `failure` is the core's account. */
interface Signs {
  readonly runId?: string;
  readonly workflowId?: string;
  readonly error?: Readable;
  readonly failure?: string;
}

interface Eviction {
  readonly runId: string;
  readonly evictJob: { readonly reason?: number | null; readonly message?: string | null };
}

/** The log is some moments behind, so a run may fail before it has said whose the run is: `untold` waits for that. */
interface KnownRun {
  workflowId?: string;
  untold?: string | undefined;
  hasFailed: boolean;
}

/** What is known of a run. The one that was seen first is forgotten when there are too many. */
function known(runs: Map<string, KnownRun>, runId: string): KnownRun {
  const run = runs.get(runId) ?? { hasFailed: false };
  runs.delete(runId);
  runs.set(runId, run);
  if (runs.size > MOST_KNOWN) runs.delete(runs.keys().next().value!);
  return run;
}
