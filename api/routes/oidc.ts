import { z } from 'zod';
import { MINUTE_MS } from '../../domain/duration';
import { arriveByAddress } from '../../prisma/staff/arrive';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { route, type Reply, type Route } from '../route';
import { begin } from '../sign-in/begin';
import { cookie, cookieIn, sessionCookie } from '../sign-in/cookie';
import { CALLBACK_PATH, createOidc, type Oidc, type OidcFlow } from '../sign-in/oidc';
import { signInOf } from '../sign-in/settings';

const FLOW_COOKIE = 'perennial_oidc';
const FLOW_PATH = '/v1/oidc';
/** As long as somebody takes at the provider. */
const FLOW_MS = 10 * MINUTE_MS;

const optionsSchema = z.object({
  password: z.boolean(),
  oidc: z.object({ name: z.string() }).nullable().meta({ description: 'What people know the provider as.' }),
});

/** Why somebody who came back from the provider is not in: the sign-in page says it in words. */
type Fault = 'failed' | 'unverified' | 'unknown';

/** Coming in by a provider of OpenID Connect, and what ways to come in there are. */
export function oidcRoutes(deps: ApiDeps): Route[] {
  const { db } = deps;
  const { cookies, throttle } = signInOf(deps);
  let made: Oidc | undefined;
  const provider = (): Oidc => {
    if (!deps.signIn?.oidc) throw new HttpProblem('not_found', 'No provider of OpenID Connect is configured.');
    return (made ??= createOidc(deps.signIn.oidc, deps.pageLinks.baseUrl));
  };
  const flowCookie = (value: string, maxAgeMs: number) =>
    cookie(FLOW_COOKIE, value, { path: FLOW_PATH, maxAgeMs, secure: cookies.secure });
  const back = (location: string, more: readonly string[] = []): Reply => ({
    status: 302,
    headers: { Location: location },
    cookies: [flowCookie('', 0), ...more],
  });
  const refused = (fault: Fault) => back(`/app/#sign-in=${fault}`);

  return [
    route({
      method: 'get',
      path: '/v1/sign-in-options',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Read by what one can sign in here',
      responses: { 200: { description: 'The ways there are.', schema: optionsSchema } },
      async handle() {
        const oidc = deps.signIn?.oidc;
        return { status: 200, body: { password: true, oidc: oidc ? { name: oidc.name } : null } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/oidc/start',
      right: 'open',
      tag: 'Sign-in',
      summary: 'Go to the provider of OpenID Connect',
      query: z.object({
        next: z.string().max(2000).optional().meta({ description: 'Path of the page to come back to.' }),
      }),
      problems: [404, 429],
      responses: { 302: { description: 'To the provider, or back when it cannot be reached.' } },
      async handle({ query, address, now }) {
        await throttle.count('address', address, now);
        const oidc = provider();
        try {
          const { url, flow } = await oidc.start(ownPath(query.next));
          const kept = Buffer.from(JSON.stringify(flow)).toString('base64url');
          return { status: 302, headers: { Location: url }, cookies: [flowCookie(kept, FLOW_MS)] };
        } catch (error) {
          deps.log.warn({ err: error }, 'the provider of OpenID Connect cannot be used');
          return refused('failed');
        }
      },
    }),

    route({
      method: 'get',
      path: CALLBACK_PATH,
      right: 'open',
      tag: 'Sign-in',
      summary: 'Come back from the provider of OpenID Connect',
      description:
        'Whoever comes back is let in by an address that the provider has verified and a member of staff has, or by one in a domain that is let in.',
      query: z.looseObject({ state: z.string().max(500).optional(), code: z.string().max(4000).optional() }),
      anyQuery: true,
      problems: [404, 429],
      responses: { 302: { description: 'To the page that they came for, or to the sign-in page.' } },
      async handle({ query, address, header, now, requestId }) {
        await throttle.count('address', address, now);
        const oidc = provider();
        const flow = flowIn(cookieIn(header('cookie'), FLOW_COOKIE));
        if (!flow) return refused('failed');
        try {
          const search = new URLSearchParams(query as Record<string, string>).toString();
          const { email, emailVerified, name } = await oidc.finish(search, flow);
          if (email === null || !emailVerified) return refused('unverified');
          const { domains } = deps.signIn!.oidc!;
          const token = await inTransaction(db, async (tx) => {
            const staff = await arriveByAddress(tx, { email, name, domains, requestId }, now);
            return staff && begin(tx, { staff, by: 'oidc', header, requestId, now });
          });
          if (token === null) return refused('unknown');
          return back(flow.next, [sessionCookie(token, cookies)]);
        } catch (error) {
          deps.log.warn({ err: error }, 'an answer of the provider of OpenID Connect was not taken');
          return refused('failed');
        }
      },
    }),
  ];
}

/** A path of our pages, and nothing that leads elsewhere. */
function ownPath(path: string | undefined): string {
  const base = 'http://own.invalid';
  const url = path !== undefined && URL.canParse(path, base) ? new URL(path, base) : undefined;
  return url?.origin === base && /^\/app(\/|$)/.test(url.pathname) ? url.pathname + url.search : '/app/';
}

const flowShape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() });

/** What the browser has kept. It is theirs, so they could write it themselves: where it leads is looked at again. */
function flowIn(value: string | undefined): OidcFlow | undefined {
  try {
    const flow = flowShape.safeParse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString())).data;
    return flow && { ...flow, next: ownPath(flow.next) };
  } catch {
    return undefined;
  }
}
