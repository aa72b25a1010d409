/** A place in a JSON value as an RFC 6901 pointer: `/traits/email`, and the empty text for the value as a whole. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
