/** What PostgreSQL's text and jsonb refuse: U+0000, and a surrogate without its other half. */
const REFUSED = /\0|\p{Surrogate}/u;

/**
 * The path to the first string (or name of a member) in a parsed JSON value that PostgreSQL cannot keep; undefined when all is
 * well. Such text would otherwise fail deep inside a transaction.
 */
export function unstorable(value: unknown): readonly PropertyKey[] | undefined {
  const waiting: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value === 'string' && REFUSED.test(next.value)) return next.path;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [name, member] of Object.entries(next.value)) {
      if (REFUSED.test(name)) return next.path;
      waiting.push({ value: member, path: [...next.path, name] });
    }
  }
  return undefined;
}
