import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse, type CsvError, type Info } from 'csv-parse';
import { InvalidInput } from '../../domain/errors';
import type { Reading } from './formats';
import type { Mapping, Source } from './mapping';

/** A line of a file, or (CSV) the lines of one record. */
export interface Row {
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
  /** The value of a source; undefined when the line has none. */
  readonly value: (source: Source) => unknown;
}

/** A line that cannot be read at all, and why. */
export interface Unreadable {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
  readonly messages?: never;
}

/** Told how many bytes of the file have been read. */
export type OnBytes = (bytes: number) => void;

/** Reads a file line by line, without holding it. Throws InvalidInput when the mapping names a column that the file does not have. */
export async function* rowsOf(
  file: string,
  reading: Reading,
  onBytes: OnBytes = () => undefined,
): AsyncGenerator<Row | Unreadable> {
  const input = createReadStream(file);
  input.on('data', (chunk) => onBytes(chunk.length));
  try {
    if (reading.format === 'csv') yield* csvRows(input, reading);
    else yield* lineRows(input, reading);
  } finally {
    input.destroy();
  }
}

async function* lineRows(input: NodeJS.ReadableStream, { format }: Reading): AsyncGenerator<Row | Unreadable> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    yield format === 'ndjson' ? jsonRow(line, text) : { line, text, value: cellOf(text.trim().split(/\s+/)) };
  }
}

function jsonRow(line: number, text: string): Row | Unreadable {
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object === 'object' && object !== null) return { line, text, value: (source) => keyOf(object, source) };
  } catch {
    return { line, text, reason: 'is not JSON' };
  }
  return { line, text, reason: 'is not a JSON object' };
}

interface CsvRecord {
  readonly record: string[];
  readonly raw: string;
  readonly info: Info;
}

async function* csvRows(
  input: NodeJS.ReadableStream,
  { delimiter, header, mapping }: Reading,
): AsyncGenerator<Row | Unreadable> {
  const skipped: Unreadable[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    raw: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error, raw) => void skipped.push(unreadable(error, raw)),
  });
  let names: readonly string[] | undefined;
  let before = 0;
  for await (const { record, raw, info } of input.pipe(parser) as AsyncIterable<CsvRecord>) {
    yield* skipped.splice(0);
    const line = Math.max(before, lineBefore(info, raw)) + 1;
    before = info.lines;
    if (header && names === undefined) {
      names = record.map((name) => name.trim());
      insistOnColumns(mapping ?? [], names);
      continue;
    }
    yield { line, text: raw.trimEnd(), value: cellOf(record, names) };
  }
  yield* skipped.splice(0);
}

function unreadable(error: CsvError | undefined, raw: string | undefined): Unreadable {
  const { lines = 0, code } = (error ?? {}) as { lines?: number; code?: string };
  const reason =
    code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH'
      ? 'has another number of columns than the lines before'
      : 'is not CSV';
  return { line: lines, text: (raw ?? '').trimEnd(), reason };
}

/** The parser says on which line a record ends. */
function lineBefore({ lines }: Info, raw: string): number {
  return lines - raw.trimEnd().split('\n').length;
}

function insistOnColumns(mapping: Mapping, names: readonly string[]): void {
  for (const { target, source } of mapping) {
    // What has no column is then the event's own name.
    if (source.kind !== 'name' || target === 'type' || names.includes(source.name)) continue;
    throw new InvalidInput(
      `The file has no column "${source.name}" for ${target}; its columns are ${names.join(', ')}. Words go in quotes: ${target}='${source.name}'.`,
    );
  }
}

function cellOf(cells: readonly string[], names: readonly string[] = []) {
  return (source: Source): unknown => {
    switch (source.kind) {
      case 'column':
        return cells[source.index];
      case 'name':
        return names.includes(source.name) ? cells[names.indexOf(source.name)] : undefined;
      case 'words':
        return source.text;
    }
  };
}

/** `user.id` is the key `user.id`, or else `id` within `user`. */
function keyOf(object: object, source: Source): unknown {
  if (source.kind === 'words') return source.text;
  const name = source.kind === 'column' ? String(source.index) : source.name;
  if (name in object) return (object as Record<string, unknown>)[name];
  return name
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      object,
    );
}
