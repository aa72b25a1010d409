import { connect, type Socket } from 'node:net';
import express from 'express';
import fc from 'fast-check';
import { listen } from '../api/listen';
import { withApi, type Answered, type ApiWorld } from './support/http';

type Schema = Readonly<Record<string, unknown>> & {
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  /** Ways to say the same: of each, what it needs. */
  readonly oneOf?: Schema[] | undefined;
  readonly enum?: unknown[];
  readonly format?: string;
  readonly maxLength?: number;
};

interface Operation {
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}

/** Thousands of requests, one after another, on a machine that may have one core to spare. */
jest.setTimeout(900_000);

test('no request, however odd, breaks the API: the document makes them nearly right, and nothing is answered 5xx', () =>
  withApi(async (world) => {
    const known = await people(world);
    const { body } = await world.get<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
    const answers = new Map<number, number>();
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags.includes('Operations')) continue;
        for (const asked of fc.sample(requests(path, operation, known), { numRuns: 25, seed: 20_260_302 })) {
          const own = JSON.stringify(operation.security)?.includes('session');
          const answer = await world.send(method.toUpperCase(), asked.path, asked.body, {
            ...(own && { role: null }),
            headers: { ...asked.headers, ...(own && (await world.as('admin'))) },
          });
          answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
          const trouble = troubleWith(answer);
          if (trouble)
            throw new Error(`${method} ${JSON.stringify(asked)}: ${trouble} in ${answer.status} ${answer.text}`);
        }
      }
    }
    // Enough of them were right for this to mean something.
    const right = [...answers].reduce((sum, [status, count]) => sum + (status < 300 ? count : 0), 0);
    expect(right).toBeGreaterThan(100);
  }));

test('no body, however odd, breaks the API, and each is answered with what is wrong and where', () =>
  withApi(async (world) => {
    const known = await people(world);
    const { body } = await world.get<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
    const posts = Object.entries(body.paths).filter(([, { post }]) => post?.requestBody);
    expect(posts.length).toBeGreaterThan(15);
    for (const [path] of posts) {
      const url = path.replaceAll(/\{\w+\}/g, path.includes('tasks') ? known[3]! : known[4]!);
      for (const { text, type = 'application/json' } of ODD_BODIES) {
        const headers = { 'If-Match': '"1"', 'Content-Type': type };
        const answer = await world.send('POST', url, text, { headers });
        const trouble = troubleWith(answer);
        if (trouble) throw new Error(`${url} ${text.slice(0, 60)}: ${trouble} in ${answer.status} ${answer.text}`);
      }
    }
  }));

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** As they go over the wire, parted by wide gaps. */
const ODD_TEXTS = String.raw`
  []   [[]]   null   7   "text"   true   {}   {   {"a":}   [1,]   {'a':1}   {"":0}   {"__proto__":{"a":1}}   {"constructor":1}
  {"a\u0000b":1}   {"journey":"\u0000"}   {"journey":"at-risk","userId":"u0"}   {"journey":"at-risk","user_ids":[]}   {"user_ids":[null]}
  {"userId":1e400,"event":"x"}   {"userId":"ada","event":1e308}   {"userId":"ada","event":"constructor"}   {"limit":1e999}
  {"batch":{}}   {"batch":[[],null,7]}   {"batch":[{"type":"track","userId":[],"event":{},"properties":[],"timestamp":{}}]}
  {"outcome":{},"by":[],"note":0}   {"until":"+275760-09-13T00:00:00Z","reason":"x"}`
  .trim()
  .split(/\s{2,}/);

const ODD_BODIES: readonly { readonly text: string; readonly type?: string }[] = [
  ...ODD_TEXTS.map((text) => ({ text })),
  { text: ' ' },
  { text: '\uFEFF{}' },
  { text: nested(31) },
  { text: nested(2_000) },
  { text: `{"userId":"u0","traits":${nested(2_000)}}` },
  { text: `{"properties":${'['.repeat(9_000)}` },
  { text: `{"userId":"u0","event":"x","properties":{"a":${'9'.repeat(400)}}}` },
  { text: '{}', type: 'text/plain' },
  { text: 'a=1', type: 'application/x-www-form-urlencoded' },
  { text: '{}', type: 'application/json; charset=latin1' },
  { text: '<a/>', type: 'application/xml' },
  { text: '{}', type: ';;;' },
  { text: '{}', type: 'application/vnd.api+json' },
];

const PLACE = /^(\/.*)?$|^(query|path|header)(: .+)?$/s;
const NOT_PLAIN = /invalid (input|option|iso|uuid|url|string)|\b(expected|received)\b|too (big|small)|>=|<=/i;

/** What is wrong with an answer: a failure of ours, or a refusal that is no problem document with plain words at each place. */
function troubleWith({ status, headers, body }: Answered<Record<string, unknown>>): string | undefined {
  if (status >= 500) return 'a failure';
  if (status < 400) return undefined;
  if (headers.get('content-type') !== 'application/problem+json') return 'no problem document';
  const errors = (body['errors'] ?? []) as { pointer: string; detail: string }[];
  if ([400, 415, 428].includes(status) && errors.length === 0) return 'no place';
  return errors.some(({ pointer, detail }) => !PLACE.test(pointer) || NOT_PLAIN.test(detail) || detail === '')
    ? 'a fault that is not plain'
    : undefined;
}

test('what is refused before any route sees it is a problem too', async () => {
  const listening = await listen(express(), { host: '127.0.0.1', port: 0 });
  const { port } = new URL(listening.url);
  const cases = [
    ['NONSENSE\r\n\r\n', 400, 'malformed_request'],
    ['GET /v1/tasks HTTP/1.1\r\nHost: a\r\nno header\r\n\r\n', 400, 'malformed_request'],
    [`GET /v1/tasks?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'headers_too_large'],
    [`POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 1e9\r\n\r\n`, 400, 'malformed_request'],
  ] as const;
  for (const [request, status, code] of cases) {
    const [head = '', body = ''] = (await answerTo(Number(port), request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, type: `/problems/${code}`, errors: [{ pointer: 'header' }] });
  }
  await listening.close(0);
});

function answerTo(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(port, '127.0.0.1', function (this: Socket) {
      this.write(request);
    })
      .on('data', (part) => (text += String(part)))
      .on('close', () => resolve(text))
      .on('error', reject);
  });
}

/** Customers who are in journeys, and the ids and names that lead to something. */
async function people({ post, db, clock }: ApiWorld): Promise<string[]> {
  for (const userId of ['u0', 'u1']) {
    await post('/v1/identify', { userId, traits: { email: `${userId}@example.com` } });
    await post('/v1/enrollments', { journey: 'at-risk', user_id: userId });
  }
  const at = clock.now();
  const enrollment = await db.enrollment.findFirstOrThrow();
  const task = {
    enrollmentId: enrollment.id,
    customerId: enrollment.customerId,
    journey: 'at-risk',
    stage: 'checkIn',
    playbook: 'save-call',
  };
  const dates = { openedAt: at, dueAt: at, remindAt: at, expireAt: at };
  const id = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';
  await db.task.create({ data: { ...task, ...dates, id, because: 'x', queue: 'q', priority: 'high', state: 'open' } });
  return ['u0', 'u1', 'at-risk', id, enrollment.id, enrollment.customerId];
}

function requests(path: string, { parameters, requestBody }: Operation, known: readonly string[]) {
  const valued = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place && parameter.name !== 'cursor')
          .map(({ name = '', schema }) => [
            name,
            place === 'path' ? fc.oneof(fc.constantFrom(...known), odd) : like(schema, known),
          ]),
      ),
      place === 'query' ? { requiredKeys: [] } : {},
    );
  const schema = requestBody?.content['application/json']?.schema;
  return fc
    .record({
      path: valued('path'),
      query: valued('query'),
      body: schema ? like(schema, known) : fc.constant(undefined),
      version: fc.constantFrom('"1"', 'W/"2"'),
    })
    .map((given) => ({
      path: `${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encoded(given.path[name]) || '-')}?${Object.entries(
        given.query,
      )
        .map(([name, value]) => `${name}=${encoded(value)}`)
        .join('&')}`,
      body: given.body === undefined ? undefined : JSON.stringify(given.body),
      headers: { 'If-Match': given.version },
    }));
}

const odd: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', ' ', '\0', '\ud800', 'x'.repeat(3_000), '-1', '1e400', '__proto__', 'constructor', "';--", '%'),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-03-02T09:00:00.000Z'),
);

/** Values that mostly fit a schema: one in thirty is something else. */
function like(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fitting(schema, known) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );
}

function fitting(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, properties = {}, required = [], items = {}, maxLength = 5_000 } = schema;
  if (oneOf)
    return fc.oneof(
      ...oneOf.map((way) => fitting({ ...schema, ...only(schema, way.required ?? []), oneOf: undefined }, known)),
    );
  if (anyOf) return fc.oneof(...anyOf.map((branch) => like(branch, known)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (Array.isArray(type))
    return fc.oneof(...(type as string[]).map((one) => fitting({ ...schema, type: one }, known)));
  switch (String(type)) {
    case 'null':
      return fc.constant(null);
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, like(member, known)])),
        { requiredKeys: required },
      );
    case 'array':
      return fc.array(like(items, known), { minLength: 1, maxLength: 3 });
    case 'integer':
      return fc.integer({ min: 1, max: 100 });
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'string':
      if (schema.format === 'date-time')
        return fc.date({ noInvalidDate: true, min: FIRST, max: LAST }).map((date) => date.toISOString());
      return fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...known) },
        { weight: 1, arbitrary: odd.map((text) => text.slice(0, maxLength)) },
      );
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

/** An object of one way alone: what every way needs, and what this one does. */
function only({ properties = {}, required = [] }: Schema, way: readonly string[]): Partial<Schema> {
  const names = [...required, ...way];
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name))),
    required: names,
  };
}

const FIRST = new Date('0001-01-01T00:00:00.000Z');
const LAST = new Date('9999-12-31T23:59:59.999Z');

function encoded(value: unknown): string {
  const text = String(value);
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}
