import { SESSION_LIFE_MS } from '../../prisma/staff/sessions';

/** The cookie by which a browser is known. Scripts cannot read it; other sites' forms do not carry it (`Lax`). */
export const SESSION_COOKIE = 'perennial_session';

/** The value of a cookie in a `Cookie` header; the first, where a name comes twice. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** How a cookie of ours is set: for which path, for how long, and over TLS only where the public address says that there is TLS. */
export interface CookieSettings {
  readonly secure: boolean;
}

/** Sets the session's cookie. */
export function sessionCookie(token: string, { secure }: CookieSettings): string {
  return cookie(SESSION_COOKIE, token, { path: '/', maxAgeMs: SESSION_LIFE_MS, secure });
}

/** Takes the session's cookie away. */
export function noSessionCookie({ secure }: CookieSettings): string {
  return cookie(SESSION_COOKIE, '', { path: '/', maxAgeMs: 0, secure });
}

/** A `Set-Cookie` header. The value must need no quoting. */
export function cookie(
  name: string,
  value: string,
  { path, maxAgeMs, secure }: { readonly path: string; readonly maxAgeMs: number; readonly secure: boolean },
): string {
  const parts = [
    `${name}=${value}`,
    `Path=${path}`,
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
    'HttpOnly',
    'SameSite=Lax',
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
