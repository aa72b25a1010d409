import type { z } from 'zod';
import type { Right } from '../domain/right';
import type { StaffMember } from '../prisma/staff';
import type { LiveStream } from './live/stream';

/**
 * Who may call a route: whoever has this right; `own`: every member of staff who is signed in, about themselves; `open`: everybody, to come in at all.
 */
export type Access = Right | 'own' | 'open';

/** The session by which a member of staff calls. `csrfToken` is what its pages prove themselves by. */
interface CallerSession {
  readonly id: string;
  readonly csrfToken: string;
  readonly staff: StaffMember;
}

/** Who is calling: an API key, a member of staff who is signed in, or, on routes that are open, nobody that we know. Never a secret. */
export interface Caller {
  /** Keeps callers apart: the id of a key, `staff:ann`, or `nobody`. */
  readonly id: string;
  readonly kind: 'key' | 'staff' | 'nobody';
  /** What is written down as who did it: the name of a key, the id of a member of staff. */
  readonly name: string;
  readonly role: string;
  readonly rights: readonly Right[];
  /** Of a member of staff. */
  readonly session?: CallerSession;
}

/** An answer as a value; `body` is sent as JSON unless a content type is given. */
export interface Reply<B = unknown> {
  readonly status: number;
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is kept and sent again for the same Idempotency-Key instead of `body`, when `body` holds a secret. */
  readonly replay?: unknown;
  /** `Set-Cookie` headers. Never kept. */
  readonly cookies?: readonly string[];
  /** Instead of a body: begins to send events, and returns what to do when the caller leaves. May throw before it begins. */
  readonly stream?: (stream: LiveStream) => () => void;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A parsed request. `header` reads a request header by its lower-case name. `now` is the instant at which it arrived. */
export interface Request<P, Q, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  readonly header: (name: string) => string | undefined;
  readonly caller: Caller;
  /** Address of the connection that it came by, or, behind proxies that are trusted, of the client. */
  readonly address: string;
  readonly now: Date;
  readonly requestId: string;
}

/**
 * One operation of the API as data: it routes, authenticates, parses, and documents itself (OpenAPI) from the same schemas.
 * `handle` parses nothing: it calls and responds, and throws our errors for the problem boundary to answer.
 * Every post takes an `Idempotency-Key`, except those of the right `ingest`, which are repeatable by their own message ids, and those by which
 * people sign in, whose answers must not be kept.
 */
export interface Route<P = unknown, Q = unknown, B = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express path, as in `/v1/tasks/:id`. */
  readonly path: string;
  readonly right: Access;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  /** Its members are all the query parameters that there are: any other is refused. */
  readonly query?: Q;
  /** Query parameters that are not known are let be: others write them. */
  readonly anyQuery?: true;
  /** A strict object, so that a misspelt member is refused; of the right `ingest` a loose one, for libraries send more than we read. */
  readonly body?: B;
  /** Largest body, in bytes (default 100 KB). */
  readonly bodyLimit?: number;
  /** Documented successful answers by status. Problems (400, 401, 403, 404, 409, ...) are documented for every route by the generator. */
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Problem statuses of this route beyond the general ones, as in 412 and 428. */
  readonly problems?: readonly number[];
  /** It answers with server-sent events (`reply.stream`); the schema of its answer is that of one event. */
  readonly streams?: boolean;
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
