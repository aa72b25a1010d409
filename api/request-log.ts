import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { contextOf } from './context';
import type { Metrics } from './metrics';

const QUIET = new Set(['/livez', '/readyz', '/metrics']);

/**
 * One line and one measurement a request, when it has been answered or given up. The route stands there by its pattern: real
 * paths and queries can hold a customer's address.
 */
export function logRequests(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    response.once('close', () => {
      const { requestId, startedAt, route = 'none', caller, replayed } = contextOf(response);
      const ms = performance.now() - startedAt;
      const status = response.writableFinished ? response.statusCode : 499;
      const { method } = request;
      metrics.observeRequest({ method, route, status }, ms / 1000);
      const line = {
        request_id: requestId,
        method,
        route,
        status,
        ms: Math.round(ms * 10) / 10,
        caller,
        replayed: replayed || undefined,
      };
      if (QUIET.has(route)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}
