/** A fault of a request, as problem details point at it. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * What the API answered instead of a success (RFC 9457), or `unreachable` when it did not answer at all. `code` is the tail of the problem's
 * type (`conflict`, `precondition_failed`, `forbidden`, ...); `extra` holds the members that come with some of them, as in the `assignee` who was
 * quicker.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: readonly Fault[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const { type, title, detail, errors, ...extra } = body;
    super(text(detail) ?? text(title) ?? `The server answered ${status}.`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = text(type)?.split('/').at(-1) ?? 'unknown';
    this.title = text(title) ?? '';
    this.errors = Array.isArray(errors) ? (errors as Fault[]) : [];
    this.extra = extra;
  }
}

/** Whether an error is a problem with this code. */
export function isProblem(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
