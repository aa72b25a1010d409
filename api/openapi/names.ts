import type { Route } from '../route';

/**
 * The operation id of a route, derived from its method and path so that it is stable and needs no upkeep: `GET /v1/tasks` is
 * `listTasks`, `GET /v1/tasks/:id` is `getTask`, `POST /v1/keys` is `createKey`, `POST /v1/tasks/:id/claim` is `postTaskClaim`.
 */
export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== 'v1');
  const last = parts.at(-1) ?? '';
  const isCollection = !isParameter(last) && (singular(last) !== last || PLURAL_AS_IT_IS.has(last));
  const creates = method === 'post' && isCollection;
  const words = parts.flatMap((part, index) => {
    if (isParameter(part)) return [];
    const isOne = isParameter(parts[index + 1] ?? '') || (creates && index === parts.length - 1);
    return [pascal(isOne ? singular(part) : part)];
  });
  const verb = creates ? 'create' : method === 'get' && isCollection ? 'list' : method;
  return verb + words.join('');
}

const PLURAL_AS_IT_IS: ReadonlySet<string> = new Set(['staff']);

/** `/v1/tasks/:id` as OpenAPI writes it: `/v1/tasks/{id}`. */
export function templatePath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function isParameter(part: string): boolean {
  return part.startsWith(':');
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return /[^suai]s$/.test(word) ? word.slice(0, -1) : word;
}

function pascal(word: string): string {
  return word
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
