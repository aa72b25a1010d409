import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { startStandin, type Answer, type Protocol, type Received, type Standin } from './standin';

/** Somebody who signs in at the provider, and what it says of them. */
export interface OidcAccount {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** How an ID token is made wrong: signed by a key that is not published, or with claims that replace the right ones. */
export interface OidcWrong {
  readonly key?: true;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A provider of OpenID Connect at which whoever comes is signed in already. */
export interface OidcStandin extends Standin<OidcAccount> {
  /** Who signs in from now on. */
  readonly be: (account: OidcAccount) => void;
  /** Makes the next ID token wrong. */
  readonly wrong: (how: OidcWrong) => void;
}

/** What was asked for with a code, until the code is used. */
interface Grant {
  readonly account: OidcAccount;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

const KEY_ID = 'stand-in';
const LIVES_SECONDS = 300;

/**
 * Starts a stand-in for a provider of OpenID Connect (Core 1.0, Discovery 1.0): discovery, keys, `/authorize` (which asks nobody anything and sends the
 * browser back with a code), `/token` (client authentication, PKCE with S256, every code good once) and `/userinfo`. `now` is real time for tokens.
 */
export async function startOidc({
  clientId,
  clientSecret,
  now,
  port,
}: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => Date;
  readonly port?: number;
}): Promise<OidcStandin> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const state = { url: '', account: { sub: 'nobody' } as OidcAccount, wrong: {} as OidcWrong };
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, OidcAccount>();

  const issue = ({ account, nonce }: Grant): Answer => {
    const { key, claims } = state.wrong;
    state.wrong = {};
    const accessToken = randomBytes(16).toString('base64url');
    tokens.set(accessToken, account);
    const iat = Math.floor(now().getTime() / 1000);
    const right = { iss: state.url, aud: clientId, iat, exp: iat + LIVES_SECONDS, nonce, ...account };
    const idToken = jwt({ ...right, ...claims }, key ? foreign.privateKey : keys.privateKey);
    const body = { access_token: accessToken, token_type: 'Bearer', expires_in: LIVES_SECONDS, id_token: idToken };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  };

  const take = (request: Received): Answer & { readonly account?: OidcAccount } => {
    const form = new URLSearchParams(request.body);
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    if (!isClient(request, form, clientId, clientSecret)) return refusal(401, 'invalid_client');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = grant?.redirectUri === form.get('redirect_uri') && grant.challenge === challenge;
    if (form.get('grant_type') !== 'authorization_code' || !grant || !isRight) return refusal(400, 'invalid_grant');
    return { ...issue(grant), account: grant.account };
  };

  const authorize = (asked: URLSearchParams): Answer => {
    const redirectUri = asked.get('redirect_uri') ?? '';
    const challenge = asked.get('code_challenge') ?? '';
    const isSound = asked.get('client_id') === clientId && asked.get('code_challenge_method') === 'S256' && challenge;
    if (!isSound || !URL.canParse(redirectUri)) return refusal(400, 'invalid_request');
    const code = randomBytes(16).toString('base64url');
    grants.set(code, { account: state.account, redirectUri, challenge, nonce: asked.get('nonce') ?? '' });
    const location = new URL(redirectUri);
    for (const [name, value] of Object.entries({ code, state: asked.get('state') ?? '', iss: state.url }))
      location.searchParams.set(name, value);
    return { status: 302, headers: { location: location.href } };
  };

  const protocol: Protocol<OidcAccount> = {
    receive(request) {
      const { pathname, searchParams } = new URL(request.path, 'http://provider');
      switch (`${request.method} ${pathname}`) {
        case 'GET /.well-known/openid-configuration':
          return { answer: { status: 200, body: discovery(state.url) } };
        case 'GET /jwks':
          return { answer: { status: 200, body: { keys: [published(keys.publicKey)] } } };
        case 'GET /authorize':
          return { answer: authorize(searchParams) };
        case 'POST /token': {
          const { account, ...answer } = take(request);
          return { answer, ...(account && { message: account }) };
        }
        case 'GET /userinfo': {
          const account = tokens.get(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
          return { answer: account ? { status: 200, body: account } : refusal(401, 'invalid_token') };
        }
        default:
          return { answer: refusal(404, 'not_found') };
      }
    },
    refusal: (status) => refusal(status, 'server_error'),
  };

  const standin = await startStandin(protocol, port);
  state.url = standin.url;
  return Object.assign(standin, {
    be: (account: OidcAccount) => void (state.account = account),
    wrong: (how: OidcWrong) => void (state.wrong = how),
  });
}

function discovery(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    authorization_response_iss_parameter_supported: true,
  };
}

function isClient({ headers }: Received, form: URLSearchParams, id: string, secret: string): boolean {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return form.get('client_id') === id && form.get('client_secret') === secret;
  const [user = '', password = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return user === id && password === secret;
}

function published(key: KeyObject) {
  return { ...key.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' };
}

function jwt(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`;
  return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
}

function refusal(status: number, error: string): Answer {
  return { status, body: { error } };
}
