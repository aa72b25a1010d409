import type { Request, RequestHandler } from 'express';
import { readLiveToken, type LiveToken } from '../../domain/live-token';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';

/** Whose page is asking, from `Authorization: Bearer <live token>`. Throws a 401 problem when it is none of ours, or its time is over. */
export function tokenOf(request: Request, { pageLinks, now }: Pick<ApiDeps, 'pageLinks' | 'now'>): LiveToken {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  const token = readLiveToken(pageLinks.keys, given, now());
  if (token) return token;
  throw new HttpProblem('live_token', 'This page needs a live token of a customer that has not expired.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="perennial live", error="invalid_token"' },
  });
}

const ALLOWED = {
  'Access-Control-Allow-Methods': 'GET, POST, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID',
  'Access-Control-Max-Age': '600',
};

/** Lets pages of these origins in. No cookie is ever looked at, so a page can do only what its token says. */
export function allowPages(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin');
    const origin = request.get('origin');
    if (!origin || !origins.includes(origin)) return next();
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
    });
    if (request.method !== 'OPTIONS') return next();
    response.status(204).set(ALLOWED).end();
  };
}
