import { quantile } from '../bench/measure';
import type { Evidence } from './evidence';
import type { FaultKind } from './plan';
import { grouped } from './verdict';

/** How long it took after faults of one kind until things went on, in seconds. */
export interface Recovery {
  readonly kind: FaultKind;
  readonly times: number;
  /** Waited for their moment in vain. */
  readonly lapsed: number;
  readonly medianS: number | null;
  readonly longestS: number | null;
}

const SETTLED: ReadonlySet<string> = new Set(['accepted', 'rejected', 'unknown', 'bounced']);

/**
 * For a fault that was aimed at an attempt: until that attempt was settled. For any other: from its end, when whatever it took away
 * was back, until the next attempt was settled, whosever. Nothing to settle any more: no figure.
 */
export function recoveries({ record, moves }: Pick<Evidence, 'record' | 'moves'>): Recovery[] {
  const settled = moves.filter(({ became }) => SETTLED.has(became));
  const byKind = grouped(record.faults, ({ kind }) => kind);
  return [...byKind].map(([kind, faults]) => {
    const took = faults
      .filter(({ lapsed }) => !lapsed)
      .flatMap(({ attemptId, began, ended }) => {
        const from = attemptId ? began : ended;
        const next = settled.find((move) => (attemptId ? move.attemptId === attemptId : true) && move.at >= from);
        return next ? [(next.at.getTime() - from.getTime()) / 1000] : [];
      });
    return {
      kind,
      times: faults.length,
      lapsed: faults.filter(({ lapsed }) => lapsed).length,
      medianS: took.length > 0 ? quantile(took, 0.5) : null,
      longestS: took.length > 0 ? quantile(took, 1) : null,
    };
  });
}
