import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { jsonPointer } from '../../domain/json-pointer';
import type { LiveToken } from '../../domain/live-token';
import { readBySchema } from '../../domain/schema-read';
import { bodyReader } from '../body';
import { contextOf } from '../context';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { createRateLimit } from '../public/rate-limit';
import { tokenOf } from './page-token';

/** A request of a customer's page, whose token has been read. */
export interface LiveVisit {
  readonly token: LiveToken;
  readonly request: Request;
  readonly response: Response;
  readonly now: Date;
  /** The body by a schema. Throws InvalidInput with every fault. */
  readonly body: <S extends z.ZodType>(schema: S) => Promise<z.output<S>>;
}

/** More than a person does in a minute, in all of their pages. */
const MOST_A_MINUTE = 240;
const readBody = bodyReader(8 * 1024);

/** Makes handlers: each is for the holder of a token, bounded for each customer, named in the log by its path, and not to be kept by anybody. */
export function liveVisits(deps: Pick<ApiDeps, 'pageLinks' | 'now'>) {
  const limit = createRateLimit(MOST_A_MINUTE);
  return (path: string, answer: (visit: LiveVisit) => Promise<void>): RequestHandler =>
    async (request, response) => {
      contextOf(response).route = `/live${path}`;
      response.set('Cache-Control', 'no-store');
      const token = tokenOf(request, deps);
      const now = deps.now();
      const wait = limit.count(token.customerId, now);
      if (wait > 0) throw tooMany(wait);
      const body: LiveVisit['body'] = async (schema) => parse(schema, (await readBody(request, response)) ?? {});
      await answer({ token, request, response, now, body });
    };
}

/** A 429 problem that says when to come again. */
export function tooMany(seconds: number): HttpProblem {
  return new HttpProblem('too_many_requests', 'There are too many requests or pages of this customer.', {
    headers: { 'Retry-After': String(seconds) },
  });
}

function parse<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const { value, flaws } = readBySchema(schema, given);
  if (!flaws) return value;
  const faults = flaws.map(({ path, detail }) => ({ pointer: jsonPointer(path), detail }));
  throw new InvalidInput('The request has a fault.', faults);
}
