import type { ApiDeps } from '../deps';
import type { CookieSettings } from './cookie';
import { createThrottle, type Throttle } from './throttle';

/** How people sign in. */
export interface SignInSettings {
  /** Whether pages are reached by TLS, so that cookies may not travel without. */
  readonly secure: boolean;
}

/** What the routes of signing in share. */
export function signInOf({ db, signIn, pageLinks }: Pick<ApiDeps, 'db' | 'signIn' | 'pageLinks'>): {
  readonly cookies: CookieSettings;
  readonly throttle: Throttle;
} {
  return {
    cookies: { secure: signIn?.secure ?? false },
    throttle: createThrottle({ db, secret: pageLinks.keys[0] }),
  };
}
