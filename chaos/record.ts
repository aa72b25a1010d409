import type { FaultKind } from './plan';

/** What the run itself did and was answered: the other half of the truth, beside the stand-ins'. Times are of this process's clock. */
export interface RunRecord {
  /** Withdrawals that the API had confirmed at that instant. */
  readonly withdrawals: { readonly userId: string; readonly at: Date }[];
  /** The same of erasures, after which nothing leads from a customer of the run to the rows about them. */
  readonly erasures: { readonly userId: string; readonly customerId: string; readonly at: Date }[];
  /** Reports of providers that the API took (2xx), once each. */
  readonly reports: { readonly touchId: string; readonly said: 'delivered' | 'bounced' }[];
  /** Answers to reports that nobody had signed. */
  readonly forged: number[];
  /** Answers to people who completed a task at once. */
  readonly completions: { readonly taskId: string; readonly by: string; readonly status: number }[];
  /** When workers stood still without knowing it. */
  readonly frozen: { readonly from: Date; readonly to: Date }[];
  readonly faults: DoneFault[];
}

/** A fault that was done. `ended`: when whatever was taken away was back. */
export interface DoneFault {
  readonly kind: FaultKind;
  readonly began: Date;
  readonly ended: Date;
  /** The attempt that it hit, where it was aimed at one. */
  readonly attemptId?: string | undefined;
  /** It waited for its moment in vain. */
  readonly lapsed?: boolean;
}

/** A record with nothing on it yet. */
export function newRecord(): RunRecord {
  return { withdrawals: [], erasures: [], reports: [], forged: [], completions: [], frozen: [], faults: [] };
}

/** The customers who were erased. */
export function erasedIn({ erasures }: RunRecord): ReadonlySet<string> {
  return new Set(erasures.map(({ userId }) => userId));
}
