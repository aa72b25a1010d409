/** What may come next: a value, a value or `]`, a key, a key or `}`, a colon, or a comma or the end of what is open. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

/** Having read something: where it ended, and whether it was whole. */
interface Read {
  readonly at: number;
  readonly ok: boolean;
}

/**
 * The position (characters from 0) at which a text stops being JSON; its length when it merely ends too early.
 * `JSON.parse` names a position only for some faults, and quotes the text for the others. Only called after it refused.
 */
export function whereJsonBreaks(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = 0;

  for (;;) {
    at = skipSpace(text, at);
    const next = text[at];
    if (next === undefined) return at;
    const inside = open.at(-1);

    if (expected !== 'value' && expected !== 'key' && expected !== 'colon' && next === closing(inside)) {
      open.pop();
      at += 1;
      expected = 'comma-or-end';
    } else if (expected === 'comma-or-end') {
      if (next !== ',' || !inside) return at;
      at += 1;
      expected = inside === '[' ? 'value' : 'key';
    } else if (expected === 'colon') {
      if (next !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key-or-end') {
      const read = readString(text, at);
      if (!read.ok) return read.at;
      at = read.at;
      expected = 'colon';
    } else if (next === '[' || next === '{') {
      open.push(next);
      at += 1;
      expected = next === '[' ? 'value-or-end' : 'key-or-end';
    } else {
      const read = next === '"' ? readString(text, at) : readScalar(text, at);
      if (!read.ok) return read.at;
      at = read.at;
      expected = 'comma-or-end';
    }
  }
}

function closing(inside: '[' | '{' | undefined): string | undefined {
  return inside && (inside === '[' ? ']' : '}');
}

function skipSpace(text: string, start: number): number {
  const space = /[ \t\n\r]*/y;
  space.lastIndex = start;
  space.test(text);
  return space.lastIndex;
}

function readScalar(text: string, start: number): Read {
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  scalar.lastIndex = start;
  return scalar.test(text) ? { at: scalar.lastIndex, ok: true } : { at: start, ok: false };
}

/** Where a string ends, or its first character that may not stand there. */
function readString(text: string, start: number): Read {
  if (text[start] !== '"') return { at: start, ok: false };
  const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) >= 0x20) {
    if (text[at] === '"') return { at: at + 1, ok: true };
    if (text[at] === '\\') {
      escape.lastIndex = at;
      if (!escape.test(text)) return { at: Math.min(at + 1, text.length), ok: false };
      at = escape.lastIndex;
    } else at += 1;
  }
  return { at, ok: false };
}
