import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultSchema, type Fault } from './fault';
import { reportOrderSchema, type ReportOrder } from './report-order';

/** A provider's server that lives on this machine, delivers nothing, and keeps the truth about what it was sent. */
export interface Standin<Message> {
  /** Base URL to configure in place of the provider's. */
  readonly url: string;
  /** Every message that was accepted, oldest first, whatever was answered. */
  readonly accepted: readonly Message[];
  /** Misbehaves on the next send, or the next `times` sends. Faults queue up. */
  readonly fail: (fault: Fault, times?: number) => void;
  /** Forgets waiting faults: from now on all goes well. */
  readonly calm: () => void;
  /** Forgets accepted messages and waiting faults. */
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
}

/** A request to a provider, with its body as text, and as it came. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
}

/** An answer of a provider. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A provider's wire protocol: what it makes of a request, and what its errors look like. */
export interface Protocol<Message> {
  /** The message and the answer to it, or only an answer when the provider would refuse it. */
  receive(request: Received, accepted: readonly Message[]): { readonly answer: Answer; readonly message?: Message };
  refusal(status: number, code?: number): Answer;
  /** Reports what became of a message that was accepted; answers with the status of each report. */
  report?(message: Message, order: ReportOrder): Promise<number[]>;
}

/**
 * Serves a protocol on a port of 127.0.0.1 (any free one by default). For tests in other languages it is controlled over HTTP as well:
 * `GET /_standin/accepted`, `POST /_standin/fail` with `{"fault": {...}, "times": 1}`, `POST /_standin/reset`, and `POST /_standin/report`
 * with `{"url": "...", "outcomes": [...]}` (standins/report-order.ts), which reports what became of a message.
 */
export async function startStandin<Message>(protocol: Protocol<Message>, port = 0): Promise<Standin<Message>> {
  const accepted: Message[] = [];
  const faults: Fault[] = [];
  const fail = (fault: Fault, times = 1): void => void faults.push(...Array.from({ length: times }, () => fault));
  const calm = (): void => void (faults.length = 0);
  const reset = (): void => {
    accepted.length = 0;
    calm();
  };

  const answer = async (received: Received, response: ServerResponse): Promise<void> => {
    if (received.path === '/_standin/report') return write(response, await report(received, accepted, protocol));
    if (received.path.startsWith('/_standin/')) return write(response, control(received, { accepted, fail, reset }));
    const { answer: good, message } = protocol.receive(received, accepted);
    const fault = message === undefined ? undefined : faults.shift();
    if (message !== undefined && (!fault || fault.accepted)) accepted.push(message);
    if (fault) misbehave(response, fault, good, protocol);
    else write(response, good);
  };
  const server = createServer((request, response) => {
    readRequest(request)
      .then((received) => answer(received, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accepted, fail, calm, reset, stop };
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const bytes = Buffer.concat(chunks);
  return { method, path: url, headers, body: bytes.toString(), bytes };
}

async function report<Message>(
  { method, body }: Received,
  accepted: readonly Message[],
  protocol: Protocol<Message>,
): Promise<Answer> {
  const { success, data: order } = reportOrderSchema.safeParse(parseJson(body));
  if (method !== 'POST' || !success)
    return { status: 400, body: { error: 'expected {"url": "http://...", "outcomes": [...]}' } };
  const message = accepted.at(order.message);
  if (message === undefined || !protocol.report) return { status: 404, body: { error: 'there is no such message' } };
  return { status: 200, body: { answers: await protocol.report(message, order) } };
}

function control(
  { method, path, body }: Received,
  { accepted, fail, reset }: Pick<Standin<unknown>, 'accepted' | 'fail' | 'reset'>,
): Answer {
  switch (`${method} ${path}`) {
    case 'GET /_standin/accepted':
      return { status: 200, body: accepted };
    case 'POST /_standin/reset':
      reset();
      return { status: 204 };
    case 'POST /_standin/fail': {
      const order = readOrder(body);
      if (!order)
        return {
          status: 400,
          body: { error: 'expected {"fault": {"kind": "status" | "hang" | "reset" | "garbage", ...}, "times": 1}' },
        };
      fail(order.fault, order.times);
      return { status: 204 };
    }
    default:
      return { status: 404 };
  }
}

function readOrder(body: string): { fault: Fault; times: number } | undefined {
  const { fault, times = 1 } = (parseJson(body) ?? {}) as { fault?: unknown; times?: unknown };
  const parsed = faultSchema.safeParse(fault);
  return parsed.success && typeof times === 'number' ? { fault: parsed.data, times } : undefined;
}

function misbehave(response: ServerResponse, fault: Fault, success: Answer, protocol: Protocol<unknown>): void {
  switch (fault.kind) {
    case 'status': {
      const { headers, ...answer } = protocol.refusal(fault.status, fault.code);
      const wait = fault.retryAfter === undefined ? undefined : { 'retry-after': String(fault.retryAfter) };
      return write(response, { ...answer, headers: { ...headers, ...wait } });
    }
    case 'hang':
      return;
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'garbage':
      if (fault.accepted) return write(response, { ...success, headers: {}, body: '<html>not what you expect' });
      return void response.socket?.end('\0\x01 this is not HTTP\r\n\r\n');
  }
}

function write(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}

/** The value of a JSON text, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
