import type { Route } from './route';

const NOT_KEPT: ReadonlySet<Route['right']> = new Set(['ingest', 'own', 'open']);

/**
 * Whether a route takes an Idempotency-Key: every post but those of the right `ingest`, whose items carry message ids, and those by which people sign
 * in, whose answers are for one browser alone.
 */
export function repeatable({ method, right }: Pick<Route, 'method' | 'right'>): boolean {
  return method === 'post' && !NOT_KEPT.has(right);
}
