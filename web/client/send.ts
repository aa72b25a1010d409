import { ApiProblem } from './problem';

/** The parts of a request, by where they stand in it. */
export interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly ifMatch?: number;
  readonly idempotencyKey?: string;
}

/** Browsers keep no more than 64 KB alive. */
const KEPT_ALIVE_LENGTH = 15_000;

let csrfToken: string | undefined;
let signedOut: () => void = () => undefined;

/** Takes the token of the session, which unsafe requests carry from now on. */
export function keepCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Says whom to tell when a request was refused because nobody is signed in any more. */
export function onSignedOut(tell: () => void): void {
  signedOut = tell;
}

/** Sends a request on the session and answers the body of a success; throws `ApiProblem` for everything else. */
export async function send(method: string, template: string, parts: Parts = {}): Promise<unknown> {
  const { path, query, body, ifMatch, idempotencyKey } = parts;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await reach(pathOf(template, path) + searchOf(query), {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(method === 'GET' || csrfToken === undefined ? {} : { 'X-CSRF-Token': csrfToken }),
    },
    ...(text === undefined ? {} : { body: text }),
    // What was done on a page that is closed at once is done all the same.
    keepalive: method !== 'GET' && (text?.length ?? 0) < KEPT_ALIVE_LENGTH,
  });
  const reply = await replyOf(response);
  if (response.ok) return reply;
  if (response.status === 401 && !template.startsWith('/v1/session')) signedOut();
  throw new ApiProblem(response.status, isRecord(reply) ? reply : {});
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new ApiProblem(0, { type: '/problems/unreachable', title: 'The server could not be reached' });
  }
}

async function replyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function pathOf(template: string, values: Parts['path'] = {}): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function searchOf(query: Parts['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? '' : `?${search}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
