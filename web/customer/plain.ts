/** A name of the code as a person reads it: `save-call` is "save call", `personCalls` "person calls", `order.completed` "order completed". */
export function plain(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]+/g, ' ')
    .trim()
    .toLocaleLowerCase();
}

/** The same at the beginning of a line. */
export function titled(name: string): string {
  const text = plain(name);
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** A text out of something that may be anything. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
