import type { Channel } from './channel';
import type { TimelineEntry } from './timeline';
import type { TouchRequest, TouchResult } from './touch';

/** The part of a touch that its lines on the timeline name. */
type Named = Pick<TouchRequest, 'key' | 'message'>;

/**
 * The line that a settled touch leaves on the timeline. Written in the transaction that settles it. `attemptId`: of what was sent,
 * because a touch can be sent again on another channel after it came back.
 */
export function touchEntry(
  { key, message }: Named,
  messageClass: string,
  result: TouchResult,
  at: Date,
  attemptId?: string,
): TimelineEntry {
  const { verdict, touchId } = result;
  const detail = { message, class: messageClass, verdict, touchId };
  return {
    key: [key, verdict, ...(attemptId ? [attemptId] : [])].join(':'),
    at: at.getTime(),
    kind: 'touch',
    detail:
      verdict === 'sent' ? { ...detail, channel: result.channel } : { ...detail, channel: null, reason: result.reason },
  };
}

/** The line of a message that came back. `reason`: `<kind>:<provider's code>`. */
export function bounceEntry(
  { key, message }: Named,
  {
    touchId,
    messageClass,
    channel,
    reason,
    attemptId,
    at,
  }: {
    readonly touchId: string;
    readonly messageClass: string;
    readonly channel: Channel;
    readonly reason: string | null;
    readonly attemptId: string;
    readonly at: Date;
  },
): TimelineEntry {
  const detail = { message, class: messageClass, verdict: 'bounced', touchId, channel, reason };
  return { key: `${key}:bounced:${attemptId}`, at: at.getTime(), kind: 'touch', detail };
}
