import type { Channel } from '../../domain/channel';
import type { TouchResult } from '../../domain/touch';
import type { MessageName } from '../../messages/names';
import { remote } from './activities';
import { oneAtATime } from './enrollment';
import { hold, resumed } from './hold';
import { JourneyMisuse } from './misuse';

/**
 * Reaches the customer with a message on one channel: the first of `primary`, `fallback` that the gate allows (M22).
 * Never throws for policy: the result says `sent`, `suppressed`, `failed` or `unknown`, with the reason. A touch that
 * has to come again later does so by itself. One remote activity in Temporal; the ledger keeps it from going out twice.
 */
export function touch(
  message: MessageName,
  { primary, fallback = [] }: { readonly primary: Channel; readonly fallback?: readonly Channel[] },
): Promise<TouchResult> {
  return oneAtATime('touch', async (enrollment) => {
    if (fallback.includes(primary)) {
      throw new JourneyMisuse(
        `touch() was given ${primary} as the primary channel of ${message} and as its fallback: name each channel once.`,
      );
    }
    await resumed(enrollment);
    enrollment.inbox.mark();

    const { enrollmentId, customerId, stage, header } = enrollment;
    const request = {
      key: enrollment.nextKey(message),
      enrollmentId,
      customerId,
      journey: header.name,
      stage,
      message,
      primary,
      fallback,
    };
    for (;;) {
      const gated = enrollment.withdrawals;
      const result = await remote.deliver.executeWithOptions({ summary: message }, [request, enrollment.takeNotes()]);
      if (result.verdict !== 'later') return result;
      enrollment.note('wait', { for: [], until: new Date(result.until).toISOString(), reason: result.reason, message });
      const { until, reason } = result;
      // Consent that was taken back does not wait for the touch's next turn.
      const done = () => enrollment.withdrawals > gated;
      await hold(enrollment, { until, done, summary: `${message} again: ${reason}` });
    }
  });
}
