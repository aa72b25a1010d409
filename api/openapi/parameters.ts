import type { z } from 'zod';
import type { Route } from '../route';
import { repeatable } from '../repeatable';
import type { JsonSchema, SchemaBook } from './schemas';

/** Headers that many operations take, under `components.parameters`. */
export const HEADER_PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes the request repeatable: for 24 hours the same key with the same request is answered as the first time, with ' +
      '`Idempotency-Replayed: true`. The same key with another request is 422; while the first is still running, 409. Success, 404 and 409 are ' +
      'kept; other failures had no effect, so try again with the same key. If the process dies after the effect and before its ' +
      'answer is kept, the request runs once more when it is repeated after a minute: then only its own rules keep the effect single.',
    schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    example: '6f1c2a6e-52c1-4b0c-9f0e-3a8f2f0c9d11',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `ETag` of the version that you have read. A stale one is answered 412, a missing one 428.',
    schema: { type: 'string', pattern: '^((W/)?"[0-9]{1,9}"|[0-9]{1,9})$' },
    example: '"3"',
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description:
      'Your id for this request: at most 128 letters, digits and `._:-`. It comes back in the answer and stands in the logs. One is made up ' +
      'if you send none, or another text.',
    schema: { type: 'string' },
  },
} as const;

/** All parameters of a route: of its path, of its query, and its headers. */
export function parametersOf(route: Route, book: SchemaBook): unknown[] {
  return [
    ...pathParameters(route, book),
    ...membersOf(route.query, book).map(({ name, required, schema }) => parameter(name, 'query', required, schema)),
    ...(route.ifMatch ? [reference('IfMatch')] : []),
    ...(repeatable(route) ? [reference('IdempotencyKey')] : []),
    reference('RequestId'),
  ];
}

function pathParameters(route: Route, book: SchemaBook): unknown[] {
  const described = new Map(membersOf(route.params, book).map(({ name, schema }) => [name, schema]));
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return names.map((name) => parameter(name, 'path', true, described.get(name) ?? { type: 'string' }));
}

interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

function membersOf(schema: unknown, book: SchemaBook): Member[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = book.input(schema as z.ZodType) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, member]) => ({
    name,
    required: required.includes(name),
    schema: member,
  }));
}

function parameter(name: string, place: 'path' | 'query', required: boolean, { description, ...schema }: JsonSchema) {
  return { name, in: place, required, ...(description ? { description } : {}), schema };
}

function reference(name: keyof typeof HEADER_PARAMETERS) {
  return { $ref: `#/components/parameters/${name}` };
}
