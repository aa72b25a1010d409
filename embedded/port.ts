import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether nobody listens on this TCP port of the address. */
export function portIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Below the ports that systems lend to outgoing connections: one of those may be taken between the look and the use. */
const [LOWEST, HIGHEST] = [15_000, 32_000];
const MOST_TRIES = 50;

/** A TCP port of 127.0.0.1 on which nobody listens. Throws when none is found. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await portIsFree(port)) return port;
  }
  throw new Error(`No free port of 127.0.0.1 was found between ${LOWEST} and ${HIGHEST}.`);
}
