import { z } from 'zod';
import { allRoutes } from '../api/app';
import type { ApiDeps } from '../api/deps';
import { openapiDocument } from '../api/openapi/document';
import { operationId } from '../api/openapi/names';
import { PROBLEMS } from '../api/problem-codes';
import { route, type Route } from '../api/route';
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
    expect(refs.includes('IdempotencyKey')).toBe(given.method === 'post' && given.role !== 'ingest');
    expect(refs.includes('IfMatch')).toBe(given.ifMatch === true);
    expect(requestBody === undefined).toBe(given.body === undefined);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '500']));
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    expect(operation.summary).toBeTruthy();
  }
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
  expect(Object.keys(document.components['securitySchemes'] ?? {})).toEqual(['bearer', 'basic']);
});

test('a schema that looks different coming in and going out is described twice, others once', () => {
  const thing = z.object({ name: z.string(), size: z.int().default(1) }).meta({ id: 'Thing' });
  const query = z.object({ brief: z.stringbool().default(false), limit: z.coerce.number().int().max(9).default(5) });
  const plain = z.object({ at: z.iso.datetime(), raw: z.date() }).meta({ id: 'Plain' });
  const common = {
    method: 'post',
    role: 'operate',
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
