import { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;

/**
 * A history without whatever tells on which machine it was made: identities of workers and clients, the task queues that a worker names after
 * itself, stack traces. Nothing of it matters to a replay.
 */
export function scrubbed(history: History): History {
  return temporal.api.history.v1.History.fromObject(scrub(temporal.api.history.v1.History.create(history)) as History);
}

const TELL_TALES: ReadonlySet<string> = new Set(['identity', 'stackTrace']);

function scrub(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrub);
  if (!isMessage(value)) return value;
  const kept = Object.entries(value).filter(([field]) => !TELL_TALES.has(field));
  const { normalName } = value as { readonly normalName?: string };
  return Object.fromEntries(
    kept.map(([field, inner]) => [field, field === 'name' && normalName ? normalName : scrub(inner)]),
  );
}

/** Bytes and the long integers of protobuf are objects too, and stay as they are. */
function isMessage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return !('low' in value && 'high' in value && 'unsigned' in value);
}
