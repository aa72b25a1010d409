import { queryOptions } from '@tanstack/react-query';
import type { Session } from '../generated/operations';
import { call } from './call';
import { isProblem } from './problem';
import { keepCsrfToken, send } from './send';

/** The member of staff who is signed in. */
export type Staff = Session['staff'];

/** What a person may do; the API decides by these, and pages only hide what it would refuse. */
export type Right = Staff['rights'][number];

/** Ways to sign in besides a password. */
export interface SignInOptions {
  readonly password: boolean;
  readonly oidc: { readonly name: string } | null;
}

/** The page came to a browser without a session: then there is nothing to ask for at first. */
let cameWithout = document.querySelector<HTMLMetaElement>('meta[name=perennial-session]')?.content === 'none';

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Staff | null> => {
    if (cameWithout) {
      cameWithout = false;
      return null;
    }
    try {
      return taken(await call('GET /v1/session'));
    } catch (error) {
      if (isProblem(error, 'unauthenticated')) return null;
      throw error;
    }
  },
  staleTime: Infinity,
  gcTime: Infinity,
});

/** How one may sign in here. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: async () => (await send('GET', '/v1/sign-in-options')) as SignInOptions,
  staleTime: Infinity,
});

/** Signs in with a password. A wrong one is the problem `wrong_credentials`, too many attempts `too_many_requests`. */
export async function signIn(credentials: { readonly email: string; readonly password: string }): Promise<Staff> {
  return taken(await call('POST /v1/session', { body: credentials }));
}

/** Keeps the language of whoever is signed in. */
export async function keepLanguage(locale: 'en' | 'de'): Promise<Staff> {
  return taken(await call('PATCH /v1/session', { body: { locale } }));
}

/** Ends the session here and at the server. */
export async function signOut(): Promise<void> {
  await call('DELETE /v1/session');
  keepCsrfToken(undefined);
}

/** Who an invitation is for; the first administrator's is for whoever comes first, who says their address. */
export interface OpenInvitation {
  readonly kind: 'invitation' | 'first';
  readonly name: string | null;
  readonly email: string | null;
}

/** Reads an invitation by its token. One that was used, or is too old, is the problem `not_found`. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: async () => (await send('GET', '/v1/invitations/{token}', { path: { token } })) as OpenInvitation,
    staleTime: Infinity,
    retry: false,
  });

/** Takes an invitation: the person gets a name, a password and a session. */
export async function acceptInvitation(
  token: string,
  body: { readonly name: string; readonly email?: string; readonly password: string },
): Promise<void> {
  await send('POST', '/v1/invitations/{token}/acceptance', { path: { token }, body });
  cameWithout = false;
}

/** Asks for a link by mail with which a password can be set anew; answered alike whether the address is known or not. */
export async function askForReset(email: string): Promise<void> {
  await send('POST', '/v1/password-resets', { body: { email } });
}

/** Sets a new password with the token of such a link, which signs in here and out everywhere else. */
export async function acceptReset(token: string, password: string): Promise<Staff> {
  return taken(await call('POST /v1/password-resets/{token}/acceptance', { path: { token }, body: { password } }));
}

function taken({ staff, csrf_token: token }: Session): Staff {
  keepCsrfToken(token);
  cameWithout = false;
  return staff;
}
