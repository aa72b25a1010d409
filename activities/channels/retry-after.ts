import { DAY_MS } from '../../domain/duration';

type Headers = Readonly<Record<string, unknown>>;

/** Nobody means more: a longer wait is a slip. */
const LONGEST_MS = DAY_MS;

/**
 * How long a provider asks us to wait, in milliseconds: `Retry-After` in seconds or as a date, else SendGrid's `X-RateLimit-Reset` (epoch
 * seconds). Instants are measured against the answer's own `Date` header, so no clock of ours is involved. Undefined when it does not say.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const retryAfter = textOf(headers['retry-after']);
  if (retryAfter !== undefined && /^\d+(\.\d+)?$/.test(retryAfter)) {
    return Math.min(LONGEST_MS, Math.ceil(Number(retryAfter) * 1000));
  }

  const reset = textOf(headers['x-ratelimit-reset']);
  const until = retryAfter !== undefined ? Date.parse(retryAfter) : Number(reset ?? Number.NaN) * 1000;
  const wait = until - Date.parse(textOf(headers['date']) ?? '');
  return Number.isFinite(wait) ? Math.min(LONGEST_MS, Math.max(0, wait)) : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : undefined;
}
