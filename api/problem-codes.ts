/** A kind of problem: its HTTP status, its title (always the same for one code), and what the caller can do about it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
  /** No route answers so: it comes from the captured-messages page, or before any route. The reference leaves it out. */
  readonly besideRoutes?: true;
}

/** Every problem that this API answers with. The code is the tail of the problem's `type`, and stable. */
export const PROBLEMS = {
  invalid_input: {
    status: 400,
    title: 'The request is not valid',
    remedy:
      'Correct what `errors` points at: a JSON pointer into the body (`/traits/email`), or another part of the request and the name in it ' +
      '(`query: limit`, `path: id`, `header: If-Match`). All faults are listed at once.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Correct the body at `position`, counted in characters from 0.',
  },
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    remedy: 'Check the percent-encoding of the path, the Content-Length and the Content-Encoding.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in, or send a valid API key',
    remedy:
      'People sign in at `/app`. Programs send `Authorization: Bearer <key>`, or the key as the user name of basic authentication. Create one with ' +
      '`perennial keys create`.',
  },
  wrong_credentials: {
    status: 401,
    title: 'Email or password is wrong',
    remedy: 'Try again, or ask for a link to choose a new password: `POST /v1/password-resets`.',
  },
  forbidden: {
    status: 403,
    title: 'You may not do that',
    remedy:
      'Ask somebody whose role has the right that `required_right` names, or use a key of such a role: docs/operators.md says which role has which right.',
  },
  not_yourself: {
    status: 403,
    title: 'You can only act in your own name',
    remedy: 'Leave out who does it: it is whoever is signed in.',
  },
  csrf: {
    status: 403,
    title: 'The page did not prove that it is ours',
    remedy: 'Read `csrf_token` from `GET /v1/session` and send it in `X-CSRF-Token` with whatever changes something.',
  },
  foreign_page: {
    status: 403,
    title: 'This was sent from a page of another site',
    remedy: 'Send it from a page of this address, with the `Origin` that the browser gives it.',
  },
  wrong_host: {
    status: 403,
    title: 'This page is shown on its own machine only',
    remedy:
      'Open `http://localhost:<port>/captured` on the machine that runs Perennial. Whatever stands between (a proxy, a tunnel) has to send ' +
      '`Host: localhost`, `127.0.0.1` or `[::1]`, with any port.',
    besideRoutes: true,
  },
  foreign_form: {
    status: 403,
    title: 'This form was sent from another site',
    remedy: 'Send it from the page that shows it.',
    besideRoutes: true,
  },
  live_token: {
    status: 401,
    title: 'A valid live token is needed',
    remedy: "Ask the product's backend for a new one: it gets one from `POST /v1/customers/:id/live-token`.",
    besideRoutes: true,
  },
  unsigned: {
    status: 403,
    title: 'This webhook is not signed',
    remedy:
      'Compare the verification keys in SENDGRID_EVENT_KEYS and SENDGRID_INBOUND_KEYS, or TWILIO_AUTH_TOKEN and PERENNIAL_PUBLIC_URL, with those ' +
      'of the provider.',
    besideRoutes: true,
  },
  malformed_webhook: {
    status: 400,
    title: 'This is not what the provider sends',
    remedy: 'Point the right webhook at this path: docs/operators.md lists them.',
    besideRoutes: true,
  },
  not_found: { status: 404, title: 'Not found', remedy: 'Check the path and the ids in it.' },
  method_not_allowed: {
    status: 405,
    title: 'This path has no such method',
    remedy: 'The `Allow` header lists the methods of this path.',
  },
  not_acceptable: { status: 406, title: 'Only JSON can be sent', remedy: 'Accept `application/json`.' },
  request_timeout: {
    status: 408,
    title: 'The request came too slowly',
    remedy: 'Send it again, on a connection that is up to it.',
    besideRoutes: true,
  },
  conflict: {
    status: 409,
    title: 'The state has moved on',
    remedy: 'Read the resource again; further members of the problem say what it has become.',
  },
  idempotency_running: {
    status: 409,
    title: 'The first request with this key is still running',
    remedy: 'Wait for the seconds in `Retry-After`, then send the same request again.',
  },
  precondition_failed: {
    status: 412,
    title: 'The version you read is no longer the newest',
    remedy: 'Read the resource again, decide again, and send its new `ETag` in `If-Match`.',
  },
  too_large: { status: 413, title: 'The body is too large', remedy: 'Split it.' },
  unsupported_media_type: {
    status: 415,
    title: 'The body must be JSON',
    remedy: 'Send `Content-Type: application/json` in UTF-8, plain or compressed with gzip, deflate or br.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    remedy: 'Use a new key for a new request; repeat a request only as it was.',
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is needed',
    remedy: 'Read the resource and send its `ETag` in `If-Match`, so that nobody overwrites what they have not seen.',
  },
  too_many_requests: { status: 429, title: 'Too many requests', remedy: 'Wait for the seconds in `Retry-After`.' },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    remedy: 'Send fewer or shorter headers and query parameters: 16 KB is the most.',
  },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    remedy: 'Try again; if it persists, look for `request_id` in the logs.',
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    remedy: 'Try again after the seconds in `Retry-After`.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;
