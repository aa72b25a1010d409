import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as a receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks on this machine, which answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly got: readonly Received[];
  /** From now on it answers so. */
  answers(status: number, headers?: Readonly<Record<string, string>>, body?: string): void;
}

/** Lends a receiver that answers 204 until it is told otherwise. */
export async function withReceiver<T>(test: (receiver: Receiver) => Promise<T>): Promise<T> {
  const got: Received[] = [];
  let answer: { status: number; headers: Readonly<Record<string, string>>; body: string } = {
    status: 204,
    headers: {},
    body: '',
  };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  try {
    return await test({
      url,
      got,
      answers: (status, headers = {}, body = '') => void (answer = { status, headers, body }),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
