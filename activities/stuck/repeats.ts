import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { customerIdIn } from '../../domain/ids';
import { isAnyCircuitOpen } from '../../prisma/provider-states';
import { clearStuck } from '../../prisma/stuck';
import { scheduledAt } from '../clock';
import { noteFailing, type NoteDeps } from './note';
import { nameAndPlace } from './sentence';

/** The fifth failure in a row comes a quarter of a minute after the first: what is over by then needs nobody. */
const MANY_FAILURES = 5;

/**
 * The same activities, which mark the journey that one fails for again and again (prisma/stuck.ts), and take the mark off when it succeeds
 * after all. One that waits for a provider whose circuit is open is not marked: its alarm is enough, and the journey goes on by itself when that works
 * again. An activity that is refused for good is not tried again: then the journey itself says that it is held.
 */
export function notingRepeats<T extends object>(deps: NoteDeps, activities: T): T {
  const noting = Object.entries(activities).map(([name, run]) => [
    name,
    async (...args: unknown[]) => {
      const { attempt, workflowExecution } = Context.current().info;
      const workflowId = workflowExecution?.workflowId;
      if (!workflowId || attempt < MANY_FAILURES) return run(...args);
      try {
        const result: unknown = await run(...args);
        // Whether it is marked is only of interest to people: the result must not be lost over it.
        await clear(deps, workflowId).catch(() => undefined);
        return result;
      } catch (error) {
        const reason = reasonOf(error);
        if (!(await waitsForProvider(deps, reason))) {
          const because = `${name} fails again and again: ${reason}`;
          await noteFailing(deps, { workflowId, because }, scheduledAt()).catch(() => undefined);
        }
        throw error;
      }
    },
  ]);
  return Object.fromEntries(noting) as T;
}

async function clear({ db }: NoteDeps, workflowId: string): Promise<void> {
  const customerId = customerIdIn(workflowId);
  if (customerId) await clearStuck(db, { workflowId, customerId });
}

async function waitsForProvider({ db }: NoteDeps, reason: string): Promise<boolean> {
  return reason === 'provider_unavailable' && isAnyCircuitOpen(db).catch(() => false);
}

/** Our error's code; of a defect, whose failure begins its stack with it, the name and the place (activities/failures.ts). */
function reasonOf(error: unknown): string {
  if (!(error instanceof ApplicationFailure)) return 'defect';
  if (error.type && error.type !== 'defect') return error.type;
  const { stack = '' } = error;
  return nameAndPlace({ name: stack.split('\n', 1)[0] ?? 'defect', message: '', stack });
}
