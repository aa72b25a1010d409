import { lookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { ProviderRejected, ProviderUnavailable, type RejectionKind } from '../../domain/errors';
import { endpointFault, isReachable, type PushHosts } from '../../domain/push-endpoint';
import { retryAfterMs } from './retry-after';
import { unreached } from './unreached';

/**
 * What one push service said. `gone`: it does not know the browser any more, or the browser's address or keys are none. `refused_us`: it does
 * not accept our key. `busy`: nothing was taken, come again. `lost`: nobody can tell.
 */
export type PushAnswer =
  | { readonly kind: 'took' }
  | { readonly kind: 'gone' | 'refused_us' | 'too_large' | 'refused'; readonly code: string }
  | { readonly kind: 'busy' | 'lost'; readonly error: ProviderUnavailable };

/** A request as web-push has signed and encrypted it. */
interface PushRequest {
  readonly endpoint: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly hosts: PushHosts;
  readonly timeoutMs: number;
}

/** Makes one call, of hosts only that push services may stand on, whatever their name resolves to at that moment. Follows no redirects. Never throws. */
export async function postPush({ endpoint, hosts, ...request }: PushRequest): Promise<PushAnswer> {
  if (endpointFault(endpoint, hosts) !== null) return { kind: 'gone', code: 'forbidden_host' };
  try {
    return answerOf(await post(new URL(endpoint), { ...request, lookup: lookupAmong(hosts) }));
  } catch (error) {
    if ((error as { code?: unknown }).code === FORBIDDEN) return { kind: 'gone', code: 'forbidden_host' };
    const unavailable = unreached('The push service', error);
    return { kind: unavailable.accepted === 'no' ? 'busy' : 'lost', error: unavailable };
  }
}

/** What a touch comes to that no service took. Doubt weighs most, then what will pass, then our own fault, then the text; no browser at all weighs least. */
export function failureOf(answers: readonly PushAnswer[]): ProviderRejected | ProviderUnavailable {
  const [weightiest] = answers.toSorted((one, other) => WEIGHT.indexOf(one.kind) - WEIGHT.indexOf(other.kind));
  switch (weightiest?.kind) {
    case 'lost':
    case 'busy':
      return weightiest.error;
    case 'refused_us':
      return rejected('operator', weightiest.code);
    case 'too_large':
      return rejected('content', weightiest.code);
    case 'refused':
      return rejected('unknown', weightiest.code);
    case 'gone':
      return rejected('address', weightiest.code);
    case 'took':
    case undefined:
      return rejected('address', 'no_subscription');
  }
}

const WEIGHT: readonly PushAnswer['kind'][] = ['lost', 'busy', 'refused_us', 'too_large', 'refused', 'gone'];

function rejected(kind: RejectionKind, code: string): ProviderRejected {
  return new ProviderRejected(`no push service took the notification (${code})`, kind, code);
}

function answerOf({ statusCode: status = 0, headers }: IncomingMessage): PushAnswer {
  const code = String(status);
  if (status >= 200 && status < 300) return { kind: 'took' };
  if (status === 404 || status === 410) return { kind: 'gone', code };
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) return { kind: 'refused_us', code };
  if (status === 413) return { kind: 'too_large', code };
  if (status === 429) {
    const error = new ProviderUnavailable('The push service is limiting our rate (429)', 'no', retryAfterMs(headers));
    return { kind: 'busy', error };
  }
  if (status >= 500 || status === 408) {
    return { kind: 'lost', error: new ProviderUnavailable(`The push service failed (${status})`, 'unknown') };
  }
  return { kind: 'refused', code };
}

type Call = Omit<PushRequest, 'endpoint' | 'hosts'> & { readonly lookup: LookupFunction };

function post(url: URL, { method, headers, body, timeoutMs, lookup: resolve }: Call): Promise<IncomingMessage> {
  return new Promise((settle, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const call = send(url, { method, headers, lookup: resolve }, (response) => {
      response.once('close', () => clearTimeout(timer));
      response.resume();
      settle(response);
    });
    const timer = setTimeout(() => {
      const syscall = (call.socket?.connecting ?? true) ? 'connect' : 'read';
      call.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT', syscall }));
    }, timeoutMs);
    call.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    call.end(body);
  });
}

const FORBIDDEN = 'FORBIDDEN_HOST';

/** Resolves a name, and refuses it when one of its addresses is not to be called: looked at when the connection is made, so a name cannot change in between. */
function lookupAmong(hosts: PushHosts): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, []);
      const allowed = addresses.length > 0 && addresses.every(({ address }) => isReachable(address, hosts));
      if (!allowed) return done(Object.assign(new Error('not a public host'), { code: FORBIDDEN }), []);
      if (options.all) return done(null, addresses);
      done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
