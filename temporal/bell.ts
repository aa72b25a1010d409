/** Wakes one sleeper. A ring while nobody sleeps is kept for the next. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves when it rings, at once when it has rung since the last wait, and at the latest after `ms`. */
  readonly wait: (ms: number) => Promise<void>;
}

/** A bell for a loop that works while there is work and else waits to be called. */
export function createBell(): Bell {
  let rung = false;
  let answer: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      answer = undefined;
      rung = false;
    },
  };
}
