import type { Logger } from 'pino';
import type { Fate } from './deliver';

const FIRST_REST_MS = 200;
const LONGEST_REST_MS = 5_000;

/** What a relay believes of Temporal, from the fates of its rows. */
export interface Health {
  /** Learns from a delivery. */
  saw(fate: Fate): void;
  /** It failed a moment ago: leave it alone. */
  away(): boolean;
  /** It has failed and not answered since. */
  doubtful(): boolean;
  /** How long to leave it alone, 0 when it may be called. */
  restMs(): number;
}

/** Starts out trusting. Rests grow from 0.2 s to 5 s with each failure in a row, and one answer ends them; only the change is logged. */
export function createHealth(log: Logger): Health {
  let failures = 0;
  let restUntil = 0;
  const restMs = () => Math.max(0, restUntil - performance.now());

  return {
    saw(fate) {
      if (fate.kind !== 'unreachable') {
        if (failures > 0) log.info('Temporal answers again: the outbox drains');
        failures = 0;
        restUntil = 0;
      } else if (restMs() === 0) {
        if (failures === 0) log.warn({ reason: fate.reason }, 'Temporal cannot be reached: facts wait in the outbox');
        restUntil = performance.now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(failures, 10));
        failures += 1;
      }
    },
    away: () => restMs() > 0,
    doubtful: () => failures > 0,
    restMs,
  };
}
