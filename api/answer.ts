import type { Response } from 'express';
import { problemOf, type ProblemDraft } from './problem';
import { PROBLEMS } from './problem-codes';
import type { Reply } from './route';

/** An answer as it goes over the wire and as it is kept for a replay. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Serialises a reply, once. A reply with a `Content-Type` of its own must have a string as body. */
export function answerOf({ status, body, headers = {} }: Reply): Answer {
  const ownType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (ownType) return { status, headers, body: typeof body === 'string' ? body : '' };
  if (body === undefined) return { status, headers, body: '' };
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** The answer to a request that failed: problem details with their headers. */
export function problemAnswer(
  draft: ProblemDraft,
  request: { readonly path: string; readonly requestId: string },
): Answer {
  return {
    status: PROBLEMS[draft.code].status,
    headers: { 'Content-Type': 'application/problem+json', ...draft.headers },
    body: JSON.stringify(problemOf(draft, request)),
  };
}

/** Sends an answer. Bodies are personal, so nothing between here and the caller may keep them. */
export function send(response: Response, { status, headers, body }: Answer): void {
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  if (status !== 204) response.set('Content-Length', String(Buffer.byteLength(body)));
  response.end(status === 204 ? undefined : body);
}
