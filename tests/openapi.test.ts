import { z } from 'zod';
import { allRoutes } from '../api/app';
import type { ApiDeps } from '../api/deps';
import { openapiDocument } from '../api/openapi/document';
import { operationId } from '../api/openapi/names';
import { PROBLEMS } from '../api/problem-codes';
import { repeatable } from '../api/repeatable';
import { route, type Route } from '../api/route';
import { readBySchema } from '../domain/schema-read';
import { withApi } from './support/http';

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: { $ref?: string; name?: string; in?: string; required?: boolean; schema?: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { $ref?: string; description?: string }>;
  security?: object[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string }[];
  components: Record<string, Record<string, unknown>>;
}

interface ProblemBody {
  errors?: { pointer: string; detail: string }[];
}

/** The document as it is served, with the routes that it describes. */
async function served(): Promise<{ document: Document; routes: readonly Route[] }> {
  let routes: readonly Route[] = [];
  const own = (deps: ApiDeps) => (routes = allRoutes(deps));
  const document = await withApi({ routes: own }, async ({ get }) => {
    const { status, headers, body } = await get<Document>('/openapi.json', { role: null });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    return body;
  });
  return { document, routes };
}

test('every route is described, with its own operation, parameters, body, answers and problems', async () => {
  const { document, routes } = await served();
  for (const given of routes) {
    const path = given.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[given.method];
    if (!operation) throw new Error(`${given.method} ${path} is not described`);
    const { parameters = [], requestBody, responses } = operation;
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(
      [...given.path.matchAll(/:(\w+)/g)].map(([, name]) => [name, true]),
    );
    const refs = parameters.map(({ $ref }) => $ref?.split('/').at(-1));
    expect(refs.includes('IdempotencyKey')).toBe(repeatable(given));
    expect(refs.includes('IfMatch')).toBe(given.ifMatch === true);
    expect(requestBody === undefined).toBe(given.body === undefined);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '500']));
    expect(Object.keys(responses).some((status) => /^[23]/.test(status))).toBe(true);
    expect(operation.summary).toBeTruthy();
  }
});

test('every query parameter that the document names is known to its route, and every other one is refused by name', () =>
  withApi(async ({ as, get, send }) => {
    const { body: document } = await get<Document>('/openapi.json');
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { tags, parameters = [], security }] of Object.entries(methods)) {
        // The provider of OpenID Connect adds what it likes.
        if (tags.includes('Operations') || path === '/v1/oidc/callback') continue;
        const named = parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name ?? ''] : []));
        const asked = [...named, 'zzz'].map((name) => `${name}=1`).join('&');
        const url = `${path.replaceAll(/\{\w+\}/g, '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6')}?${asked}`;
        const own = JSON.stringify(security)?.includes('session');
        const answer = await send<ProblemBody>(method.toUpperCase(), url, undefined, {
          ...(own && { role: null }),
          headers: { 'If-Match': '"1"', ...(own && (await as('admin'))) },
        });
        const unknown = (answer.body.errors ?? []).filter(({ detail }) => detail.startsWith('is not known here'));
        const known = named.length === 0 ? ': this takes no query parameters' : `; known are ${named.join(', ')}`;
        expect([method, path, answer.status, unknown]).toEqual([
          method,
          path,
          400,
          [{ pointer: 'query: zzz', detail: `is not known here${known}` }],
        ]);
      }
    }
    const near = await get<ProblemBody>('/v1/tasks?stat=open');
    expect(near.body.errors).toEqual([{ pointer: 'query: stat', detail: 'is not known here: did you mean state?' }]);
  }));

test('bodies of our own are closed, so that a misspelt member is refused; those of Segment are open', async () => {
  const { routes } = await served();
  for (const { path, right, body } of routes) {
    if (body === undefined) continue;
    const misspelt = readBySchema(body as z.ZodType, { zzz: 1 }).flaws ?? [];
    const refused = misspelt.some(
      ({ path: place, detail }) => place[0] === 'zzz' && detail.startsWith('is not known here'),
    );
    expect([path, refused]).toEqual([path, right !== 'ingest']);
  }
});

test('the document says how a fault names its place', async () => {
  const { document } = await served();
  const text = JSON.stringify(document.components['schemas']?.['Problem']);
  for (const form of ['/traits/email', 'query: limit', 'path: id', 'header: If-Match']) expect(text).toContain(form);
  expect(JSON.stringify(document)).not.toMatch(/Invalid input|expected string/);
  // What only the captured-messages page answers is no part of the reference.
  expect(JSON.stringify(document.components['responses'])).not.toContain('wrong_host');
});

test('the document is sound: OpenAPI 3.1, unique operations, known tags, references that lead somewhere', async () => {
  const { document } = await served();
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const ids = operations.map((operation) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
  const tags = document.tags.map(({ name }) => name);
  expect(operations.flatMap((operation) => operation.tags).filter((tag) => !tags.includes(tag))).toEqual([]);
  for (const operation of operations) {
    for (const parameter of operation.parameters ?? []) {
      expect(parameter.$ref !== undefined || (parameter.name !== undefined && parameter.schema !== undefined)).toBe(
        true,
      );
    }
    for (const answer of Object.values(operation.responses)) expect(answer.$ref ?? answer.description).toBeTruthy();
  }

  const lead = (ref: string): unknown =>
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
  expect(refs.length).toBeGreaterThan(20);
  expect(refs.filter((ref) => !ref.startsWith('#/components/') || lead(ref) === undefined)).toEqual([]);
  expect(JSON.stringify(document)).not.toContain('$defs');
  expect(Object.keys(document.components['securitySchemes'] ?? {})).toEqual(['bearer', 'basic', 'session']);
});

test('a schema that looks different coming in and going out is described twice, others once', () => {
  const thing = z.object({ name: z.string(), size: z.int().default(1) }).meta({ id: 'Thing' });
  const query = z.object({ brief: z.stringbool().default(false), limit: z.coerce.number().int().max(9).default(5) });
  const plain = z.object({ at: z.iso.datetime(), raw: z.date() }).meta({ id: 'Plain' });
  const common = {
    method: 'post',
    right: 'work',
    tag: 'Things',
    summary: 'x',
    handle: async () => ({ status: 200 }),
  } as const;
  const { paths, components } = openapiDocument([
    route({ ...common, path: '/v1/things', query, responses: { 200: { description: 'x', schema: thing } } }),
    route({
      ...common,
      path: '/v1/things/:id/copy',
      body: z.object({ thing, plain }),
      responses: { 200: { description: 'x', schema: plain } },
    }),
  ]);
  expect(components['schemas']).toMatchObject({
    Thing: { required: ['name', 'size'] },
    ThingInput: { required: ['name'] },
    Plain: {
      properties: { at: { type: 'string', format: 'date-time' }, raw: { type: 'string', format: 'date-time' } },
    },
  });
  expect(paths['/v1/things']?.['post']).toMatchObject({
    parameters: [
      { name: 'brief', in: 'query', required: false, schema: { type: 'boolean' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 9, default: 5 } },
      { $ref: '#/components/parameters/IdempotencyKey' },
      { $ref: '#/components/parameters/RequestId' },
    ],
  });
  expect(JSON.stringify(paths['/v1/things/{id}/copy'])).toContain('#/components/schemas/ThingInput');
  expect(Object.keys(components['schemas'] ?? {})).toEqual(['Plain', 'Problem', 'Thing', 'ThingInput']);
});

test('operation ids follow from method and path', () => {
  const id = (method: Route['method'], path: string) => operationId({ method, path });
  expect([
    id('get', '/v1/tasks'),
    id('get', '/v1/tasks/:id'),
    id('post', '/v1/tasks/:id/claim'),
    id('post', '/v1/tasks/:id/notes'),
    id('get', '/v1/customers/:id/in-app'),
    id('get', '/v1/journeys'),
    id('post', '/v1/identify'),
    id('post', '/v1/alias'),
    id('delete', '/v1/touches/:id'),
  ]).toEqual([
    'listTasks',
    'getTask',
    'postTaskClaim',
    'createTaskNote',
    'getCustomerInApp',
    'listJourneys',
    'postIdentify',
    'postAlias',
    'deleteTouch',
  ]);
});

test('the reference and the other pages come from this host alone and run no inline script', () =>
  withApi(async ({ get }) => {
    const reference = await get('/reference', { role: null });
    const policy = reference.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    expect(reference.text).not.toMatch(/<script(?![^>]*src=)|https?:\/\/|\son\w+=/);
    for (const [, file = ''] of reference.text.matchAll(/(?:src|href)="(\/reference\/[^"]+)"/g)) {
      expect([file, (await get(file, { role: null })).status]).toEqual([file, 200]);
    }
    for (const code of Object.keys(PROBLEMS)) expect((await get(`/problems/${code}`, { role: null })).status).toBe(200);
    expect((await get('/problems/toString', { role: null })).status).toBe(404);
    const home = await get('/', { role: null, headers: { Accept: 'text/html,*/*;q=0.8' } });
    expect(home.text).toContain('href="/reference"');
    expect((await get('/', { role: null })).body).toMatchObject({ reference: '/reference' });
    expect(home.headers.get('x-powered-by')).toBeNull();
  }));
