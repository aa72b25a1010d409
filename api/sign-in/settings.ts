import type { ApiDeps } from '../deps';
import type { CookieSettings } from './cookie';
import type { BrowserKeys } from './known-browser';
import type { OidcSettings } from './oidc';
import { createThrottle, type Throttle } from './throttle';

/** How people sign in. */
export interface SignInSettings {
  /** Whether pages are reached by TLS, so that cookies may not travel without. */
  readonly secure: boolean;
  /** By whom else people come in (default: by nobody). */
  readonly oidc?: OidcSettings | undefined;
}

/** What the routes of signing in share. */
export interface SignIn {
  readonly cookies: CookieSettings;
  readonly throttle: Throttle;
  readonly keys: () => BrowserKeys;
}

/** What the routes of signing in are given. Looks at what it is built from only when a request comes: routes are also described without. */
export function signInOf(deps: Pick<ApiDeps, 'db' | 'signIn' | 'pageLinks'>): SignIn {
  return {
    cookies: {
      get secure() {
        return deps.signIn?.secure ?? false;
      },
    },
    throttle: createThrottle(deps),
    keys: () => deps.pageLinks.keys,
  };
}
