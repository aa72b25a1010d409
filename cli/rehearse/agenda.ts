import { DAY_MS, toMs } from '../../domain/duration';
import type { JourneyHeader } from '../../domain/journey';
import type { Log, LoggedEvent } from './log';

/** A moment at which something has to be done from outside: events happen, or absences and dates are looked for. */
export interface Moment {
  /** Since the first event of the log. */
  readonly offsetMs: number;
  readonly events: readonly LoggedEvent[];
  readonly sweep: boolean;
}

/**
 * What is to be done when, in order: each event at its own distance from the first one, and a sweep at the end of each day on which an absence
 * may fall due. Days between them need nothing: the journeys' own timers fire by themselves. Dates are looked for daily.
 */
export function agendaOf(
  { from, events }: Pick<Log, 'from' | 'events'>,
  journeys: readonly JourneyHeader[],
  days: number,
): Moment[] {
  const end = days * DAY_MS;
  const byOffset = new Map<number, LoggedEvent[]>();
  for (const event of events) {
    const offset = event.at.getTime() - from.getTime();
    byOffset.set(offset, [...(byOffset.get(offset) ?? []), event]);
  }
  const sweeps = new Set([...absencesDue(byOffset, journeys), ...everyDay(journeys, days)]);
  const offsets = [...new Set([...byOffset.keys(), ...sweeps])].filter((offset) => offset <= end).sort((a, b) => a - b);
  return offsets.map((offsetMs) => ({ offsetMs, events: byOffset.get(offsetMs) ?? [], sweep: sweeps.has(offsetMs) }));
}

/** The ends of the days on which somebody will have been away for as long as a journey minds. */
function absencesDue(
  byOffset: ReadonlyMap<number, readonly LoggedEvent[]>,
  journeys: readonly JourneyHeader[],
): number[] {
  const triggers = journeys.flatMap(({ startAfterAbsence }) => startAfterAbsence);
  return [...byOffset].flatMap(([offset, events]) =>
    triggers
      .filter(({ of }) => events.some(({ type }) => type === of))
      .map(({ for: span }) => Math.ceil((offset + toMs(span)) / DAY_MS) * DAY_MS),
  );
}

function everyDay(journeys: readonly JourneyHeader[], days: number): number[] {
  if (journeys.every(({ startBefore }) => startBefore.length === 0)) return [];
  return Array.from({ length: days }, (_, day) => (day + 1) * DAY_MS);
}
