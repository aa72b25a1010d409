import { DEEPEST } from '../domain/storable';

/** What PostgreSQL's text and jsonb refuse: U+0000, and a surrogate without its other half. */
const REFUSED = /\0|\p{Surrogate}/u;

/** Where a value cannot be kept, and why not. */
export interface Unstorable {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
}

/**
 * The first thing in a parsed JSON value that PostgreSQL cannot keep: such text, or nesting deeper than DEEPEST. Undefined when
 * all is well. It would otherwise fail deep inside a transaction; events, whose senders cannot be asked, are cleaned instead.
 */
export function unstorable(value: unknown): Unstorable | undefined {
  const waiting: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path } = next;
    if (typeof next.value === 'string' && REFUSED.test(next.value)) return { path, detail: UNKEEPABLE };
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (path.length >= DEEPEST) return { path: [], detail: `is nested more than ${DEEPEST} deep` };
    for (const [name, member] of Object.entries(next.value)) {
      if (REFUSED.test(name)) return { path, detail: UNKEEPABLE };
      waiting.push({ value: member, path: [...path, name] });
    }
  }
  return undefined;
}

const UNKEEPABLE = 'holds a character that cannot be kept: U+0000 or half of a surrogate pair';
