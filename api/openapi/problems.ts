import { z } from 'zod';
import { PROBLEMS, type ProblemCode, type ProblemKind } from '../problem-codes';
import { repeatable } from '../repeatable';
import type { Route } from '../route';

/** Problem details as they are documented (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'A path of this API that explains the problem; its tail is the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path that was asked for.' }),
    request_id: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({
            description:
              'In the body: a JSON pointer (RFC 6901), as in `/traits/email`; empty for the body as a whole. Elsewhere the part of the request ' +
              'and the name in it, as in `query: limit`, `path: id`, `header: If-Match`.',
            examples: ['/traits/email', 'query: limit'],
          }),
          detail: z
            .string()
            .meta({ description: 'What is wrong there, in plain words.', examples: ['must be at most 100'] }),
        }),
      )
      .optional()
      .meta({ description: 'Every fault of the request; the first 100 if there are more.' }),
  })
  .meta({ id: 'Problem' });

const CODES = (Object.entries(PROBLEMS) as [ProblemCode, ProblemKind][]).filter(
  ([, { besideRoutes }]) => !besideRoutes,
);

/** `components.responses`: one answer for each problem status, naming the codes that share it. */
export function problemResponses(schema: unknown): Record<string, unknown> {
  const statuses = [...new Set(CODES.map(([, { status }]) => status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const kinds = CODES.filter(([, kind]) => kind.status === status);
      const description = kinds.map(([code, { title, remedy }]) => `\`${code}\`: ${title}. ${remedy}`).join('\n\n');
      const examples = Object.fromEntries(
        kinds.map(([code, { title }]) => [code, { value: exampleOf(code, title, status) }]),
      );
      return [nameOf(status), { description, content: { 'application/problem+json': { schema, examples } } }];
    }),
  );
}

/** The problem answers of a route, by status: the general ones, those that follow from its shape, and its own. */
export function problemsOf(route: Route): Record<string, unknown> {
  // 400 everywhere: a query parameter that is not known is refused by all.
  const statuses = new Set([400, 401, 403, 406, 431, 500, 503, ...(route.problems ?? [])]);
  if (route.params) statuses.add(404);
  if (route.body) statuses.add(413).add(415);
  if (repeatable(route)) statuses.add(409).add(422);
  if (route.ifMatch) statuses.add(412).add(428);
  return Object.fromEntries(
    [...statuses]
      .toSorted((a, b) => a - b)
      .map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
  );
}

function nameOf(status: number): string {
  return `Problem${status}`;
}

function exampleOf(code: ProblemCode, title: string, status: number) {
  const errors =
    code === 'invalid_input'
      ? {
          errors: [
            { pointer: '/userId', detail: 'is not known here: did you mean user_id?' },
            { pointer: 'query: limit', detail: 'must be at most 100' },
          ],
        }
      : {};
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: title,
    instance: '/v1/…',
    request_id: '0f9d7c52-3a0e-4d0e-8a57-3c1b2f3d4e5f',
    ...errors,
  };
}
