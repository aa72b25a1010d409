import type { z } from 'zod';
import { version } from '../../package.json';
import type { Route } from '../route';
import { SESSION_COOKIE } from '../sign-in/cookie';
import { operationId, templatePath } from './names';
import { OPERATIONS } from './operations';
import { HEADER_PARAMETERS, parametersOf } from './parameters';
import { problemResponses, problemSchema, problemsOf } from './problems';
import { createSchemaBook, type SchemaBook } from './schemas';

/** An OpenAPI 3.1 document, as data. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [member: string]: unknown;
}

const DESCRIPTION = `Post what customers do, start and steer their journeys, and finish the tasks that journeys hand to people.

Programs send an API key as \`Authorization: Bearer <key>\`, or as the user name of basic authentication. Its role decides what it may do:
\`ingest\` posts facts, \`operate\` also reads and steers, \`admin\` does everything. People sign in, and are known by a cookie; what changes
something then needs \`X-CSRF-Token\`. Every operation names the right that it needs. Errors are problem details (RFC 9457) that list all
faults of a request at once. A query parameter or a member of a body that is not known is a fault, and is met with the name that was
probably meant; only what backends post under Ingest may hold more than is read here. Lists are read page by page with \`cursor\`. Times are ISO 8601 in UTC.`;

/** Describes routes by the very schemas that parse them. `serverUrl` is where callers reach them. */
export function openapiDocument(routes: readonly Route[], serverUrl?: string): OpenApiDocument {
  const book = createSchemaBook();
  const problem = book.output(problemSchema);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[templatePath(route.path)] ??= {})[route.method] = operationOf(route, book);
  return {
    openapi: '3.1.1',
    info: { title: 'Perennial', version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    ...(serverUrl === undefined ? {} : { servers: [{ url: serverUrl }] }),
    tags: [...new Set(routes.map(({ tag }) => tag)), 'Operations'].map((name) => ({ name })),
    security: [{ bearer: [] }, { basic: [] }, { session: [] }],
    paths: { ...paths, ...OPERATIONS },
    components: {
      schemas: book.components(),
      parameters: HEADER_PARAMETERS,
      responses: problemResponses(problem),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        basic: { type: 'http', scheme: 'basic', description: 'An API key as user name; the password stays empty.' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Somebody who is signed in.' },
      },
    },
  };
}

function operationOf(route: Route, book: SchemaBook) {
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, neededFor(route)].filter(Boolean).join('\n\n'),
    ...(route.right === 'open' && { security: [] }),
    ...(route.right === 'own' && { security: [{ session: [] }] }),
    parameters: parametersOf(route, book),
    ...(route.body ? { requestBody: bodyOf(route.body as z.ZodType, book) } : {}),
    responses: { ...answersOf(route, book), ...problemsOf(route) },
  };
}

function neededFor({ right }: Route): string {
  if (right === 'open') return 'Open to everybody.';
  return right === 'own' ? 'For whoever is signed in.' : `Right: \`${right}\`.`;
}

function bodyOf(schema: z.ZodType, book: SchemaBook) {
  const required = !schema.safeParse(undefined).success;
  return { required, content: { 'application/json': { schema: book.input(schema) } } };
}

/** One event of a stream, as readers of server-sent events give it: what it says is JSON in its `data`. */
function eventOf(said: object) {
  return {
    type: 'object',
    required: ['id', 'data'],
    properties: {
      id: { type: 'string', description: 'Send it as `Last-Event-ID` to go on behind it.' },
      data: { type: 'string', contentMediaType: 'application/json', contentSchema: said },
    },
  };
}

function answersOf(route: Route, book: SchemaBook) {
  const type = route.streams ? 'text/event-stream' : 'application/json';
  const schemaOf = (schema: z.ZodType) => (route.streams ? eventOf(book.output(schema)) : book.output(schema));
  const answers = Object.entries(route.responses).map(([status, { description, schema }]) => [
    status,
    { description, ...(schema ? { content: { [type]: { schema: schemaOf(schema) } } } : {}) },
  ]);
  return Object.fromEntries(answers) as Record<string, unknown>;
}
