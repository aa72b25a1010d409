import type { RequestHandler } from 'express';

const ALLOWED = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-Id',
  'Access-Control-Max-Age': '600',
};

/**
 * Lets pages of the given origins post to `paths`, which should be those of the right `ingest`: a browser may hold no other key.
 * Without origins nothing is allowed, which is the default.
 */
export function allowOrigins(origins: readonly string[], paths: readonly string[]): RequestHandler {
  const posted = new Set(paths);
  return (request, response, next) => {
    if (origins.length === 0 || !posted.has(request.path)) return next();
    response.vary('Origin');
    const origin = request.get('origin');
    if (!origin || !origins.includes(origin)) return next();
    response.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'X-Request-Id' });
    if (request.method !== 'OPTIONS' || !request.get('access-control-request-method')) return next();
    response.status(204).set(ALLOWED).end();
  };
}
