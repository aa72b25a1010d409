import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, base64url: the token of a session, or of a link that lets somebody in once. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. A plain SHA-256 suffices: there is nothing to guess in 256 random bits. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The token that a page proves itself by (CSRF): made of the session's secret, so it ends with it, and kept nowhere. */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('perennial csrf').digest('base64url');
}
