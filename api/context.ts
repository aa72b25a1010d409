import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** What is known of a request while it is answered, for its log line and its metrics. Never its path, query, address or body. */
export interface RequestContext {
  readonly requestId: string;
  readonly startedAt: number;
  /** Pattern of the route that answers, as in `/v1/tasks/:id`. */
  route?: string;
  /** Who called, by an opaque id. */
  caller?: string;
  replayed?: boolean;
}

const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Gives each request an id, the caller's `X-Request-Id` when that is sane, and sends it back in the same header. */
export function giveContext(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const requestId = given && SANE_ID.test(given) ? given : randomUUID();
  const context: RequestContext = { requestId, startedAt: performance.now() };
  response.locals.context = context;
  response.set('X-Request-Id', requestId);
  next();
}

/** The context that giveContext made. */
export function contextOf(response: Response): RequestContext {
  return response.locals.context as RequestContext;
}
