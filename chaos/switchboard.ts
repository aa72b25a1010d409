import type { Passing, Tap } from './wire';

/** What somebody who waits for a call does with it: let it pass, or break the connection. */
type Decision = 'pass' | 'break';

interface Waiting {
  readonly side: keyof Tap;
  readonly wants: (call: Passing) => boolean;
  readonly take: (call: Passing) => Promise<Decision>;
}

/** Where calls on the wire can be waited for. */
export interface Switchboard {
  readonly tap: Tap;
  /**
   * Waits for one call, before the provider or after it, and does `take` with it while the worker waits for its answer. Resolves to the
   * call, or to undefined when none came within `withinMs`.
   */
  readonly next: (waiting: Waiting & { readonly withinMs: number }) => Promise<Passing | undefined>;
}

/** A switchboard nobody waits at: everything passes. */
export function createSwitchboard(): Switchboard {
  const waiting = new Set<Waiting>();
  const through = (side: keyof Tap) => async (call: Passing) => {
    const found = [...waiting].find((one) => one.side === side && one.wants(call));
    if (!found) return true;
    waiting.delete(found);
    return (await found.take(call)) === 'pass';
  };
  return {
    tap: { before: through('before'), after: through('after') },
    next: ({ withinMs, take, ...rest }) =>
      new Promise((resolve, reject) => {
        const lapse = setTimeout(() => {
          waiting.delete(one);
          resolve(undefined);
        }, withinMs);
        const one: Waiting = {
          ...rest,
          async take(call) {
            clearTimeout(lapse);
            try {
              const verdict = await take(call);
              resolve(call);
              return verdict;
            } catch (error) {
              reject(error as Error);
              return 'break';
            }
          },
        };
        waiting.add(one);
      }),
  };
}
