import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput } from '../../domain/errors';
import { parseMapping, type Mapping } from './mapping';

/** How a file is read, and what its lines mean. No mapping: lines are messages as `/v1/batch` takes them. */
export interface Reading {
  readonly format: 'columns' | 'csv' | 'ndjson';
  readonly mapping: Mapping | null;
  readonly delimiter: string;
  /** CSV: the first line names the columns. */
  readonly header: boolean;
}

export interface ReadingOptions {
  readonly format?: string;
  readonly map?: string;
  readonly delimiter?: string;
  readonly header?: boolean;
}

/** The names for --format. */
export const FORMATS = ['cdnow', 'columns', 'csv', 'ndjson'] as const;

/** The purchases of the CDNOW sample: master id, sample id, date, number of CDs, dollars. */
const CDNOW = 'userId=0, occurredAt=2:YYYYMMDD, type=order.completed, items=3, revenue=4';

const EXTENSIONS: Readonly<Record<string, Reading['format']>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/** Makes sure that a file is there and can be read. Throws InvalidInput. */
export function insistOnFile(file: string): void {
  if (!existsSync(file)) throw new InvalidInput(`There is no file ${file}.`);
  if (!statSync(file).isFile()) throw new InvalidInput(`${file} is not a file.`);
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new InvalidInput(`${file} may not be read.`);
  }
}

/** Decides how to read a file by its options, and by its name and first line where they are silent. Throws InvalidInput with one sentence. */
export function readingOf(file: string, { format, map, delimiter, header = true }: ReadingOptions): Reading {
  const extension = path.extname(file).toLowerCase();
  const chosen =
    format ?? EXTENSIONS[extension] ?? (map === undefined && looksLikePurchases(file) ? 'cdnow' : undefined);
  const mapping = map === undefined ? null : parseMapping(map);
  const rest = { mapping, header, delimiter: delimiter ?? (extension === '.tsv' ? '\t' : ',') };
  switch (chosen) {
    case 'cdnow':
      return { ...rest, format: 'columns', mapping: mapping ?? parseMapping(CDNOW) };
    case 'columns':
    case 'csv':
      if (!mapping) throw new InvalidInput(`--format ${chosen} needs --map: which column is what?`);
      return { ...rest, format: chosen };
    case 'ndjson':
      return { ...rest, format: chosen };
    case undefined:
    default:
      throw new InvalidInput(`How is ${path.basename(file)} written? --format takes ${FORMATS.join(', ')}.`);
  }
}

/** Five columns, the third a date: a purchase log of the CDNOW kind needs no option to be known. */
function looksLikePurchases(file: string): boolean {
  const start = Buffer.alloc(200);
  try {
    const opened = openSync(file, 'r');
    readSync(opened, start);
    closeSync(opened);
  } catch {
    return false;
  }
  return /^\s*\d+\s+\d+\s+\d{8}\s+\d+\s+\d+(\.\d+)?\s*$/.test(start.toString('latin1').split('\n', 1)[0]!);
}
