import type { z } from 'zod';
import { InvalidInput, type Fault } from '../domain/errors';
import type { Route } from './route';
import { unstorable } from './storable';

/** The parts of a request before their schemas have seen them. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses path, query and body by a route's schemas. Throws InvalidInput with the faults of all three at once: a body's
 * fault by its JSON pointer, a parameter's by its name. Values that PostgreSQL cannot keep as text are faults too,
 * except in bodies of the role `ingest`, whose items are judged one by one.
 */
export function parseInput(route: Route, raw: RawInput): RawInput {
  const faults: Fault[] = [];
  const parsed = {
    params: checked(route.params, raw.params, named, faults),
    query: checked(route.query, raw.query, named, faults),
    body: checked(route.body, raw.body, pointer, faults, route.role !== 'ingest'),
  };
  if (faults.length > 0) throw new InvalidInput(summary(faults), faults);
  return parsed;
}

type Place = (path: readonly PropertyKey[]) => string;

/** An RFC 6901 pointer into the body. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function named(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function checked(schema: unknown, value: unknown, place: Place, faults: Fault[], storableOnly = true): unknown {
  if (!schema) return undefined;
  const bad = storableOnly ? unstorable(value) : undefined;
  if (bad) {
    faults.push({ pointer: place(bad.path), detail: bad.detail });
    return undefined;
  }
  const { success, data, error } = (schema as z.ZodType).safeParse(value);
  if (success) return data;
  faults.push(...error.issues.flatMap((issue) => faultsOf(issue, value, place)));
  return undefined;
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown, place: Place): Fault[] {
  if (issue.path.length === 0 && value === undefined) return [{ pointer: place([]), detail: 'a JSON body is needed' }];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: place([...issue.path, key]), detail: 'is not known here' }));
  }
  const closest = issue.code === 'invalid_union' ? closestBranch(issue.errors) : [];
  if (closest.length === 0) return [{ pointer: place(issue.path), detail: issue.message }];
  return closest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, value ?? null, place));
}

/** Of the branches of a union, the one that was nearly met: its faults help, those of the others mislead. */
function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const deep = branches.filter((issues) => issues.some(({ path }) => path.length > 0));
  return deep.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function summary(faults: readonly Fault[]): string {
  return faults.length === 1 ? 'The request has a fault.' : `The request has ${faults.length} faults.`;
}
