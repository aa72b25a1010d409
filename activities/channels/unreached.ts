import { ProviderUnavailable } from '../../domain/errors';

/** Codes of Node and OpenSSL that mean: the connection never stood, so nothing was written to it. */
const NEVER_CONNECTED =
  /^(ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/**
 * Turns what an HTTP client throws below HTTP (its own error holds the key and the recipient) into ours. Refused, unresolved or untrusted:
 * nothing was sent. Time-outs, resets, hang-ups and whatever we do not know: it may have been sent.
 */
export function unreached(provider: string, error: unknown): ProviderUnavailable {
  const code = codeOf(error);
  const accepted = NEVER_CONNECTED.test(code) || isConnecting(error) ? 'no' : 'unknown';
  return new ProviderUnavailable(`${provider} did not answer (${code})`, accepted);
}

function codeOf(error: unknown): string {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : 'no code';
}

/** The system call that failed was `connect`, as in a time-out before the connection stood. */
function isConnecting(error: unknown): boolean {
  const cause = fieldOf(error, 'cause');
  const tried = [error, cause, ...listOf(fieldOf(cause, 'errors'))];
  return tried.some((one) => fieldOf(one, 'syscall') === 'connect');
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
