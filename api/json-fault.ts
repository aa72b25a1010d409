const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may come next: a value, a value or `]`, a key, a key or `}`, a colon, or a comma or the end of what is open. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

/**
 * The position (characters from 0) at which a text stops being JSON; its length when it merely ends too early.
 * `JSON.parse` names a position only for some faults, and quotes the text for the others. Only called after it refused.
 */
export function whereJsonBreaks(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = 0;

  const eat = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };

  for (;;) {
    eat(SPACE);
    const next: string | undefined = text[at];
    if (next === undefined) return at;
    const inside = open.at(-1);

    if (expected === 'colon') {
      if (next !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === 'comma-or-end' && next === ',' && inside) {
      at += 1;
      expected = inside === '[' ? 'value' : 'key';
    } else if (next === closing(inside) && (expected === 'comma-or-end' || expected === 'value-or-end' || expected === 'key-or-end')) {
      at += 1;
      open.pop();
      expected = 'comma-or-end';
    } else if (expected === 'key' || expected === 'key-or-end') {
      if (!eat(STRING)) return brokenString(text, at);
      expected = 'colon';
    } else if (expected === 'value' || expected === 'value-or-end') {
      if (next === '[' || next === '{') {
        at += 1;
        open.push(next);
        expected = next === '[' ? 'value-or-end' : 'key-or-end';
      } else {
        if (!eat(SCALAR) && !eat(STRING)) return brokenString(text, at);
        expected = 'comma-or-end';
      }
    } else {
      return at;
    }
  }
}

function closing(inside: '[' | '{' | undefined): string | undefined {
  return inside && (inside === '[' ? ']' : '}');
}

/** Within a string the fault is at its first character that may not stand there. */
function brokenString(text: string, start: number): number {
  if (text[start] !== '"') return start;
  const readable = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
  readable.lastIndex = start;
  readable.test(text);
  return readable.lastIndex;
}
