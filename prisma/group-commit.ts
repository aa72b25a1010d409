/** How calls are carried out together, and how many at once. */
export interface GroupRules<C, R> {
  /** Carries out calls in one transaction, all or none of them; gives a result for each, in their order. */
  readonly carryOut: (calls: readonly C[]) => Promise<readonly R[]>;
  readonly sizeOf: (call: C) => number;
  /** The most that a group may have, by size and by number of calls. A call that is larger goes alone. */
  readonly most: { readonly size: number; readonly calls: number };
  /** How many groups may be under way at once. */
  readonly lanes: number;
  /** Whether an error may be the fault of a single call, so that the others would fare better without it. */
  readonly mayBeOfOne: (error: unknown) => boolean;
  /** A call whose turn does not come within `ms` is not carried out and fails with this. */
  readonly patience: { readonly ms: number; readonly tooLate: () => Error };
}

/** Calls that share transactions. */
export interface GroupCommit<C, R> {
  /** Settles when the transaction that the call was part of has, never before. */
  readonly join: (call: C) => Promise<R>;
  /** Resolves when nothing waits and nothing is under way. */
  readonly settled: () => Promise<void>;
}

/**
 * Lets calls that arrive while a transaction is under way be carried out together in the next, in the order of their arrival: the busier,
 * the larger the groups. A group that fails is tried again in halves, down to single calls, so that nobody fails by the fault of another.
 */
export function createGroupCommit<C, R>(rules: GroupRules<C, R>): GroupCommit<C, R> {
  const waiting: Waiting<C, R>[] = [];
  const whenIdle: (() => void)[] = [];
  let open = 0;

  const lane = async (): Promise<void> => {
    for (let group = nextGroup(waiting, rules); group.length > 0; group = nextGroup(waiting, rules)) {
      await finish(group, rules);
    }
    open -= 1;
    if (open === 0) for (const tell of whenIdle.splice(0)) tell();
  };

  return {
    join: (call) =>
      new Promise((resolve, reject) => {
        waiting.push({ call, since: performance.now(), resolve, reject });
        if (open >= rules.lanes) return;
        open += 1;
        void lane();
      }),
    settled: async () => {
      if (open > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
    },
  };
}

interface Waiting<C, R> {
  readonly call: C;
  readonly since: number;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes those whose turn it is from those who wait; empty when nobody does. Turns away whom it has come too late for. */
function nextGroup<C, R>(waiting: Waiting<C, R>[], { sizeOf, most, patience }: GroupRules<C, R>): Waiting<C, R>[] {
  const patientSince = performance.now() - patience.ms;
  while (waiting[0] && waiting[0].since < patientSince) waiting.shift()!.reject(patience.tooLate());
  let size = 0;
  const next = waiting.findIndex(({ call }, index) => {
    size += sizeOf(call);
    return index > 0 && (size > most.size || index === most.calls);
  });
  return waiting.splice(0, next === -1 ? waiting.length : next);
}

async function finish<C, R>(group: readonly Waiting<C, R>[], rules: GroupRules<C, R>): Promise<void> {
  try {
    const results = await rules.carryOut(group.map(({ call }) => call));
    for (const [index, { resolve }] of group.entries()) resolve(results[index]!);
  } catch (error) {
    if (group.length === 1 || !rules.mayBeOfOne(error)) return group.forEach(({ reject }) => reject(error));
    const half = Math.ceil(group.length / 2);
    await finish(group.slice(0, half), rules);
    await finish(group.slice(half), rules);
  }
}
