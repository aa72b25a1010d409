import { checkCaps, checkErasures, checkHours, checkWithdrawals } from './checker-gate';
import { checkEscalations, checkJourneys, checkSignals, checkStuck, checkTasks, checkTraces } from './checker-journeys';
import { checkAmbiguity, checkDoubles, checkLost, checkReports } from './checker-ledger';
import type { Evidence } from './evidence';
import type { Verdict } from './verdict';

/**
 * Judges a run by its evidence alone: pure, and knows nothing of what was done to the product but when it stood still. Every verdict is
 * green at zero.
 */
export function judge(evidence: Evidence): Verdict[] {
  return [
    checkJourneys(evidence),
    checkLost(evidence),
    checkDoubles(evidence),
    checkHours(evidence),
    checkWithdrawals(evidence),
    checkErasures(evidence),
    checkTraces(evidence),
    checkCaps(evidence),
    checkEscalations(evidence),
    checkTasks(evidence),
    checkSignals(evidence),
    ...checkReports(evidence),
    checkAmbiguity(evidence),
    checkStuck(evidence),
  ];
}

/** Whether everything is as it must be. */
export function isGreen(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ bad }) => bad === 0);
}
