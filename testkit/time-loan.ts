import { startTimeServer, type TimeServer, type TimeSource, type VirtualTime } from './virtual-time';

/** A world's time, and how to give it back. */
export interface TimeLoan {
  readonly time: VirtualTime;
  /** `clean`: nothing of the world runs any more, so the next one may have the server. `given-up`: its worker still runs. */
  giveBack(state: 'clean' | 'failed' | 'given-up'): Promise<void>;
}

/*
 * A Java server takes 1.2 s of a quiet machine to come up, about half of what a world costs, so the worlds of one test file
 * follow each other on one server. That is safe as long as nothing is left running there: the namespace is fresh, the clock
 * only moves forward, and a server whose clock does not jump freely (a test that failed half-way, a lock that leaked) is
 * given up instead of lent again.
 */
let idle: TimeServer | undefined;
const alive = new Set<TimeServer>();

/** Lends virtual time: an idle server's if there is one, else a new server's. */
export async function borrowTime(source?: TimeSource): Promise<TimeLoan> {
  const server = idle ?? (await startTimeServer(source));
  idle = undefined;
  alive.add(server);
  return {
    time: await server.world(),
    async giveBack(state) {
      if (state === 'given-up') return end(server, 'kill');
      if (state === 'clean' && KEEPS && idle === undefined && (await server.isFree())) idle = server;
      else await end(server, 'stop');
    },
  };
}

/** Jest tells when a file is over; where nobody does (the command line, other runners) a server is stopped after its world. */
const KEEPS = typeof afterAll === 'function';

if (KEEPS) {
  afterAll(async () => {
    if (idle) await end(idle, 'stop');
    // Of tests that ran out of time.
    for (const server of alive) await end(server, 'kill');
  });
}

async function end(server: TimeServer, how: 'stop' | 'kill'): Promise<void> {
  alive.delete(server);
  await server[how]();
}
