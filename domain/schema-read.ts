import type { z } from 'zod';
import { nearest } from './nearest';
import { NEEDED, wordsFor } from './schema-words';

/** A place in a value, and what is wrong there: the end of a sentence that begins with the place. */
export interface Flaw {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
}

/** What a schema makes of a value, or every flaw that it found. */
export type ReadBySchema<T> =
  | { readonly value: T; readonly flaws?: never }
  | { readonly value?: never; readonly flaws: readonly Flaw[] };

/**
 * Reads a value by a schema; what is wrong is said in plain words. A member that a strict object does not know is met with the
 * known one that is nearest, and that one is then not called missing too.
 */
export function readBySchema<S extends z.ZodType>(schema: S, value: unknown): ReadBySchema<z.output<S>> {
  // Most values are good, and are read twice as fast by a reader that need not find words.
  const { success, data } = schema.safeParse(value);
  if (success) return { value: data };
  const again = schema.safeParse(value, { error: inWords });
  return again.success ? { value: again.data } : { flaws: flawsIn(again.error.issues) };
}

/** What to say of a name that is not known, given those that are. */
export function unknownName(given: string, known: readonly string[]): string {
  const meant = nearest(given, known);
  if (meant !== undefined) return `is not known here: did you mean ${meant}?`;
  return known.length === 0 ? 'is not known here' : `is not known here; known are ${known.join(', ')}`;
}

/** The members that a strict object knows, by the list of those that it does not: only the error map is shown both. */
const known = new WeakMap<readonly string[], readonly string[]>();

const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') known.set(issue.keys, membersOf(issue.inst));
  return wordsFor(issue);
};

function membersOf(schema: object | undefined): readonly string[] {
  const { def } = (schema as z.ZodType | undefined)?._zod ?? {};
  return def && 'shape' in def ? Object.keys(def.shape as object) : [];
}

function flawsIn(issues: readonly z.core.$ZodIssue[]): Flaw[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ within: issue.path, key, names: known.get(issue.keys) ?? [] }))
      : [],
  );
  const meant = new Set(
    unknown.map(({ within, key, names }) => [...within, nearest(key, names)].map(String).join('\0')),
  );
  const misspelt = ({ path, message }: z.core.$ZodIssue) =>
    message === NEEDED && meant.has(path.map(String).join('\0'));
  return [
    ...issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' || misspelt(issue) ? [] : [{ path: issue.path, detail: issue.message }],
    ),
    ...unknown.map(({ within, key, names }) => ({ path: [...within, key], detail: unknownName(key, names) })),
  ];
}
