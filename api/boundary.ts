import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { problemAnswer, send } from './answer';
import { contextOf } from './context';
import { HttpProblem, problemFor } from './problem';

/** Answers a path that nothing answers. */
export const unknownPath: RequestHandler = () => {
  throw new HttpProblem('not_found', 'There is nothing at this path.');
};

/**
 * The one place where errors become answers. Ours, and those of the transport, become the problem that they stand for; anything
 * else is a defect: logged with its stack, answered with a 500 that tells nothing but the request's id.
 */
export function errorBoundary(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { requestId, route } = contextOf(response);
    const problem = problemFor(error);
    if (!problem || problem.code === 'unavailable') {
      log.error({ err: error, request_id: requestId, method: request.method, route }, 'request failed');
    }
    if (response.headersSent) return next(error);
    const draft = problem ?? {
      code: 'internal' as const,
      detail: 'The request failed. It is logged under its request id.',
    };
    send(response, problemAnswer(draft, { path: request.path, requestId }));
  };
}
