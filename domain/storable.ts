/** How deeply objects and lists may be nested in what is sent; deeper ones are refused, because PostgreSQL's own reader has a limit. */
export const DEEPEST = 32;

/** Text as PostgreSQL can keep it: without NUL characters, and with U+FFFD for halves of surrogate pairs. */
export function storableText(text: string): string {
  return UNSTORABLE.test(text) ? text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD') : text;
}

/** The beginning of a text, at most `longest` UTF-16 units, never with half a character at its end. */
export function beginningOf(text: string, longest: number): string {
  return text.length > longest ? storableText(text.slice(0, longest)) : text;
}

/**
 * JSON as PostgreSQL can keep it: `storableText` in every string and key, the same object back when nothing had to change.
 * Undefined when it is nested deeper than DEEPEST.
 */
export function storableJson<T>(value: T, depth = 0): T | undefined {
  if (typeof value === 'string') return storableText(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return undefined;
  return (Array.isArray(value) ? storableList(value, depth) : storableObject(value, depth)) as T | undefined;
}

const UNSTORABLE = /\0|\p{Surrogate}/u;

function storableList(list: readonly unknown[], depth: number): readonly unknown[] | undefined {
  const kept = list.map((item) => storableJson(item, depth + 1));
  if (kept.some((item, index) => item === undefined && list[index] !== undefined)) return undefined;
  return kept.every((item, index) => item === list[index]) ? list : kept;
}

function storableObject(object: object, depth: number): object | undefined {
  let changed = false;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(object)) {
    const [keptKey, kept] = [storableText(key), storableJson(value, depth + 1)];
    if (kept === undefined && value !== undefined) return undefined;
    changed ||= keptKey !== key || kept !== value;
    entries.push([keptKey, kept]);
  }
  return changed ? Object.fromEntries(entries) : object;
}
