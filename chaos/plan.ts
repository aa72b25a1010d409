import { random } from '../standins/reporting';

/** How a customer of the run behaves, and what must hold for them. */
const FATES = ['silent', 'replies', 'returns', 'withdraws', 'bounces', 'asleep', 'erased'] as const;
type Fate = (typeof FATES)[number];

/** One customer of the run. Times are seconds: `entersAt` from the start of the run, `actsAt` from their entry. */
export interface Life {
  readonly userId: string;
  readonly fate: Fate;
  readonly journeys: readonly ('at-risk' | 'onboarding')[];
  readonly entersAt: number;
  readonly actsAt: number;
}

/** Everything that is done to the product, in an order in which no kind keeps another from having its effect. */
export const FAULTS = [
  'freeze-past-lease',
  'kill-after-accept',
  '500-after-accept',
  'kill-after-row',
  'accept-then-hang',
  'withdraw-between-gate-and-send',
  'erase-between-gate-and-send',
  'accept-then-reset',
  'kill-before-commit',
  'kill-postgres',
  'garbage',
  'kill-temporal',
  '429-with-retry-after',
  'kill-before-row',
  'rolling-upgrade',
  '429',
  'kill-api',
  '500-before-accept',
  'kill-within-erasure',
  'cut-connections',
  'forged-reports',
  'kill-worker',
  'reports-of-unknown-touches',
  'freeze-worker',
  'outage',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** One fault, so many seconds after the start of the run. `worker`: which of the workers, where it is about one. */
export interface PlannedFault {
  readonly at: number;
  readonly kind: FaultKind;
  readonly worker: number;
}

/** What a run is going to do. The same for the same seed and size. */
export interface Plan {
  readonly seed: number;
  readonly lives: readonly Life[];
  readonly faults: readonly PlannedFault[];
}

export const WORKERS = 3;

/** What of a hundred customers do; who sleeps lives where it is night. */
const SHARES: readonly (readonly [fate: Fate, share: number])[] = [
  ['silent', 0.36],
  ['replies', 0.16],
  ['returns', 0.14],
  ['withdraws', 0.12],
  ['bounces', 0.08],
  ['asleep', 0.08],
  ['erased', 0.06],
];
/** So many of a hundred are in two journeys at once, which would write more to them than the cap allows. */
const IN_TWO_JOURNEYS = 0.3;
/** Customers enter within this many seconds a journey, which two cores keep up with, at least within the least. */
const ENTERING = { each: 0.4, least: 35 };
/**
 * The mean pause between two faults, which is longer in a run so long that there are faults enough: a provider that hardly ever answers is not
 * called, and nothing is seen of what happens to calls. And how long faults go on after the last customer has entered.
 */
const PAUSE_S = 1.6;
const ENOUGH_FAULTS = 140;
const AFTER_ENTRIES_S = 15;

/** Draws a plan. Every kind of fault comes at least once, those first whose consequences take longest to mend. */
export function planOf({ seed, journeys }: { readonly seed: number; readonly journeys: number }): Plan {
  const next = random(seed);
  const span = Math.max(ENTERING.least, journeys * ENTERING.each);
  const lives: Life[] = [];
  for (let left = journeys; left > 0;) {
    const life = drawLife(next, { seed, number: lives.length, span, left });
    lives.push(life);
    left -= life.journeys.length;
  }
  return { seed, lives, faults: drawFaults(next, span) };
}

function drawLife(
  next: () => number,
  { seed, number, span, left }: { seed: number; number: number; span: number; left: number },
): Life {
  // The first few show every fate, however small the run.
  const fate = FATES[number] ?? fateAt(next());
  const both = left > 1 && next() < IN_TWO_JOURNEYS;
  return {
    userId: `chaos-${seed}-${number}`,
    fate,
    journeys: both ? ['at-risk', 'onboarding'] : ['at-risk'],
    entersAt: rounded(next() * span),
    actsAt: rounded(next() * 20),
  };
}

function fateAt(drawn: number): Fate {
  let sum = 0;
  return SHARES.find(([, share]) => (sum += share) > drawn)?.[0] ?? 'silent';
}

function drawFaults(next: () => number, span: number): PlannedFault[] {
  const faults: PlannedFault[] = [];
  const until = span + AFTER_ENTRIES_S;
  const pause = Math.max(PAUSE_S, until / ENOUGH_FAULTS);
  for (let at = 1.5; at < until || faults.length < FAULTS.length; at += pause * (0.5 + next())) {
    // The first kind takes a minute: once is enough, and its worker is missed.
    const kind = FAULTS[faults.length] ?? FAULTS[1 + Math.floor(next() * (FAULTS.length - 1))]!;
    faults.push({ at: rounded(at), kind, worker: Math.floor(next() * WORKERS) });
  }
  return faults;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
