import { planOf, type FaultKind, type Life, type Plan } from './plan';
import type { Guard } from './sabotage';

/** What a control needs so that its guard has something to do, and nothing else: then whatever is wrong is so for want of the guard. */
interface Occasion {
  /** How customers behave, in turn. */
  readonly fates: readonly Life['fate'][];
  /** In both journeys at once, not in one. */
  readonly both?: true;
  readonly fault?: FaultKind;
}

const OCCASIONS: Readonly<Record<Guard, Occasion>> = {
  ledger: { fates: ['silent'], fault: '500-after-accept' },
  caps: { fates: ['silent'], both: true },
  consent: { fates: ['withdraws'], both: true },
  hours: { fates: ['asleep'] },
  tasks: { fates: ['silent'] },
  outbox: { fates: ['replies', 'returns'] },
  escalations: { fates: ['silent'] },
  signatures: { fates: ['silent'], fault: 'forged-reports' },
  evidence: { fates: ['silent'], fault: '500-after-accept' },
};

/** When its fault is done, in seconds after the start. */
const AT = [4, 8, 12, 16, 20, 24, 28, 32, 36, 40];

/** Draws the plan of a run with this guard switched off (a negative control). */
export function controlPlanOf(guard: Guard, size: Parameters<typeof planOf>[0]): Plan {
  const { fates, both, fault } = OCCASIONS[guard];
  const plan = planOf(size);
  return {
    ...plan,
    lives: plan.lives.map((life, number) => ({
      ...life,
      fate: fates[number % fates.length]!,
      journeys: both ? ['at-risk', 'onboarding'] : ['at-risk'],
    })),
    faults: fault ? AT.map((at) => ({ at, kind: fault, worker: 0 })) : [],
  };
}
