import { DAY_MS } from '../duration';

/** Events that are older than this when they come are history: a message about them would come as a surprise. */
const NEWS_FOR_MS = 3 * DAY_MS;

/**
 * Whether journeys get to know of an event: whether it may start them and be heard by open runs. Old events, as an import
 * brings them, are kept and counted without that. `journeys`: what the sender says of it, which overrules its age.
 */
export function isNews(
  event: { readonly occurredAt: Date; readonly journeys?: boolean | undefined },
  now: Date,
): boolean {
  return event.journeys ?? now.getTime() - event.occurredAt.getTime() <= NEWS_FOR_MS;
}

/**
 * When somebody must have been there last to be missed now: at least one span ago, and less than two. Whoever has been away for
 * longer is history too, so the past of a product that is imported does not wake everybody who ever left it.
 */
export function missedSince(spanMs: number, now: Date): { readonly after: Date; readonly upTo: Date } {
  return { after: new Date(now.getTime() - 2 * spanMs), upTo: new Date(now.getTime() - spanMs) };
}
