import type { z } from 'zod';
import type { KeyRole } from '../prisma/api-keys';

/** What a key may do: `ingest` posts events and profiles; `operate` also reads and steers; `admin` also manages keys. Each contains the one before. */
export type Role = KeyRole;

/** Who is calling: an API key, by its id and name, never its secret. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
}

/** An answer as a value; `body` is sent as JSON unless a content type is given. */
export interface Reply<B = unknown> {
  readonly status: number;
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is kept and sent again for the same Idempotency-Key instead of `body`, when `body` holds a secret. */
  readonly replay?: unknown;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A parsed request. `header` reads a request header by its lower-case name. `now` is the instant at which it arrived. */
export interface Request<P, Q, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  readonly header: (name: string) => string | undefined;
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId: string;
}

/**
 * One operation of the API as data: it routes, authenticates, parses, and documents itself (OpenAPI) from the same schemas.
 * `handle` parses nothing: it calls and responds, and throws our errors for the problem boundary to answer.
 * Every post takes an `Idempotency-Key`, except those of the role `ingest`, which are repeatable by their own message ids.
 */
export interface Route<P = unknown, Q = unknown, B = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Express path, as in `/v1/tasks/:id`. */
  readonly path: string;
  readonly role: Role;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  /** Its members are all the query parameters that there are: any other is refused. */
  readonly query?: Q;
  /** A strict object, so that a misspelt member is refused; of the role `ingest` a loose one, for libraries send more than we read. */
  readonly body?: B;
  /** Largest body, in bytes (default 100 KB). */
  readonly bodyLimit?: number;
  /** Documented successful answers by status. Problems (400, 401, 403, 404, 409, ...) are documented for every route by the generator. */
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Problem statuses of this route beyond the general ones, as in 412 and 428. */
  readonly problems?: readonly number[];
  /** The request needs `If-Match` (optimistic locking). */
  readonly ifMatch?: boolean;
  readonly handle: (request: Request<P, Q, B>) => Promise<Reply>;
}

/** Gives a route its types: `params`, `query` and `body` of the request follow from the schemas. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Route<P, Q, B>): Route {
  return definition as unknown as Route;
}
