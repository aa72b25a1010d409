import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

/**
 * gRPC statuses that say nothing about the row: the server or the way to it fails, is busy, or does not know who we are.
 * Source: https://grpc.io/docs/guides/status-codes/
 */
const NOT_THE_ROW: ReadonlyMap<number, string> = new Map([
  [1, 'CANCELLED'],
  [4, 'DEADLINE_EXCEEDED'],
  [7, 'PERMISSION_DENIED'],
  [8, 'RESOURCE_EXHAUSTED'],
  [10, 'ABORTED'],
  [12, 'UNIMPLEMENTED'],
  [14, 'UNAVAILABLE'],
  [16, 'UNAUTHENTICATED'],
]);

const INTERNAL = 13;

/** Longest text kept of an error. */
const LONGEST = 300;

/** Decides whether a failed call is Temporal's fault (try again for ever) or the row's own, and puts it into words without the payload. */
export function blame(error: unknown): { readonly kind: 'unreachable' | 'refused'; readonly reason: string } {
  if (error instanceof NamespaceNotFoundError)
    return { kind: 'unreachable', reason: `namespace ${error.namespace} does not exist` };
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return { kind: 'refused', reason: words(cause) };

  const { code, details } = cause;
  const status = NOT_THE_ROW.get(code);
  const reason = `${status ?? `gRPC status ${code}`}: ${details}`.slice(0, LONGEST);
  return {
    kind: status || isBrokenCall(code, details) || isOperatorFault(details) ? 'unreachable' : 'refused',
    reason,
  };
}

/** INTERNAL is also what a call ends with whose connection broke underneath it. */
function isBrokenCall(code: number, details: string): boolean {
  return code === INTERNAL && /RST_STREAM|without gRPC status|protocol error|GOAWAY|ECONNRESET/i.test(details);
}

/** A namespace that lacks our search attributes refuses every start alike, and for a few seconds after they were added. */
function isOperatorFault(details: string): boolean {
  return /search attribute/i.test(details);
}

function words(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : 'not an error').slice(0, LONGEST);
}
