import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a worker to a provider, on its way. */
export interface Passing {
  readonly worker: number;
  readonly provider: 'sendgrid' | 'twilio';
  readonly body: string;
}

/** What may happen to a call on the wire. Both resolve to whether it goes on; without that, the connection breaks. */
export interface Tap {
  readonly before: (call: Passing) => Promise<boolean>;
  /** The provider has answered, and the worker does not know yet. */
  readonly after: (call: Passing) => Promise<boolean>;
}

/** The line between one worker and one provider. */
export interface Wire {
  readonly url: string;
  /** Nobody is reached until what it resolves to is called: calls under way break, new ones are refused. */
  readonly cut: () => Promise<() => Promise<void>>;
  readonly stop: () => Promise<void>;
}

/** Lays a line to a provider at `target`, which passes everything on as it comes, unless `tap` breaks it. */
export async function layWire(target: string, of: Pick<Passing, 'worker' | 'provider'>, tap: Tap): Promise<Wire> {
  const carry = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = { ...of, body: body.toString() };
    const isSend = request.method === 'POST';
    if (isSend && !(await tap.before(call))) return void response.destroy();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await fetch(new URL(request.url ?? '/', target), {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      signal: gone.signal,
      ...(isSend && { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (isSend && answer.ok && !(await tap.after(call))) return void response.destroy();
    const {
      'content-length': _length,
      'transfer-encoding': _coding,
      connection: _connection,
      ...headers
    } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, headers).end(bytes);
  };
  const server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async cut() {
      await close();
      return () => listen(port);
    },
    stop: close,
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}
