import type { IRouter, Request, Response } from 'express';
import type { Clock } from '../domain/clock';
import { answerOf, send } from './answer';
import { NOBODY, requireRight, type Authenticate } from './auth';
import { bodyReader } from './body';
import { contextOf } from './context';
import type { AnswerOnce, Outcome } from './idempotency';
import { streamOn } from './live/stream';
import { parseInput } from './parse';
import { inHeader } from './place';
import { HttpProblem } from './problem';
import { refuseForeign } from './sign-in/own-page';
import { insistOnSelf } from './sign-in/self';
import { repeatable } from './repeatable';
import type { Reply, Request as ParsedRequest, Route } from './route';

/** What every route needs around its handler. */
export interface Plumbing {
  readonly now: Clock;
  readonly authenticate: Authenticate;
  /** Where pages of ours are reached from outside. */
  readonly publicUrl: string | undefined;
  readonly answerOnce: AnswerOnce;
  /** Told of every reply before it is sent, with the route's pattern. */
  readonly onReply: (route: Route, reply: Reply) => unknown;
}

/**
 * Mounts routes: authenticate, check the right, read and parse the body, parse path, query and body by the schemas, handle,
 * answer. Errors go on to the boundary (api/boundary.ts). A path that exists answers other methods with 405 and `Allow`.
 */
export function registerRoutes(router: IRouter, routes: readonly Route[], plumbing: Plumbing): void {
  for (const route of routes) router[route.method](route.path, endpoint(route, plumbing));
  for (const [path, methods] of methodsByPath(routes)) router.all(path, refuseMethod(path, methods));
}

function endpoint(route: Route, plumbing: Plumbing) {
  const readBody = bodyReader(route.bodyLimit);

  return async (request: Request, response: Response): Promise<void> => {
    const context = contextOf(response);
    context.route = route.path;
    if (route.right === 'open' && route.method !== 'get') refuseForeign(request, plumbing.publicUrl);
    const caller = route.right === 'open' ? NOBODY : await plumbing.authenticate(request);
    context.caller = caller.id;
    requireRight(caller, route.right);
    requireAccepted(request, route);

    const body = route.body ? await readBody(request, response) : undefined;
    insistOnSelf(caller, body);
    const input: ParsedRequest<unknown, unknown, unknown> = {
      ...(parseInput(route, { params: request.params, query: request.query, body }) as {
        params: never;
        query: never;
        body: never;
      }),
      header: (name) => request.get(name),
      caller,
      address: request.ip ?? '',
      now: plumbing.now(),
      requestId: context.requestId,
    };

    if (route.streams) return begin(await route.handle(input), response);
    const run = async (): Promise<Outcome> => {
      const reply = await route.handle(input);
      plumbing.onReply(route, reply);
      for (const cookie of reply.cookies ?? []) response.append('Set-Cookie', cookie);
      const answer = answerOf(reply);
      return { answer, kept: reply.replay === undefined ? answer : answerOf({ ...reply, body: reply.replay }) };
    };
    const key = repeatable(route) ? request.get('idempotency-key') : undefined;
    if (key === undefined) return send(response, (await run()).answer);

    const { requestId, now } = input;
    const asked = {
      params: request.params,
      query: request.query,
      body: body ?? null,
      ifMatch: request.get('if-match') ?? null,
    };
    const { answer, replayed } = await plumbing.answerOnce(
      { route, caller, key, path: request.path, requestId, now, asked },
      run,
    );
    context.replayed = replayed;
    send(response, answer);
  };
}

function begin({ stream: to }: Reply, response: Response): void {
  const leave = to?.(streamOn(response));
  if (leave) response.once('close', leave);
}

function requireAccepted(request: Request, { streams }: Route): void {
  const type = streams ? 'text/event-stream' : 'application/json';
  if (request.accepts([type, 'application/problem+json'])) return;
  throw new HttpProblem('not_acceptable', `This route answers in ${type}.`, {
    errors: [{ pointer: inHeader('Accept'), detail: `must allow ${type}` }],
  });
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) {
    const known = methods.get(path) ?? [];
    known.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    methods.set(path, known);
  }
  return methods;
}

/** Answers whatever else comes to a path: 204 with `Allow` to OPTIONS, else 405. */
export function refuseMethod(path: string, methods: readonly string[]) {
  const allow = [...methods, 'OPTIONS'].join(', ');
  return (request: Request, response: Response): void => {
    contextOf(response).route = path;
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', allow).end();
      return;
    }
    throw new HttpProblem('method_not_allowed', `This path takes ${methods.join(', ')}.`, {
      headers: { Allow: allow },
    });
  };
}
