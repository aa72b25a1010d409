import { Client, Pool } from 'pg';

/** What the database had to do for one piece of work. */
export interface Spent {
  readonly statements: number;
  /** Time in which a statement was under way. */
  readonly databaseMs: number;
  readonly wallMs: number;
}

/** Counts statements and the time that they take. */
export interface Meter {
  /** A pool whose every statement is counted. */
  readonly pool: (url: string) => Pool;
  readonly measure: (work: () => Promise<unknown>) => Promise<Spent>;
}

/** A meter for one piece of work at a time. */
export function createMeter(): Meter {
  let statements = 0;
  let databaseMs = 0;

  const ended = (started: number) => {
    databaseMs += performance.now() - started;
  };

  class MeteredClient extends Client {
    override query = ((...args: unknown[]) => {
      const started = performance.now();
      statements += 1;
      const query = super.query.bind(this) as (...all: unknown[]) => unknown;
      const answer = args.at(-1);
      // The pool's own queries come with a callback, those of transactions without.
      if (typeof answer === 'function') {
        const told = (...all: unknown[]) => {
          ended(started);
          (answer as (...all: unknown[]) => void)(...all);
        };
        return query(...args.slice(0, -1), told);
      }
      return (query(...args) as Promise<unknown>).finally(() => ended(started));
    }) as Client['query'];
  }

  return {
    pool: (connectionString) =>
      new Pool({ connectionString, Client: MeteredClient, max: 2 } as ConstructorParameters<typeof Pool>[0]),
    async measure(work) {
      statements = 0;
      databaseMs = 0;
      const started = performance.now();
      await work();
      return { statements, databaseMs, wallMs: performance.now() - started };
    },
  };
}
