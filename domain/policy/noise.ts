import { HOUR_MS } from '../duration';

/** A fact on its way to a run, as far as the rule needs it. `settles`: the run's goal or an exit, after which it hears nothing. */
export interface NoisyFact {
  readonly type: string;
  readonly occurredAt: Date;
  readonly settles: boolean;
}

/** What a run has heard in its present stage: how many facts, and when the latest of a type happened. */
export interface HeardSoFar {
  readonly count: number;
  readonly latest: ReadonlyMap<string, Date>;
}

/** More than anybody does who means it. A run takes ten thousand signals from Temporal between two stages, and then no more, whatever they say. */
export const MOST_IN_A_STAGE = 500;
const THEN_EVERY_MS = HOUR_MS;

/**
 * Which of the facts a run is told, by position, given in their order. A customer whose product says the same ten thousand times must not
 * use up what a run can take: beyond the most, it is told of each type once an hour. What ends it always gets through.
 */
export function worthTelling(facts: readonly NoisyFact[], { count, latest }: HeardSoFar): boolean[] {
  const last = new Map(latest);
  let heard = count;
  return facts.map(({ type, occurredAt, settles }) => {
    const before = last.get(type);
    const isNoise =
      heard >= MOST_IN_A_STAGE && before !== undefined && occurredAt.getTime() < before.getTime() + THEN_EVERY_MS;
    if (isNoise && !settles) return false;
    heard += 1;
    if (!before || before < occurredAt) last.set(type, occurredAt);
    return true;
  });
}
