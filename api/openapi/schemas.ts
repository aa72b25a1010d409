import { z } from 'zod';

/** A JSON Schema (draft 2020-12), which is what OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Turns zod schemas into JSON Schemas; those with a `meta({ id })` stand once under `components` and are referred to. */
export interface SchemaBook {
  /** What a caller may send. */
  readonly input: (schema: z.ZodType) => JsonSchema;
  /** What a caller gets. More members may come with time, so no object is closed. */
  readonly output: (schema: z.ZodType) => JsonSchema;
  readonly components: () => Readonly<Record<string, JsonSchema>>;
}

/** An empty book. */
export function createSchemaBook(): SchemaBook {
  const components = new Map<string, JsonSchema>();

  const write = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: (found) => tidy(found, io) });
    const names = new Map(Object.entries($defs).map(([id, definition]) => [id, nameFor(id, definition, components)]));
    for (const [id, definition] of Object.entries($defs))
      components.set(names.get(id) ?? id, referring(definition, names));
    return referring(root, names);
  };

  return {
    input: (schema) => write(schema, 'input'),
    output: (schema) => write(schema, 'output'),
    components: () => Object.fromEntries([...components].toSorted(([a], [b]) => a.localeCompare(b))),
  };
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>;

/** Leaves out what says nothing to a reader: patterns that repeat a format, the bounds of a safe integer. Names dates, which zod cannot. */
function tidy({ zodSchema, jsonSchema }: Parameters<Override>[0], io: 'input' | 'output'): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (io === 'input' && isTruthWord(zodSchema)) jsonSchema.type = 'boolean';
}

/** `z.stringbool()`: a boolean as a query can carry it. */
function isTruthWord(schema: Parameters<Override>[0]['zodSchema']): boolean {
  return schema instanceof z.ZodPipe && schema.in instanceof z.ZodString && schema.out instanceof z.ZodBoolean;
}

/** The id itself, unless it names another shape already: what is sent and what comes back can differ, by defaults for one. */
function nameFor(id: string, definition: unknown, known: ReadonlyMap<string, JsonSchema>): string {
  const same = (name: string) =>
    !known.has(name) || JSON.stringify(known.get(name)) === JSON.stringify(referring(definition, new Map()));
  if (same(id)) return id;
  let name = `${id}Input`;
  for (let count = 2; !same(name); count += 1) name = `${id}Input${count}`;
  return name;
}

/** A copy whose references point at the components of the document. */
function referring(schema: unknown, names: ReadonlyMap<string, string>): JsonSchema {
  const copy: unknown = JSON.parse(JSON.stringify(schema), (member: string, value: unknown) => {
    const id = member === '$ref' && typeof value === 'string' ? /^#\/\$defs\/(.+)$/.exec(value)?.[1] : undefined;
    return id === undefined ? value : `#/components/schemas/${names.get(id) ?? id}`;
  });
  return copy as JsonSchema;
}
