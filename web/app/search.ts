/** What stands behind the `?` of an address: texts by name, so that addresses can be read and typed. */
export type Search<Name extends string> = { readonly [K in Name]?: string };

/** Reads these names of an address, and leaves out whatever else stands in it. */
export function searchOf<const Name extends string>(...names: readonly Name[]) {
  return (given: Record<string, unknown>): Search<Name> => {
    const found = names.filter((name) => typeof given[name] === 'string' && given[name] !== '');
    return Object.fromEntries(found.map((name) => [name, given[name]])) as Search<Name>;
  };
}

/** How the router reads addresses. */
export function parseSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** How the router writes addresses. */
export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
