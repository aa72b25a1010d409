import { InvalidInput, PerennialError, type Fault } from '../domain/errors';
import { isPassingDatabaseFault } from './database-fault';
import { PROBLEMS, type ProblemCode } from './problem-codes';
import { transportProblem } from './transport-problem';

/** RFC 9457 problem details. `type` is a path of this API that explains the code; `errors` points at each fault. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly request_id: string;
  readonly errors?: readonly Fault[];
  readonly [extra: string]: unknown;
}

/** An answer that is an error of HTTP rather than of the domain: a missing key, a wrong method, a stale version. Sent as a problem with its headers. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly errors: readonly Fault[];
  constructor(
    code: ProblemCode,
    detail: string,
    { headers = {}, extra = {}, errors = [] }: Omit<ProblemDraft, 'code' | 'detail'> = {},
  ) {
    super(detail);
    this.code = code;
    this.headers = headers;
    this.extra = extra;
    this.errors = errors;
  }
}

/** A problem before it is tied to a request. */
export interface ProblemDraft {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly Fault[];
}

/** The problem that an error stands for, or undefined when it is a defect, which the boundary logs and answers with a bare 500. */
export function problemFor(error: unknown): ProblemDraft | undefined {
  if (error instanceof HttpProblem) {
    const { code, message, headers, extra, errors } = error;
    return { code, detail: message, headers, extra, errors };
  }
  if (error instanceof InvalidInput) return { code: 'invalid_input', detail: error.message, errors: error.faults };
  if (error instanceof PerennialError) return domainProblem(error);
  return transportProblem(error) ?? databaseProblem(error);
}

/** Completes a draft for the request it answers. */
export function problemOf(
  draft: ProblemDraft,
  request: { readonly path: string; readonly requestId: string },
): Problem {
  const { status, title } = PROBLEMS[draft.code];
  return {
    ...draft.extra,
    type: `/problems/${draft.code}`,
    title,
    status,
    detail: draft.detail,
    instance: request.path,
    request_id: request.requestId,
    ...(draft.errors && draft.errors.length > 0 ? { errors: draft.errors } : {}),
  };
}

function domainProblem(error: PerennialError): ProblemDraft | undefined {
  switch (error.code) {
    case 'not_found':
      return { code: 'not_found', detail: error.message };
    case 'conflict':
      return {
        code: 'conflict',
        detail: error.message,
        extra: 'extra' in error ? (error.extra as Record<string, unknown>) : {},
      };
    case 'invalid_input':
      return { code: 'invalid_input', detail: error.message };
    case 'provider_rejected':
    case 'provider_unavailable':
      // The API calls no provider, so one of these here is a defect.
      return undefined;
  }
}

/** A database that is away for a moment is not a defect: the client should come again. */
function databaseProblem(error: unknown): ProblemDraft | undefined {
  if (!isPassingDatabaseFault(error)) return undefined;
  return {
    code: 'unavailable',
    detail: 'The database cannot take this request at the moment.',
    headers: { 'Retry-After': '2' },
  };
}
