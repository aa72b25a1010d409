import { CompleteAsyncError } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { PerennialError, ProviderUnavailable } from '../domain/errors';

/**
 * What an activity throws, as Temporal shall see it: the failure's type is our error code. InvalidInput, NotFound, Conflict and
 * ProviderRejected are not retried; ProviderUnavailable is, after `retryAfterMs` when the provider named a time. Anything
 * else is a defect: retried, so that a fix can save the customer, and stripped of its message, which may hold an address or a text.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof TemporalFailure || error instanceof CompleteAsyncError) return error;
  if (error instanceof ProviderUnavailable) {
    const { message, code: type, retryAfterMs: nextRetryDelay } = error;
    return ApplicationFailure.create({ message, type, nextRetryDelay });
  }
  if (error instanceof PerennialError)
    return ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable: true });
  return defect(error);
}

/** The same functions, with everything that they throw turned into failures. */
export function asFailures<T extends object>(activities: T): T {
  const guarded = Object.entries(activities).map(([name, run]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        throw toFailure(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as T;
}

function defect(error: unknown): ApplicationFailure {
  const failure = ApplicationFailure.create({ message: `defect: ${describe(error)}`, type: 'defect' });
  if (error instanceof Error) failure.stack = frames(error);
  return failure;
}

/** Class and code only. The engine's own complaints about types and names quote code, never data, so they may stay. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error instanceof TypeError || error instanceof ReferenceError) return `${error.name}: ${error.message}`;
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? `${error.name} ${code}` : error.name;
}

function frames(error: Error): string {
  const lines = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...lines].join('\n');
}
