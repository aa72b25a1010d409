import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { staffEmail } from '../../domain/staff-id';

/** The provider of OpenID Connect that people come in by, and whom it may bring without an invitation: those whose address is in one of `domains`. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people know it as, as in "Google". */
  readonly name: string;
  readonly domains: readonly string[];
}

/** What the browser keeps between leaving for the provider and coming back: without it an answer of the provider is worth nothing. */
export interface OidcFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path of the page that they came for. */
  readonly next: string;
}

/** Who came back, as the provider knows them. */
interface OidcPerson {
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
}

/** The way out to the provider, and back. Both throw when the provider cannot be reached, or what it says is not in order. */
export interface Oidc {
  readonly start: (next: string) => Promise<{ readonly url: string; readonly flow: OidcFlow }>;
  readonly finish: (search: string, flow: OidcFlow) => Promise<OidcPerson>;
}

/**
 * Code flow with PKCE, state and nonce (OpenID Connect Core 3.1; RFC 9700). What the provider is and can is read when somebody first comes, and again
 * until it answers. The ID token's signature is checked against its keys though it came by TLS.
 */
export function createOidc(settings: OidcSettings, baseUrl: string): Oidc {
  const redirectUri = `${baseUrl}${CALLBACK_PATH}`;
  let known: Promise<Configuration> | undefined;
  const provider = () =>
    (known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    }));

  return {
    async start(next) {
      const config = await provider();
      const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), next };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      });
      return { url: url.href, flow };
    },

    async finish(search, { state, nonce, verifier }) {
      const config = await provider();
      const tokens = await authorizationCodeGrant(config, new URL(`${redirectUri}?${search}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const told = claims.email === undefined ? await fetchUserInfo(config, tokens.access_token, claims.sub) : claims;
      const { email, email_verified: verified, name } = told;
      return {
        email: typeof email === 'string' ? staffEmail(email) : null,
        emailVerified: verified === true,
        name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : null,
      };
    },
  };
}

/** Where the provider sends people back to: it has to be told this address. */
export const CALLBACK_PATH = '/v1/oidc/callback';

const ANSWERS_WITHIN_SECONDS = 10;

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  // Only a provider on this machine may do without TLS (api/sign-in/oidc-env.ts): a stand-in.
  const plain = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
  return discovery(new URL(issuer), clientId, clientSecret, undefined, {
    execute: [...plain, enableNonRepudiationChecks],
    timeout: ANSWERS_WITHIN_SECONDS,
  });
}
