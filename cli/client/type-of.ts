import type { JsonSchema } from '../../api/openapi/schemas';

/**
 * The TypeScript type of a JSON Schema as our OpenAPI document holds them: objects, arrays, unions, constants, references to
 * components. What a type cannot say (lengths, patterns, formats) is left out, and what is not known here becomes `unknown`. `may` says whether
 * the schema is of what we send or of what we get: a member that has a default may be left out only of what we send, which the document
 * expresses by `required` already.
 */
export function typeOf(schema: JsonSchema | boolean | undefined): string {
  if (schema === undefined || typeof schema === 'boolean') return 'unknown';
  const { $ref: reference, const: constant, enum: choices, anyOf, oneOf, allOf, type } = schema;
  if (typeof reference === 'string') return componentName(reference.split('/').at(-1) ?? '');
  if ('const' in schema) return JSON.stringify(constant);
  if (Array.isArray(choices)) return union(choices.map((choice) => JSON.stringify(choice)));
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return union((either as JsonSchema[]).map(typeOf));
  if (Array.isArray(allOf)) return (allOf as JsonSchema[]).map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(type)) return union(type.map((one) => typeOf({ ...schema, type: one as unknown })));
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return arrayType(schema);
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

/** The name under which a component of the document is exported. */
export function componentName(id: string): string {
  return id.replaceAll(/\W/g, '_');
}

function arrayType({ items, prefixItems }: JsonSchema): string {
  if (Array.isArray(prefixItems)) return `readonly [${(prefixItems as JsonSchema[]).map(typeOf).join(', ')}]`;
  return `readonly (${typeOf(items as JsonSchema | undefined)})[]`;
}

function objectType({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const needed = new Set(required as readonly string[]);
  const members = Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, member]) => `readonly ${JSON.stringify(name)}${needed.has(name) ? '' : '?'}: ${typeOf(member)};`,
  );
  const others = additionalProperties as JsonSchema | boolean | undefined;
  if (members.length === 0) return `{ readonly [name: string]: ${typeOf(others)} }`;
  const isOpen = others !== undefined && others !== false;
  return `{ ${members.join(' ')}${isOpen ? ' readonly [name: string]: unknown;' : ''} }`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 0 ? 'never' : distinct.join(' | ');
}
