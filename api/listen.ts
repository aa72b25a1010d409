import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Express } from 'express';
import { answerBrokenRequests } from './broken-request';

/** Longer than the idle time of the usual balancers, so that none of them sends a request on a connection that we are closing. */
const KEEP_ALIVE_MS = 65_000;

/** A listening API. */
export interface Listening {
  readonly url: string;
  /** Refuses new connections, lets requests in flight finish for at most `ms`, then cuts them. Returns how many it cut. */
  readonly close: (ms: number) => Promise<number>;
}

/** Begins to listen. Rejects with one sentence that names the variable to change when the address cannot be had. */
export async function listen(
  app: Express,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app);
  answerBrokenRequests(server);
  let inFlight = 0;
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
  });
  await new Promise<void>((resolve, reject) => {
    server
      .once('error', (error: NodeJS.ErrnoException) => reject(new Error(sentence(error, host, port))))
      .listen(port, host, resolve);
  });
  return {
    url: urlOf(server),
    async close(ms) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const until = performance.now() + ms;
      while (inFlight > 0 && performance.now() < until) {
        server.closeIdleConnections();
        await pause(20);
      }
      const cut = inFlight;
      server.closeAllConnections();
      await closed;
      return cut;
    },
  };
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  const { code = 'unknown' } = error;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another process: set PORT to a free one.`;
    case 'EACCES':
      return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: set HOST to one of its own, 127.0.0.1 or 0.0.0.0.`;
    default:
      return `Cannot listen on ${host}:${port} (${code}): set HOST and PORT.`;
  }
}
