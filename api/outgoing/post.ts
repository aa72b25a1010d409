import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Attempted } from '../../prisma/outgoing/deliveries';
import { FORBIDDEN, lookupAmong, receiverFault, type ReceiverHosts } from './address';

/** One webhook, ready to go. */
export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly hosts: ReceiverHosts;
  readonly timeoutMs: number;
}

/** Of what receivers answer, so much is read, and thrown away. */
const MOST_ANSWER = 65_536;

/**
 * Posts a webhook, once: to an address that was looked at, without following redirects, within a time that holds from the first byte to the last.
 * Any 2xx is a yes; 410 says that the receiver wants nothing more; what it says beside that is not kept. Never throws.
 */
export async function post(posting: Posting): Promise<Attempted> {
  const fault = receiverFault(posting.url, posting.hosts);
  if (fault !== null) return { kind: 'failed', status: null, error: `forbidden: the address ${fault}` };
  try {
    return answerOf(await call(posting));
  } catch (error) {
    return { kind: 'failed', status: null, error: wordsOf(error) };
  }
}

function answerOf({ statusCode: status = 0, headers }: IncomingMessage): Attempted {
  if (status >= 200 && status < 300) return { kind: 'took', status };
  if (status === 410) return { kind: 'gone', status };
  if (status >= 300 && status < 400)
    return { kind: 'failed', status, error: 'the receiver redirects, which is not followed' };
  const seconds = Number(headers['retry-after']);
  const rest = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
  return { kind: 'failed', status, error: `the receiver answered ${status}`, ...rest };
}

function call({ url, headers, body, hosts, timeoutMs }: Posting): Promise<IncomingMessage> {
  const target = new URL(url);
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body, 'utf8');
    const options = {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': 'Perennial-Webhooks',
      },
      lookup: lookupAmong(hosts),
      signal: AbortSignal.timeout(timeoutMs),
      agent: false as const,
    };
    const request = send(target, options, (response) => {
      let read = 0;
      response.on('data', (part: Buffer) => {
        read += part.length;
        if (read > MOST_ANSWER) response.destroy();
      });
      response.once('close', () => resolve(response));
      response.once('error', () => resolve(response));
    });
    request.once('error', reject);
    request.end(bytes);
  });
}

/** Codes of the system, in words that name no address. */
function wordsOf(error: unknown): string {
  const { code, name } = error as { readonly code?: string; readonly name?: string };
  if (code === FORBIDDEN) return 'forbidden: the name leads to an address that is not public';
  if (name === 'TimeoutError' || code === 'ABORT_ERR' || name === 'AbortError') return 'the receiver took too long';
  return `the receiver could not be reached${code ? ` (${code})` : ''}`;
}
