import { DAY_MS } from '../duration';
import { passed, refused, type Finding } from './finding';
import type { SentTouch } from './recent';
import type { Settings } from './settings';

/**
 * Two journeys that speak of the same subject within the days of the settings: the second is dropped, for the customer has just heard of it
 * (M24). A journey may come back to its own subject. Messages name their subject in their head; those without one collide with none.
 */
export function newSubject(
  { journey, subject }: { readonly journey: string | null; readonly subject: string | null },
  sent: readonly SentTouch[],
  { days }: Settings['subjects'],
  at: Date,
): Finding {
  if (subject === null) return passed();
  const since = at.getTime() - days * DAY_MS;
  const other = sent.find(
    (touch) => touch.subject === subject && touch.journey !== journey && touch.at.getTime() > since,
  );
  if (!other) return passed({ subject, days });
  return refused('same_subject', {
    subject,
    days,
    other_journey: other.journey,
    other_at: other.at.toISOString(),
  });
}
