/** One line of the table. The texts are for people; `figures` holds the same as numbers, for --json. */
export interface Row {
  readonly what: string;
  readonly product: string;
  /** What the product is held against in the same run; empty where there is nothing to hold it against. */
  readonly baseline: string;
  /** Product by baseline. */
  readonly ratio: string;
  readonly aim: string;
  /** `kept`: no aim is set, the figure is there to be compared later. */
  readonly verdict: 'reached' | 'missed' | 'kept';
  readonly figures: Readonly<Record<string, number>>;
}

/** What measures run on. */
export interface Bench {
  /** Folder of the bench's own servers. */
  readonly state: string;
  /** Maintenance URL of the bench's durable PostgreSQL. */
  readonly databaseServer: string;
  /** The `temporal` program. */
  readonly temporalCli: string;
  /** Executable of the time-skipping server, when one is named. */
  readonly timeServer: string | undefined;
  /** Smaller counts: a look at whether all works, not a measurement. */
  readonly quick: boolean;
  /** What was seeded for an earlier run serves this one, and stays for the next. */
  readonly keep: boolean;
  /** Tells the person who waits what is going on. */
  readonly say: (line: string) => void;
}

/** A measurement: its number in the table, and how to take it. */
export interface Measure {
  readonly number: number;
  readonly name: string;
  run(bench: Bench): Promise<Row[]>;
}

/** The verdict on an aim. */
export function verdictOf(reached: boolean): Row['verdict'] {
  return reached ? 'reached' : 'missed';
}

/** The value that a share of all lie at or under: `quantile(times, 0.99)`. Throws a RangeError when there are none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values were measured');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** The middle value: what rounds on a machine with other work to do agree on. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
