import type { Route } from './route';

/** Whether a route takes an Idempotency-Key: every post but those of the role `ingest`, whose items carry message ids. */
export function repeatable({ method, role }: Pick<Route, 'method' | 'role'>): boolean {
  return method === 'post' && role !== 'ingest';
}
