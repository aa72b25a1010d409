import type { TouchRequest, TouchResult } from '../../domain/touch';
import { remote } from './activities';
import type { Enrollment, Limit } from './enrollment';
import { hold } from './hold';

/**
 * Brings one touch to its end, coming again as often as the gate or a provider says later, and at once when consent was taken back. Undefined
 * when a limit ended the waiting first. One remote activity for each time.
 */
export async function deliver(enrollment: Enrollment, request: TouchRequest): Promise<TouchResult>;
export async function deliver(
  enrollment: Enrollment,
  request: TouchRequest,
  limit: Limit,
): Promise<TouchResult | undefined>;
export async function deliver(
  enrollment: Enrollment,
  request: TouchRequest,
  { until: end, over }: Limit = ENDLESS,
): Promise<TouchResult | undefined> {
  const { message } = request;
  for (;;) {
    const gated = enrollment.withdrawals;
    const asked = { ...request, ...(enrollment.ahead && { ahead: true }) };
    const result = await remote.deliver.executeWithOptions({ summary: message }, [asked, enrollment.takeNotes()]);
    if (result.verdict !== 'later') return result;
    const { until, reason } = result;
    enrollment.note('wait', { for: [], until: new Date(until).toISOString(), reason, message });
    // Consent that was taken back does not wait for the touch's next turn.
    const done = () => enrollment.withdrawals > gated || over();
    await hold(enrollment, { until: Math.min(until, end), done, summary: `${message} again: ${reason}` });
    if (over() || Date.now() >= end) return undefined;
  }
}

const ENDLESS: Limit = { until: Infinity, over: () => false };
