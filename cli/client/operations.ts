import type { OpenApiDocument } from '../../api/openapi/document';
import type { JsonSchema } from '../../api/openapi/schemas';
import { componentName, typeOf } from './type-of';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly $ref?: string;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

const HEAD = `// Written by \`npm run generate\` from the API's OpenAPI document. Changes here are lost.
/* eslint-disable */
`;

/**
 * The module that the pages' client is typed by: every component of the document, and `Operations`, which names each operation as
 * \`GET /v1/tasks/{id}\` with what it takes (path, query, body, whether \`If-Match\`) and what a success answers.
 */
export function clientTypes({ paths, components }: OpenApiDocument): string {
  const schemas = Object.entries((components['schemas'] ?? {}) as Record<string, JsonSchema>);
  const named = schemas.map(([id, schema]) => `export type ${componentName(id)} = ${typeOf(schema)};`);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => entry(method, path, operation as Operation)),
  );
  return `${HEAD}\n${named.join('\n')}\n\nexport interface Operations {\n${operations.join('\n')}\n}\n`;
}

function entry(method: string, path: string, operation: Operation): string {
  const { parameters = [], requestBody, responses, summary } = operation;
  const members = [
    membersIn('path', parameters),
    membersIn('query', parameters),
    requestBody && member('body', requestBody.required, jsonOf(requestBody)),
    parameters.some(({ $ref }) => $ref?.endsWith('/IfMatch')) && 'readonly ifMatch: number;',
    parameters.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey')) && 'readonly idempotencyKey?: string;',
  ];
  const takes = members.filter((line) => typeof line === 'string').join(' ');
  return `  /** ${summary.replaceAll('*/', '')} */
  ${JSON.stringify(`${method.toUpperCase()} ${path}`)}: { readonly takes: { ${takes} }; readonly reply: ${replyOf(responses)} };`;
}

function membersIn(place: 'path' | 'query', parameters: readonly Parameter[]): string | undefined {
  const found = parameters.filter((parameter) => parameter.in === place);
  if (found.length === 0) return undefined;
  const members = found.map(({ name, required, schema }) => member(name, required, typeOf(schema)));
  return member(
    place,
    found.some(({ required }) => required),
    `{ ${members.join(' ')} }`,
  );
}

function member(name: string, required: boolean, type: string): string {
  return `readonly ${JSON.stringify(name)}${required ? '' : '?'}: ${type};`;
}

/** What successes answer: \`undefined\` for one without a body, text for one that is not JSON. */
function replyOf(responses: Operation['responses']): string {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  // One that only leads elsewhere has no success, and no page calls it.
  return (
    [...new Set(successes.map(([, answer]) => (answer.content ? jsonOf(answer) : 'undefined')))].join(' | ') || 'never'
  );
}

function jsonOf({ content = {} }: Content): string {
  const json = content['application/json'];
  return json ? typeOf(json.schema) : 'string';
}
