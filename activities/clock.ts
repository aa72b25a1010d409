import { Context } from '@temporalio/activity';

/** The instant at which the running activity was scheduled, by Temporal's clock: real in production, virtual in tests (the one clock). */
export function scheduledAt(): Date {
  return new Date(Context.current().info.currentAttemptScheduledTimestampMs);
}
