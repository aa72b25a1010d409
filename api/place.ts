/*
 * Where in a request a fault is, as `pointer` says it. In the body: a JSON pointer (domain/json-pointer.ts), so it begins with a slash,
 * or is empty for the body as a whole. Anywhere else: the part of the request and the name in it.
 */

/** `query: limit`. A parameter is one text, so what lies within it has no place of its own. */
export function inQuery([name]: readonly PropertyKey[]): string {
  return within('query', name);
}

/** `path: id`. */
export function inPath([name]: readonly PropertyKey[]): string {
  return within('path', name);
}

/** `header: If-Match`. */
export function inHeader(name: string): string {
  return within('header', name);
}

const LONGEST_NAME = 100;

function within(part: string, name: PropertyKey | undefined): string {
  return name === undefined ? part : `${part}: ${String(name).slice(0, LONGEST_NAME)}`;
}
