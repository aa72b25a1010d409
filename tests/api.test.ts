import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { z } from 'zod';
import { requiredVersion } from '../api/if-match';
import { whereJsonBreaks } from '../api/json-fault';
import { decodeCursor, encodeCursor } from '../api/page';
import { route, type Route } from '../api/route';
import { Conflict, NotFound } from '../domain/errors';
import { withApi } from './support/http';

const orderShape = z.strictObject({
  lines: z.array(z.strictObject({ sku: z.string(), 'count/day': z.number().int().positive() })).min(1),
  note: z.string().max(50).optional(),
  state: z.enum(['open', 'claimed']).optional(),
  due: z.iso.datetime({ offset: true }).optional(),
  by: z.union([z.string(), z.number()]).optional(),
});

/** A small API of our own, so that every answer can be provoked without depending on what the product's routes do. */
function shop(): Route[] {
  const common = { right: 'read', tag: 'Shop', responses: { 200: { description: 'fine' } } } as const;
  return [
    route({
      ...common,
      method: 'post',
      path: '/v1/shops/:shop/orders',
      summary: 'order',
      params: z.object({ shop: z.coerce.number().int() }),
      query: z.object({ urgent: z.stringbool().optional() }),
      body: orderShape,
      bodyLimit: 2_000,
      handle: async ({ params, query, body }) => ({ status: 200, body: { params, query, body } }),
    }),
    route({
      ...common,
      method: 'get',
      path: '/v1/faults/:kind',
      summary: 'fail',
      params: z.object({ kind: z.string() }),
      handle: async ({ params, header }) => {
        switch (params.kind) {
          case 'not-found':
            throw new NotFound('There is no such order.');
          case 'conflict':
            throw new Conflict('Somebody else has it.', { assignee: 'ana' });
          case 'version':
            return { status: 200, body: { version: requiredVersion({ header }) } };
          case 'text':
            return { status: 200, body: 'plain', headers: { 'Content-Type': 'text/plain' } };
          default:
            throw new Error(`could not write "ada@example.com" at +49 170 1234567 for ${params.kind}`);
        }
      },
    }),
  ];
}

const world = { routes: shop };
const order = { lines: [{ sku: 'a', 'count/day': 1 }] };

/** The faults of a problem as people read them, in the order of their places. */
function faultsOf({ body }: { readonly body: Record<string, unknown> }): string[] {
  const errors = (body['errors'] ?? []) as { pointer: string; detail: string }[];
  return errors.map(({ pointer, detail }) => `${pointer} ${detail}`).toSorted();
}

test('every fault of a request is reported at once, with a pointer to each', () =>
  withApi(world, async ({ post }) => {
    const answer = await post('/v1/shops/main/orders?urgent=perhaps', {
      lines: [{ sku: 7, 'count/day': 0 }],
      colour: 'red',
    });
    expect(answer.status).toBe(400);
    expect(answer.body['type']).toBe('/problems/invalid_input');
    expect(answer.body['detail']).toBe('The request has 5 faults.');
    expect(faultsOf(answer)).toEqual([
      '/colour is not known here; known are lines, note, state, due, by',
      '/lines/0/count~1day must be more than 0',
      '/lines/0/sku must be text',
      'path: shop must be a number',
      'query: urgent must be true or false',
    ]);
  }));

test('a parameter or a member that is not known is met with the one that was probably meant', () =>
  withApi(world, async ({ get, post }) => {
    const faults = async (path: string, body: object) => faultsOf(await post(`/v1/shops/1${path}`, body));
    expect(await faults('/orders?urgnet=true', order)).toEqual([
      'query: urgnet is not known here: did you mean urgent?',
    ]);
    expect(await faults('/orders?colour=red&colour=blue', order)).toEqual([
      'query: colour is not known here; known are urgent',
    ]);
    expect(await faults('/orders?urgent=true&urgent=false', order)).toEqual(['query: urgent is given more than once']);
    expect(await faults('/orders?__proto__=1&constructor=2', order)).toHaveLength(2);
    expect(faultsOf(await get('/v1/faults/text?limit=1'))).toEqual([
      'query: limit is not known here: this takes no query parameters',
    ]);
    // One word too many is one fault: what was misspelt is not called missing too.
    expect(await faults('/orders', { Lines: [{ SKU: 'a', count_day: 1 }] })).toEqual([
      '/Lines is not known here: did you mean lines?',
    ]);
    expect(await faults('/orders', { lines: [{ SKU: 'a', count_day: 1 }] })).toEqual([
      '/lines/0/SKU is not known here: did you mean sku?',
      '/lines/0/count_day is not known here: did you mean count/day?',
    ]);
  }));

test('what is wrong is said in plain words, whatever was sent instead', () =>
  withApi(world, async ({ post }) => {
    const said = async (body: unknown) =>
      faultsOf(await post('/v1/shops/1/orders', typeof body === 'string' ? body : JSON.stringify(body)));
    expect(await said([])).toEqual([' must be an object']);
    expect(await said('null')).toEqual([' must be an object']);
    expect(await said('"text"')).toEqual([' must be an object']);
    expect(await said({})).toEqual(['/lines is needed']);
    expect(await said({ lines: {} })).toEqual(['/lines must be a list']);
    expect(await said({ lines: [] })).toEqual(['/lines must not be empty']);
    expect(await said({ lines: [null] })).toEqual(['/lines/0 must be an object']);
    expect(await said({ lines: [{ sku: 'a', 'count/day': 1.5 }] })).toEqual([
      '/lines/0/count~1day must be a whole number',
    ]);
    expect(await said('{"lines":[{"sku":"a","count/day":1e400}]}')).toEqual(['/lines/0/count~1day must be a number']);
    expect(await said({ ...order, note: 7, state: 'gone', due: 'soon', by: {} })).toEqual([
      '/by must be text or a number',
      '/due must be a date and time in ISO 8601 with its offset, such as 2026-03-02T09:00:00Z',
      '/note must be text',
      '/state must be one of open, claimed',
    ]);
    expect(await said({ ...order, note: 'x'.repeat(51) })).toEqual(['/note must be at most 50 characters long']);
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, 0]));
    const drowned = await post('/v1/shops/1/orders', { ...many, ...order });
    expect(faultsOf(drowned)).toHaveLength(100);
    expect(drowned.body['detail']).toBe('The request has 150 faults; the first 100 are listed.');
  }));

test('a body that cannot be read says where the trouble is', () =>
  withApi(world, async ({ post, get }) => {
    const fault = async (body: unknown, headers = {}) =>
      faultsOf(await post('/v1/shops/1/orders', body, { headers })).join();
    expect(await fault('{"lines": [}')).toBe(' breaks at character 11');
    expect(await fault(new Uint8Array([0x22, 0xff, 0x22]))).toBe(' is not text in UTF-8');
    expect(await fault('a=1', { 'Content-Type': 'text/plain' })).toBe(
      'header: Content-Type must be application/json, in UTF-8',
    );
    expect(await fault(order, { 'Content-Encoding': 'zip' })).toBe(
      'header: Content-Encoding must be gzip, deflate or br',
    );
    expect(await fault(order, { 'Content-Encoding': 'gzip' })).toMatch(/^header: Content-Encoding/);
    expect(faultsOf(await get('/v1/faults/%E0%A4%A'))).toEqual(['path is not percent-encoded UTF-8']);
    expect(faultsOf(await get('/v1/faults/%00'))).toEqual([expect.stringMatching(/^path: kind holds a character/)]);
    expect(faultsOf(await get('/v1/faults/version'))).toEqual(['header: If-Match is needed']);
  }));

test('each kind of error has its status and problem type, and names the request', () =>
  withApi(world, async ({ get, post, send }) => {
    const cases: [Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>, number, string][] = [
      [get('/v1/faults/not-found'), 404, 'not_found'],
      [get('/v1/nothing'), 404, 'not_found'],
      [get('/v1/faults/conflict'), 409, 'conflict'],
      [get('/v1/faults/version'), 428, 'precondition_required'],
      [get('/v1/faults/version', { headers: { 'If-Match': '"of-another-kind"' } }), 412, 'precondition_failed'],
      [get('/v1/faults/version', { headers: { 'If-Match': '*' } }), 400, 'invalid_input'],
      [get('/v1/faults/%E0%A4%A'), 400, 'malformed_request'],
      [get('/v1/faults/%00'), 400, 'invalid_input'],
      [get('/v1/faults/x', { role: null }), 401, 'unauthenticated'],
      [get('/v1/faults/x', { role: 'ingest' }), 403, 'forbidden'],
      [get('/v1/faults/x', { headers: { Accept: 'text/html' } }), 406, 'not_acceptable'],
      [send('DELETE', '/v1/faults/x'), 405, 'method_not_allowed'],
      [post('/v1/shops/1/orders', '{"lines": [}'), 400, 'malformed_json'],
      [post('/v1/shops/1/orders', new Uint8Array([0x22, 0xff, 0x22])), 400, 'malformed_json'],
      [post('/v1/shops/1/orders'), 400, 'invalid_input'],
      [post('/v1/shops/1/orders', { ...order, note: 'x'.repeat(2_000) }), 413, 'too_large'],
      [post('/v1/shops/1/orders', 'a=1', { headers: { 'Content-Type': 'text/plain' } }), 415, 'unsupported_media_type'],
      [post('/v1/shops/1/orders', order, { headers: { 'Content-Encoding': 'zip' } }), 415, 'unsupported_media_type'],
      [post('/v1/shops/1/orders', order, { headers: { 'Content-Encoding': 'gzip' } }), 400, 'malformed_request'],
      [get('/v1/faults/defect'), 500, 'internal'],
    ];
    for (const [asked, status, code] of cases) {
      const { status: given, headers, body } = await asked;
      expect({ status: given, type: body['type'] }).toEqual({ status, type: `/problems/${code}` });
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(body).toMatchObject({
        status,
        title: expect.any(String),
        detail: expect.any(String),
        instance: expect.stringMatching(/^\/v1\//),
        request_id: headers.get('x-request-id'),
      });
    }
  }));

test('errors carry what the caller needs to go on', () =>
  withApi(world, async ({ get, send, post }) => {
    expect((await get('/v1/faults/conflict')).body).toMatchObject({ assignee: 'ana' });
    expect((await get('/v1/faults/x', { role: 'ingest' })).body).toMatchObject({ required_right: 'read' });
    expect((await get('/v1/faults/x', { role: null })).headers.get('www-authenticate')).toBe(
      'Bearer realm="perennial"',
    );
    expect((await send('PUT', '/v1/faults/x')).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await send('OPTIONS', '/v1/faults/x')).status).toBe(204);
    expect((await post('/v1/shops/1/orders', '{"lines": [}')).body).toMatchObject({ position: 11 });
    expect((await post('/v1/shops/1/orders', '{"lines":')).body).toMatchObject({ position: 9 });
    expect((await get('/v1/faults/version', { headers: { 'If-Match': 'W/"12"' } })).body).toEqual({ version: 12 });
    expect((await get('/v1/faults/text')).headers.get('content-type')).toMatch(/^text\/plain/);
  }));

test('a defect is answered without its insides and logged with its stack, without addresses', () =>
  withApi(world, async ({ get, logged }) => {
    const { text } = await get('/v1/faults/defect');
    expect(text).not.toMatch(/ada@|could not write|\bat /);
    const line = logged.find((entry) => entry.includes('request failed')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      route: '/v1/faults/:kind',
      err: { stack: expect.stringContaining('api.test.ts') },
    });
    expect(line).not.toMatch(/ada@example\.com|1234567/);
  }));

test('bodies may be compressed, and hold nothing that the database cannot keep', () =>
  withApi(world, async ({ post }) => {
    const packed = await post('/v1/shops/1/orders', gzipSync(JSON.stringify(order)), {
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(packed.body).toEqual({ params: { shop: 1 }, query: {}, body: order });
    for (const note of ['a\\u0000b', 'half \\ud83d of an emoji']) {
      const { status, body } = await post(
        '/v1/shops/1/orders',
        `{"lines": [{"sku": "a", "count/day": 1}], "note": "${note}"}`,
      );
      expect(status).toBe(400);
      expect(body['errors']).toEqual([{ pointer: '/note', detail: expect.stringContaining('cannot be kept') }]);
    }
    expect((await post('/v1/shops/1/orders', '['.repeat(900) + ']'.repeat(900))).status).toBe(400);
  }));

test('a request keeps the id that its caller gave it, when that is sane', () =>
  withApi(world, async ({ get }) => {
    const id = async (given: string) =>
      (await get('/v1/faults/text', { headers: { 'X-Request-Id': given } })).headers.get('x-request-id');
    expect(await id('checkout-77.a')).toBe('checkout-77.a');
    expect(await id('ada@example.com')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id('x'.repeat(200))).toMatch(/^[0-9a-f-]{36}$/);
  }));

test('a list is read page by page without losing or repeating a row', () =>
  withApi(async ({ get, post, clock }) => {
    for (let count = 0; count < 7; count += 1) {
      if (count % 3 === 0) clock.advance(1);
      await post('/v1/keys', { name: `key ${count}`, role: 'ingest' });
    }
    interface Page {
      data: { id: string; created_at: string }[];
      next_cursor: string | null;
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page } = await get<Page>(`/v1/keys?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ created_at, id }) => `${created_at} ${id}`));
      cursor = body.next_cursor;
    }
    expect(seen).toHaveLength(10);
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(new Set(seen).size).toBe(10);
    for (const wrong of ['limit=0', 'limit=101', 'limit=x', 'cursor=abc', `cursor=${encodeCursor(['a', 'b'])}`]) {
      expect((await get(`/v1/keys?${wrong}`)).status).toBe(400);
    }
  }));

test('cursors come back as they were made, and only those', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.nat(), (parts, place) => {
      const cursor = encodeCursor(parts);
      expect(decodeCursor(cursor)).toEqual(parts);
      const at = place % cursor.length;
      const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(cursor, 'base64url'))) return;
      expect(() => decodeCursor(changed)).toThrow('does not belong');
    }),
  );
  expect(() => decodeCursor(encodeCursor(['2026-01-01', 'x']), ['time', 'uuid'])).toThrow('does not belong');
});

test('the position of a fault in JSON is found, however long or broken the text is', () => {
  const cases: [string, number][] = [
    ['', 0],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ["{'a': 1}", 1],
    ['[1, 2', 5],
    ['[1 2]', 3],
    ['{"a": tru}', 6],
    ['"a\nb"', 2],
    ['"a\\xb"', 3],
    ['01', 1],
    ['[1]]', 3],
    ['{"a": [1, {"b": }]}', 16],
    [`["${'x'.repeat(500_000)}", ?]`, 500_005],
    ['['.repeat(100_000), 100_000],
  ];
  for (const [text, position] of cases)
    expect([text.slice(0, 20), whereJsonBreaks(text)]).toEqual([text.slice(0, 20), position]);
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const part = text.slice(0, cut % (text.length + 1));
      fc.pre(!isJson(part));
      // What was cut off breaks at its end, or where the literal or number that was cut in two begins.
      expect(part.slice(whereJsonBreaks(part))).toMatch(/^(?:[a-z]*|-?[\d.eE+-]*|)$/);
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
