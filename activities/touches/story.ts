import type { TimelineEntry } from '../../domain/timeline';
import type { TouchRequest, TouchResult } from '../../domain/touch';

/** The line that a settled touch leaves on the timeline. Written in the transaction that settles it. */
export function touchEntry(request: TouchRequest, messageClass: string, result: TouchResult, at: Date): TimelineEntry {
  const { verdict, touchId } = result;
  const detail = { message: request.message, class: messageClass, verdict, touchId };
  return {
    key: `${request.key}:${verdict}`,
    at: at.getTime(),
    kind: 'touch',
    detail:
      verdict === 'sent' ? { ...detail, channel: result.channel } : { ...detail, channel: null, reason: result.reason },
  };
}
