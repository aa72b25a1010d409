import { customerIdIn } from '../../domain/ids';
import type { Db } from '../../prisma/client';
import { noteStuck } from '../../prisma/stuck';
import { insist } from '../touches/insist';
import type { Failing } from './watch';

export interface NoteDeps {
  readonly db: Db;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/**
 * Marks the enrollment whose run fails (prisma/stuck.ts). When it is news, the log says so: `alert: journey_stuck` with journey, customer,
 * stage and sentence. A workflow that is no journey's run has no mark, so the log has it at every try.
 */
export async function noteFailing({ db, log }: NoteDeps, { workflowId, because }: Failing, at: Date): Promise<void> {
  const customerId = customerIdIn(workflowId);
  if (!customerId) return log.error({ workflowId, because }, 'a workflow cannot go on');
  const run = await noteStuck(db, { workflowId, customerId, because, at });
  if (!run?.isNews) return;
  const { journey, enrollmentId, stage } = run;
  const who = { journey, customerId: run.customerId, enrollmentId, stage, workflowId };
  log.error({ alert: 'journey_stuck', ...who, because }, 'a journey cannot go on');
}

/** Notes failures without making whoever tells of them wait. */
export interface FailureNotes {
  readonly note: (failing: Failing, at: Date) => void;
  /** Resolves when nothing is being written. */
  readonly settled: () => Promise<void>;
}

/**
 * Notes what a failure watch tells. A run that fails anew while it is being noted is passed over, and what the database does not take for
 * some seconds is given up: the run's next try tells it again.
 */
export function failureNotes(deps: NoteDeps): FailureNotes {
  const underWay = new Map<string, Promise<void>>();
  return {
    note(failing, at) {
      if (underWay.has(failing.workflowId)) return;
      const writing = insist(() => noteFailing(deps, failing, at))
        .catch(() => deps.log.error({ ...failing }, 'a journey cannot go on, and could not be marked'))
        .finally(() => underWay.delete(failing.workflowId));
      underWay.set(failing.workflowId, writing);
    },
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}
