import { proxyActivities, sleep } from '@temporalio/workflow';
import type { JourneyActivities } from '../activities/activities';
import type { TaskTimer, TendedTask } from '../domain/task';
import type { DeliverResult } from '../domain/touch';

/* Small runs outside of any journey, started through the outbox in the transaction that gives rise to them (docs/decisions/0008). */

const { tendTask, sendReply, sendConfirmation, sendNotice, sendLetter } = proxyActivities<JourneyActivities>({
  startToCloseTimeout: '45 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/**
 * Reminds of a task that a customer asked for (M10), tells the lead when it is overdue and lets it expire, as a journey does for the
 * tasks that it waits for. A task that was finished meanwhile is found so at the next timer. One activity for each timer.
 */
export async function task(taskId: string): Promise<string> {
  let step: TaskTimer['step'] = 'remind';
  for (;;) {
    const { timer, settled }: TendedTask = await tendTask({ taskId, step, advanced: false });
    if (!timer) return settled?.outcome ?? 'over';
    step = timer.step;
    await until(timer.at, `${step}`);
  }
}

/**
 * Tends a task for as long as the runs that tend it sleep longer than they should: a claim, an answer or a new start has brought something
 * nearer. They come by themselves at `untilMs` (epoch; null: none does), and from then on this is not needed.
 */
export async function nudge(taskId: string, untilMs: number | null): Promise<string> {
  let step: TaskTimer['step'] = 'remind';
  for (;;) {
    const { timer, settled }: TendedTask = await tendTask({ taskId, step, advanced: false });
    if (!timer) return settled?.outcome ?? 'over';
    if (untilMs !== null && timer.at >= untilMs) return 'handed back';
    step = timer.step;
    await until(timer.at, `${step}`);
  }
}

/** Brings what a person wrote to the customer, at most once (M05); comes again when the gate or a provider says later. Returns the verdict. */
export function reply(touchId: string): Promise<string> {
  return bring(() => sendReply({ touchId }));
}

/** Asks a customer to confirm a double opt-in, as a reply is brought. Returns the verdict. */
export function confirmation(touchId: string): Promise<string> {
  return bring(() => sendConfirmation({ touchId }));
}

/** Answers a customer's wish for their data, or to be erased, as a reply is brought. Returns the verdict. */
export function notice(touchId: string): Promise<string> {
  return bring(() => sendNotice({ touchId }));
}

/** Mails a link to a member of staff. Says whether a mail left: none does when the link was used or has aged meanwhile. */
export async function letter(linkId: string): Promise<string> {
  const { sent } = await sendLetter({ linkId });
  return sent ? 'sent' : 'void';
}

async function bring(deliver: () => Promise<DeliverResult>): Promise<string> {
  for (;;) {
    const result = await deliver();
    if (result.verdict !== 'later') return result.verdict;
    await until(result.until, `again: ${result.reason}`);
  }
}

async function until(instant: number, summary: string): Promise<void> {
  if (instant > Date.now()) await sleep(instant - Date.now(), { summary });
}
