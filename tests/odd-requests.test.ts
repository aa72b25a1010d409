import fc from 'fast-check';
import { withApi, type ApiWorld } from './support/http';

type Schema = Readonly<Record<string, unknown>> & {
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  readonly enum?: unknown[];
  readonly format?: string;
  readonly maxLength?: number;
};

interface Operation {
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}

test('no request, however odd, breaks the API: the document makes them nearly right, and nothing is answered 5xx', () =>
  withApi(async (world) => {
    const known = await people(world);
    const { body } = await world.get<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
    const answers = new Map<number, number>();
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags.includes('Operations')) continue;
        for (const asked of fc.sample(requests(path, operation, known), { numRuns: 25, seed: 20_260_302 })) {
          const { status, text } = await world.send(method.toUpperCase(), asked.path, asked.body, {
            headers: asked.headers,
          });
          answers.set(status, (answers.get(status) ?? 0) + 1);
          if (status >= 500) throw new Error(`${method} ${JSON.stringify(asked)} was answered ${status} ${text}`);
        }
      }
    }
    // Enough of them were right for this to mean something.
    const right = [...answers].reduce((sum, [status, count]) => sum + (status < 300 ? count : 0), 0);
    expect(right).toBeGreaterThan(100);
  }));

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
  const { type, anyOf, properties = {}, required = [], items = {}, maxLength = 5_000 } = schema;
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

const FIRST = new Date('0001-01-01T00:00:00.000Z');
const LAST = new Date('9999-12-31T23:59:59.999Z');

function encoded(value: unknown): string {
  const text = String(value);
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}
