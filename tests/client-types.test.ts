import { z } from 'zod';
import { openapiDocument } from '../api/openapi/document';
import { route } from '../api/route';
import { clientTypes } from '../cli/client/operations';
import { typeOf } from '../cli/client/type-of';

test.each([
  [z.string(), 'string'],
  [z.int(), 'number'],
  [z.enum(['a', 'b']), '"a" | "b"'],
  [z.literal('task'), '"task"'],
  [z.string().nullable(), 'string | null'],
  [z.array(z.union([z.string(), z.number()])), 'readonly (string | number)[]'],
  [z.object({ id: z.string(), at: z.string().optional() }), '{ readonly "id": string; readonly "at"?: string; }'],
  [z.looseObject({ id: z.string() }), '{ readonly "id": string; readonly [name: string]: unknown; }'],
  [z.record(z.string(), z.int()), '{ readonly [name: string]: number }'],
  [z.unknown(), 'unknown'],
])('the client knows the shapes that routes declare: %#', (schema, type) => {
  const { $schema: _, ...plain } = z.toJSONSchema(schema);
  expect(typeOf(plain)).toBe(type);
});

test('an operation is named by method and path, with what it takes and what a success answers', () => {
  const claim = route({
    method: 'post',
    path: '/v1/tasks/:id/claim',
    right: 'work',
    tag: 'Tasks',
    summary: 'Take a task',
    params: z.object({ id: z.string() }),
    body: z.strictObject({ by: z.string().optional() }).default({}),
    responses: { 200: { description: 'The task.', schema: z.object({ version: z.int() }) } },
    ifMatch: true,
    handle: () => Promise.resolve({ status: 200 }),
  });
  const types = clientTypes(openapiDocument([claim]));
  expect(types).toContain(
    '"POST /v1/tasks/{id}/claim": { readonly takes: { readonly "path": { readonly "id": string; }; ' +
      'readonly "body"?: { readonly "by"?: string; }; readonly ifMatch: number; readonly idempotencyKey?: string; }; ' +
      'readonly reply: { readonly "version": number; } };',
  );
  expect(types).toContain('/** Take a task */');
});
