/**
 * How secrets that we must be able to read again are kept: encrypted, bound to what they are of (`about`), so that one in another's place opens nothing.
 * What was kept before there was a key is plain, and is read as it is.
 */
export interface SecretSeal {
  readonly seal: (secret: string, about: string) => string;
  /** Throws when it was sealed under a key that is not configured, or was tampered with. */
  readonly open: (kept: string, about: string) => string;
  /** Whether it is kept as `seal` would keep it now. */
  readonly isCurrent: (kept: string) => boolean;
}

/** Where no key is configured: nothing is encrypted by us. */
export const UNSEALED: SecretSeal = { seal: (secret) => secret, open: (kept) => kept, isCurrent: () => true };
