import type { z } from 'zod';
import { InvalidInput, type Fault } from '../domain/errors';
import { jsonPointer } from '../domain/json-pointer';
import { readBySchema, unknownName, type Flaw } from '../domain/schema-read';
import { inPath, inQuery } from './place';
import type { Route } from './route';
import { unstorable } from './storable';

/** The parts of a request before their schemas have seen them. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses path, query and body by a route's schemas. Throws InvalidInput with the faults of all three at once, each in plain
 * words and with its place (api/place.ts). A query parameter that the route does not know is a fault, and so is one that is
 * given twice. Values that PostgreSQL cannot keep as text are faults too, except in bodies of the right `ingest`, whose items
 * are judged one by one.
 */
export function parseInput(route: Route, raw: RawInput): RawInput {
  const query = parameters((raw.query ?? {}) as Parameters, namesIn(route), route.anyQuery);
  const parts = {
    params: read(route.params, raw.params, inPath),
    query: read(route.query, query.once, inQuery),
    body: read(route.body, raw.body, jsonPointer, { storable: route.right !== 'ingest' }),
  };
  const faults = [...parts.params.faults, ...query.faults, ...parts.query.faults, ...parts.body.faults];
  if (faults.length > 0) throw new InvalidInput(summary(faults), faults.slice(0, MOST_FAULTS));
  return { params: parts.params.value, query: parts.query.value, body: parts.body.value };
}

type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** The query parameters that a route knows. */
function namesIn({ query }: Route): readonly string[] {
  return query === undefined ? [] : Object.keys((query as z.ZodObject).shape);
}

/** Keeps what can be looked at: parameters that are known and given once. */
function parameters(given: Parameters, known: readonly string[], others = false) {
  const once: [string, unknown][] = [];
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(given)) {
    const detail =
      others || known.includes(name) ? (Array.isArray(value) ? REPEATED : undefined) : unknownParameter(name, known);
    if (detail === undefined) once.push([name, value]);
    else faults.push({ pointer: inQuery([name]), detail });
  }
  return { once: Object.fromEntries(once), faults };
}

const REPEATED = 'is given more than once';

function unknownParameter(name: string, known: readonly string[]): string {
  return known.length === 0 ? 'is not known here: this takes no query parameters' : unknownName(name, known);
}

interface Part {
  readonly value?: unknown;
  readonly faults: readonly Fault[];
}

function read(
  schema: unknown,
  value: unknown,
  place: (path: readonly PropertyKey[]) => string,
  { storable = true }: { readonly storable?: boolean } = {},
): Part {
  if (!schema) return { faults: [] };
  const bad = storable ? unstorable(value) : undefined;
  const { value: parsed, flaws = [] } = bad ? { flaws: [bad] } : readBySchema(schema as z.ZodType, value);
  return { value: parsed, faults: flaws.map((flaw) => ({ pointer: place(flaw.path), detail: sentence(flaw, value) })) };
}

/** A body that is missing altogether has no place to point at. */
function sentence({ path, detail }: Flaw, whole: unknown): string {
  return whole === undefined && path.length === 0 ? 'a JSON body is needed' : detail;
}

/** More than a person would read, and far less than a hostile body can have. */
const MOST_FAULTS = 100;

function summary({ length }: readonly Fault[]): string {
  if (length === 1) return 'The request has a fault.';
  return `The request has ${length} faults${length > MOST_FAULTS ? `; the first ${MOST_FAULTS} are listed` : ''}.`;
}
