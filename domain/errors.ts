/** Where an input is at fault (an RFC 6901 JSON pointer into the body, or `query: limit`, `path: id`, `header: If-Match`), and the end of a sentence that begins there: `must be at most 100`. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

export type ErrorCode = 'invalid_input' | 'not_found' | 'conflict' | 'provider_rejected' | 'provider_unavailable';

/**
 * The errors that Perennial raises on purpose. Silence and policy refusals are values, never errors; anything that is
 * not one of these is a defect. `code` is stable: it is the Temporal failure type and the tail of the HTTP problem type.
 */
export abstract class PerennialError extends Error {
  abstract readonly code: ErrorCode;
}

/** The caller sent something that can never be accepted as it stands. Never retried. HTTP 400 or 422 with a pointer to each fault. */
export class InvalidInput extends PerennialError {
  readonly code = 'invalid_input';
  readonly faults: readonly Fault[];
  constructor(message: string, faults: readonly Fault[] = []) {
    super(message);
    this.faults = faults;
  }
}

/** What was asked for does not exist (or not for this caller). Never retried. HTTP 404. */
export class NotFound extends PerennialError {
  readonly code = 'not_found';
}

/** The state has moved on: claimed by somebody else, already ended, another payload under the same key. Never retried as it is. HTTP 409. */
export class Conflict extends PerennialError {
  readonly code = 'conflict';
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.extra = extra;
  }
}

/**
 * Why a provider refused for good. `address`: this address will never work (suppress it); `opted_out`: the recipient
 * told the carrier to stop; `content`: this text will not be carried; `operator`: credentials, sender or account are at
 * fault, so no customer's attempt should be burnt on it; `unknown`: a code that we do not know.
 */
export type RejectionKind = 'address' | 'opted_out' | 'content' | 'operator' | 'unknown';

/** A provider gave a final no. Not retried on this channel; `kind` says what follows from it. Carries codes only, never an address or a key. */
export class ProviderRejected extends PerennialError {
  readonly code = 'provider_rejected';
  readonly kind: RejectionKind;
  readonly providerCode: string;
  constructor(message: string, kind: RejectionKind, providerCode: string) {
    super(message);
    this.kind = kind;
    this.providerCode = providerCode;
  }
}

/**
 * A provider could not be asked, or did not answer. `accepted: 'no'` means that nothing can have been sent, so a retry
 * is safe after `retryAfterMs`; `'unknown'` means that it may have been sent: the attempt is ambiguous and must not be repeated.
 */
export class ProviderUnavailable extends PerennialError {
  readonly code = 'provider_unavailable';
  readonly accepted: 'no' | 'unknown';
  readonly retryAfterMs: number | undefined;
  constructor(message: string, accepted: 'no' | 'unknown', retryAfterMs?: number) {
    super(message);
    this.accepted = accepted;
    this.retryAfterMs = retryAfterMs;
  }
}
