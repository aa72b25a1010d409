import type { Due } from '../../domain/duration';
import type { OutcomeOf, PlaybookName } from '../../playbooks';
import { remote } from './activities';
import { oneAtATime, type Enrollment } from './enrollment';
import type { EventRef } from './event';
import { hold } from './hold';
import { heardTypes } from './wait';

/** How a task ended. Its playbook's outcomes, or `expired` when nobody took it to an end, or `customer_acted` when the customer was faster. */
export interface Escalated<P extends PlaybookName> {
  readonly taskId: string;
  readonly outcome: OutcomeOf<P> | 'expired' | 'customer_acted';
}

/**
 * Hands the customer to a person (M02, X05) and waits for what comes of it. The task reminds, escalates to the lead and
 * expires by itself; `expired` is the default branch. An event of `resolvedBy` settles the task without a person. `because`
 * is one sentence for the person, without personal data. In Temporal: one activity, one timer at a time, one signal.
 */
export function escalate<const P extends PlaybookName>(
  playbook: P,
  options: {
    readonly because: string;
    readonly assignTo?: string | null;
    readonly due: Due;
    readonly resolvedBy?: readonly EventRef[];
  },
): Promise<Escalated<P>> {
  return oneAtATime('escalate', async (enrollment) => {
    const { because, assignTo = null, due, resolvedBy = [] } = options;
    const resolving = heardTypes('escalate', enrollment, resolvedBy);
    const { enrollmentId, customerId, stage, header } = enrollment;
    enrollment.inbox.mark();
    const customerActs = enrollment.inbox.search((event) => resolving.has(event.type));

    const request = {
      key: enrollment.nextKey(playbook),
      enrollmentId,
      customerId,
      journey: header.name,
      stage,
      playbook,
      because,
      assignTo,
      due,
    };
    const opened = await remote.openTask.executeWithOptions({ summary: playbook }, [request, enrollment.takeNotes()]);
    const { taskId } = opened;
    enrollment.openTaskId = taskId;

    const completed = completionOf(enrollment, taskId);
    let { timer, settled } = opened;
    while (!settled && timer) {
      const advanced = await hold(enrollment, {
        until: timer.at,
        done: () => completed() !== undefined || customerActs() !== undefined,
        summary: `${playbook}: ${timer.step}`,
      });
      const outcome = completed();
      if (outcome !== undefined) settled = { outcome };
      else if (customerActs()) settled = await remote.resolveTask({ taskId, enrollmentId, cause: 'customer_acted' });
      else
        ({ timer, settled } = await remote.tendTask.executeWithOptions({ summary: `${playbook}: ${timer.step}` }, [
          { taskId, step: timer.step, advanced },
        ]));
    }

    enrollment.openTaskId = undefined;
    return { taskId, outcome: (settled?.outcome ?? 'expired') as Escalated<P>['outcome'] };
  });
}

/** The outcome of one task, once its completion was signalled; other tasks' completions are not its concern. */
function completionOf(enrollment: Enrollment, taskId: string): () => string | undefined {
  const search = enrollment.inbox.search((event) => event.type === 'task.completed' && event.data.taskId === taskId);
  return () => search()?.data.outcome as string | undefined;
}
