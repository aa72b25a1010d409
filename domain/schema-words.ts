import type { z } from 'zod';

/** What stands where something is wanted and nothing was given. */
export const NEEDED = 'is needed';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * What is wrong with a value, as the end of a sentence that begins with its place: `must be at most 100`, `is needed`. An error map
 * for zod, so every schema speaks these words; a message that a schema gives itself goes before them.
 */
export function wordsFor(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'custom') return NEEDED;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nounFor(issue.expected)}`;
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'does not have the form that is wanted here';
    case 'invalid_value':
      return mustBeOneOf(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return 'is not known here';
    case 'invalid_union':
      return anyOf(issue.errors ?? []);
    case 'invalid_key':
      return 'has a name that is not allowed';
    case 'invalid_element':
      return 'holds something that is not allowed';
    case 'custom':
    default:
      return 'is not valid';
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  null: 'null',
  undefined: 'left out',
  never: 'left out',
  date: 'a date',
};

function nounFor(expected: string): string {
  return NOUNS[expected] ?? `of the type ${expected}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  datetime: 'must be a date and time in ISO 8601 with its offset, such as 2026-03-02T09:00:00Z',
  date: 'must be a date in ISO 8601, such as 2026-03-02',
  email: 'must be an email address',
  url: 'must be a URL',
};

function tooBig({ origin, maximum, inclusive = true }: Extract<Issue, { code: 'too_big' }>): string {
  if (origin === 'string') return `must be at most ${maximum} characters long`;
  if (origin === 'array' || origin === 'set') return `must hold at most ${maximum} items`;
  return inclusive ? `must be at most ${maximum}` : `must be less than ${maximum}`;
}

function tooSmall({ origin, minimum, inclusive = true }: Extract<Issue, { code: 'too_small' }>): string {
  const holds = origin === 'string' || origin === 'array' || origin === 'set';
  if (holds && Number(minimum) <= 1) return 'must not be empty';
  if (origin === 'string') return `must be at least ${minimum} characters long`;
  if (holds) return `must hold at least ${minimum} items`;
  return inclusive ? `must be at least ${minimum}` : `must be more than ${minimum}`;
}

function mustBeOneOf({ values, expected }: Extract<Issue, { code: 'invalid_value' }>): string {
  // `z.stringbool()` also takes yes, no, on, off and more: the two plain words are enough to know.
  if (expected === 'stringbool') return 'must be true or false';
  const words = values.map(String);
  return words.length === 1 ? `must be ${words[0]}` : `must be one of ${words.join(', ')}`;
}

const MUST_BE = 'must be ';

/** Where each branch asks for another kind of value, all kinds; where one got further than its kind, nothing short is true. */
function anyOf(branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  const words = [...new Set(branches.flatMap((issues) => issues.map(({ message }) => message)))];
  const isOfKinds = branches.every(([first, more]) => first && !more && first.path.length === 0);
  if (!isOfKinds || !words.every((each) => each.startsWith(MUST_BE)))
    return 'has none of the forms that are taken here';
  return MUST_BE + words.map((each) => each.slice(MUST_BE.length)).join(' or ');
}
